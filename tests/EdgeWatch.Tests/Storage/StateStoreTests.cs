using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Gallery;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Watching;
using EdgeWatch.Core.Zones;
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

    [Fact]
    public void What_zones_reach_is_kept_for_these_zones_alone()
    {
        StateStore store = new(_folder.Path, _log);
        store.SaveZoned("yard", Zoned(right: 0.5, maximum: 3), Model, Rate);

        SceneNormality same = Zoned(right: 0.5, maximum: 1);
        Assert.True(store.TryLoadZoned("yard", same, Model, Rate));
        Assert.Equal(3, same.Scorer.ByKind[0].Calibration.Zoned!.Blocks.Mean);
        SceneNormality others = Zoned(right: 0.8, maximum: 1);
        Assert.False(store.TryLoadZoned("yard", others, Model, Rate));
        Assert.False(store.TryLoadZoned("yard", others, "another", Rate));
        Assert.Equal(1, others.Scorer.ByKind[0].Calibration.Zoned!.Blocks.Mean);
        store.Forget("yard");
        Assert.False(store.TryLoadZoned("yard", same, Model, Rate));
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    [Fact]
    public void What_zones_reach_is_kept_for_each_shape_as_what_is_normal_is()
    {
        StateStore store = new(_folder.Path, _log);
        store.SaveZoned("yard", Zoned(right: 0.5, maximum: 3), Model, Rate);
        store.SaveZoned("yard", Zoned(right: 0.5, maximum: 2, width: 640), Model, Rate);

        SceneNormality narrow = Zoned(right: 0.5, maximum: 1);
        Assert.True(store.TryLoadZoned("yard", narrow, Model, Rate));
        Assert.Equal(3, MaximumOf(narrow));
        for (int i = 0; i < 10; i++)
        {
            store.SaveZoned("yard", Zoned(right: 0.5, maximum: 3, width: 320 + (16 * i)), Model, Rate);
        }

        Assert.Equal(1 + StateStore.MostParked, Directory.GetFiles(_folder.File("cameras")).Length);
        store.Forget("yard");
        Assert.Empty(Directory.GetFiles(_folder.File("cameras")));
    }

    [Fact]
    public void What_an_earlier_version_kept_of_zones_is_read_where_it_fits()
    {
        StateStore store = new(_folder.Path, _log);
        store.SaveZoned("yard", Zoned(right: 0.5, maximum: 3), Model, Rate);
        File.Move(Assert.Single(Directory.GetFiles(_folder.File("cameras"))), _folder.File("cameras/yard.zones"));

        SceneNormality wide = Zoned(right: 0.5, maximum: 2, width: 640);
        Assert.False(store.TryLoadZoned("yard", wide, Model, Rate));
        store.SaveZoned("yard", wide, Model, Rate);
        SceneNormality narrow = Zoned(right: 0.5, maximum: 1);
        Assert.True(store.TryLoadZoned("yard", narrow, Model, Rate));
        Assert.Equal(3, MaximumOf(narrow));

        store.Forget("yard");
        Assert.Empty(Directory.GetFiles(_folder.File("cameras")));
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    [Fact]
    public void Pictures_of_what_is_normal_are_kept_for_each_shape_and_their_owner()
    {
        StateStore store = new(_folder.Path, _log);
        SceneGallery gallery = GalleryOf(Empty(320));
        gallery.Put(1, new GalleryPicture([1, 2, 3], DateTimeOffset.UnixEpoch));
        store.SaveGallery("yard", "20x15-10", gallery, "masks of now");

        SceneGallery same = GalleryOf(Empty(320));
        store.LoadGallery("yard", "20x15-10", same, "masks of now");
        Assert.Equal([1, 2, 3], same.Find(1)!.Jpeg);
        SceneGallery others = GalleryOf(Empty(320));
        store.LoadGallery("yard", "20x15-10", others, "another mask");
        store.LoadGallery("yard", "40x15-10", others, "masks of now");
        store.LoadGallery("barn", "20x15-10", others, "masks of now");
        Assert.Empty(others.Pictures);
        Assert.Empty(_log.Collector.GetSnapshot());

        store.Forget("yard");
        store.LoadGallery("yard", "20x15-10", others, "masks of now");
        Assert.Empty(others.Pictures);
        for (int i = 0; i < 10; i++)
        {
            store.SaveGallery("yard", $"{20 + i}x15-10", gallery, "masks of now");
        }

        Assert.Equal(1 + StateStore.MostParked, Directory.GetFiles(_folder.File("cameras")).Length);
    }

    private static SceneGallery GalleryOf(SceneNormality normality) => new(
        (PresenceNormality)normality.ByKind[PresenceNormality.Kind.Index],
        (AppearanceNormality)normality.ByKind[AppearanceNormality.Kind.Index],
        normality.Grid);

    private static double MaximumOf(SceneNormality normality) => normality.Scorer.ByKind[0].Calibration.Zoned!.Blocks.Mean;

    private static SceneNormality Zoned(double right, double maximum, int width = 320)
    {
        FrameSize size = new(width, 240);
        SceneNormality normality = Empty(width);
        Polygon outline = new([new(0, 0), new(right, 0), new(right, 1), new(0, 1)]);
        normality.Watch(new SceneZones(normality.Grid, size, [new Zone("left", ZoneKind.Watch, outline)], []));
        BlockMaxima zoned = normality.Scorer.ByKind[0].Calibration.Zoned!;
        zoned.Observe(maximum, BlockMaxima.BlockLength);
        return normality;
    }

    private static SceneNormality Empty(int width) => new(PatchGrid.For(new FrameSize(width, 240)));

    private static SceneNormality Learned(int width, TimeSpan learned)
    {
        SceneNormality normality = Empty(width);
        normality.Learned = learned;
        return normality;
    }
}
