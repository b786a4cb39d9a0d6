using EdgeWatch.Cameras.Live;
using EdgeWatch.Core.Frames;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Cameras.Live;

public sealed class LiveViewTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FramePool _pool = new(new FrameSize(1920, 1080), 4);
    private readonly LiveView _view;

    public LiveViewTests() => _view = new LiveView(_time);

    [Fact]
    public async Task Pictures_are_made_only_while_somebody_looks()
    {
        Assert.False(_view.Wants);
        using (_view.Look())
        {
            IDisposable other = _view.Look();
            await ShowAsync();
            other.Dispose();
            other.Dispose();
            Assert.NotNull(_view.Newest);
            Assert.Equal([0xFF, 0xD8, 0xFF], _view.Newest.Jpeg[..3]);
            Assert.Equal(new FrameSize(1920, 1080), _view.Newest.Size);
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(_view.Wants);
        Assert.Null(_view.Newest);
    }

    /// <summary>30 frames a second, of which some come late.</summary>
    [Fact]
    public async Task Five_pictures_a_second_are_made_at_most()
    {
        using IDisposable looking = _view.Look();
        int shown = 0;
        for (int frame = 0; frame < 300; frame++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(frame % 7 == 0 ? 47 : 31));
            if (_view.Wants)
            {
                await ShowAsync();
                shown++;
            }
        }

        Assert.InRange(shown, 45, 51);
    }

    private async Task ShowAsync()
    {
        long before = _view.Newest?.Number ?? 0;
        Assert.True(_view.Wants);
        using (Frame frame = _pool.Rent())
        {
            _view.Show(frame, heat: null, attention: null);
        }

        await Eventually.Until("it is made", () => _view.Newest?.Number > before);
    }
}
