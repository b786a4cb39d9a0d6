using EdgeWatch.Cameras.Clips;
using EdgeWatch.Configuration.Retention;
using EdgeWatch.Evidence;
using EdgeWatch.Streams;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Cameras;

public sealed class SlowClipsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger<SlowClips> _log = new();
    private readonly List<string> _done = [];
    private readonly StreamRing _ring;
    private readonly EventClips _clips;

    public SlowClipsTests()
    {
        _ring = new StreamRing(new StreamWish(MostBytes: 1024, TimeSpan.FromSeconds(5)), _time);
        EventRetention retention = new(_folder.Path, () => new RetentionOptions(), _time, NullLogger<EventRetention>.Instance);
        _clips = new EventClips(retention, "ffmpeg", _time, NullLogger<EventClips>.Instance);
    }

    public void Dispose()
    {
        _clips.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Four_clips_of_a_camera_wait_and_a_fifth_is_not_made_which_the_log_says()
    {
        using SlowClips slow = new("yard", _clips, _done.Add, _time, _log);
        foreach (string eventId in new[] { "first", "second", "third", "fourth", "fifth" })
        {
            slow.Begin(Wanted(eventId));
        }

        Assert.Empty(_done);
        Assert.Equal(
            "Camera yard: event fifth has no clip: 4 of earlier events are still being encoded.", _log.LatestRecord.Message);

        _time.Advance(TimeSpan.FromMinutes(1));
        await slow.FinishAsync(() => false);
        slow.Begin(Wanted("sixth"));
        _time.Advance(TimeSpan.FromMinutes(1));
        await slow.FinishAsync(() => false);

        Assert.Equal(["first", "second", "third", "fourth", "sixth"], _done);
        Assert.Equal(1, _log.Collector.Count);
    }

    [Fact]
    public async Task Clips_that_the_end_cuts_off_are_told_together()
    {
        using SlowClips slow = new("yard", _clips, _done.Add, _time, _log);
        foreach (string eventId in new[] { "first", "second" })
        {
            slow.Begin(new WantedPart(eventId, _time.GetTimestamp(), _ring, _time) { To = long.MaxValue / 2 });
        }

        Task closing = slow.CloseAsync();
        while (!closing.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        Assert.Equal(
            "Camera yard: these events have no clip, which was being encoded when the camera or the service ended: first, second.",
            Assert.Single(_log.Collector.GetSnapshot()).Message);
        Assert.Equal(["first", "second"], _done);
    }

    /// <summary>A part of the stream that ends in half a minute.</summary>
    private WantedPart Wanted(string eventId) => new(eventId, _time.GetTimestamp(), _ring, _time)
    {
        To = _time.GetTimestamp() + (30 * _time.TimestampFrequency),
    };
}
