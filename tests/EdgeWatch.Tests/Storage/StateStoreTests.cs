using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Watching;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging.Testing;

namespace EdgeWatch.Tests.Storage;

public sealed class StateStoreTests : IDisposable
{
    private const string Model = "0123456789abcdef";
    private const double Rate = 10;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeLogger<StateStore> _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TryLoad_AnotherShapeAndBack_EachHasWhatItLearned()
    {
        StateStore store = new(_folder.Path, _log);
        store.Save("yard", Learned(320, TimeSpan.FromMinutes(1)), Model, Rate);
        Assert.False(store.TryLoad("yard", Empty(640), Model, Rate));
        store.Save("yard", Learned(640, TimeSpan.FromMinutes(2)), Model, Rate);

        SceneNormality narrow = Empty(320);
        Assert.True(store.TryLoad("yard", narrow, Model, Rate));
        Assert.Equal(TimeSpan.FromMinutes(1), narrow.Learned);
        SceneNormality wide = Empty(640);
        Assert.True(store.TryLoad("yard", wide, Model, Rate));
        Assert.Equal(TimeSpan.FromMinutes(2), wide.Learned);
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    [Fact]
    public void TryLoad_AnotherRate_IsAnotherShape()
    {
        StateStore store = new(_folder.Path, _log);
        store.Save("yard", Learned(320, TimeSpan.FromMinutes(1)), Model, Rate);

        Assert.False(store.TryLoad("yard", Empty(320), Model, 5));

        Assert.True(store.TryLoad("yard", Empty(320), Model, Rate));
    }

    [Fact]
    public void TryLoad_EverOtherShapes_KeepsAFewOnly()
    {
        StateStore store = new(_folder.Path, _log);
        for (int i = 0; i < 10; i++)
        {
            store.TryLoad("yard", Empty(320 + (16 * i)), Model, Rate);
            store.Save("yard", Learned(320 + (16 * i), TimeSpan.FromMinutes(1)), Model, Rate);
        }

        Assert.Equal(1 + StateStore.MostParked, Directory.GetFiles(_folder.File("cameras")).Length);
    }

    [Fact]
    public void Forget_AllShapes_AreGone_AndThoseOfOthersStay()
    {
        StateStore store = new(_folder.Path, _log);
        store.Save("yard", Learned(320, TimeSpan.FromMinutes(1)), Model, Rate);
        store.TryLoad("yard", Empty(640), Model, Rate);
        store.Save("yard-2", Learned(320, TimeSpan.FromMinutes(1)), Model, Rate);

        store.Forget("yard");

        Assert.False(store.TryLoad("yard", Empty(320), Model, Rate));
        Assert.True(store.TryLoad("yard-2", Empty(320), Model, Rate));
    }

    private static SceneNormality Empty(int width) => new(PatchGrid.For(new FrameSize(width, 240)));

    private static SceneNormality Learned(int width, TimeSpan learned)
    {
        SceneNormality normality = Empty(width);
        normality.Learned = learned;
        return normality;
    }
}
