using EdgeWatch.Cameras;
using EdgeWatch.Core.Frames;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Cameras;

public sealed class LossReportTests : IDisposable
{
    private static readonly FrameSize Size = new(32, 32);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger<LossReport> _log = new();
    private readonly WaitingFrames _waiting = new();
    private readonly FramePool _pool = new(Size);

    public void Dispose() => _waiting.Dispose();

    [Fact]
    public void Frames_that_nobody_takes_in_time_are_told_once_each_with_the_time_in_which_they_were_lost()
    {
        LossReport report = new("yard", _time, _log);
        long lost = Lose();
        _time.Advance(TimeSpan.FromMinutes(5));
        report.Report(_waiting.Dropped, miscomputed: 0);
        _time.Advance(TimeSpan.FromMinutes(5));
        report.Report(_waiting.Dropped, miscomputed: 0);
        long more = Lose();
        _time.Advance(TimeSpan.FromSeconds(7.2));
        report.Report(_waiting.Dropped, miscomputed: 0);

        Assert.Equal(
            [
                $"Camera yard: {lost} frames were dropped in the last 00:05:00: this machine does not keep up. Lower frames_per_second.",
                $"Camera yard: {more} frames were dropped in the last 00:00:07: this machine does not keep up. Lower frames_per_second.",
            ],
            Told());
    }

    [Fact]
    public void Frames_that_were_miscomputed_are_told_and_a_new_watch_counts_anew()
    {
        LossReport report = new("yard", _time, _log);
        _time.Advance(TimeSpan.FromSeconds(30));
        report.Report(dropped: 0, miscomputed: 9);
        report.Report(dropped: 0, miscomputed: 0);
        _time.Advance(TimeSpan.FromSeconds(10));
        report.Report(dropped: 0, miscomputed: 2);

        Assert.Equal(2, Told().Length);
        Assert.Contains("in 9 frames of the last 00:00:30 the model answered", Told()[0], StringComparison.Ordinal);
        Assert.Contains("in 2 frames of the last 00:00:10 the model answered", Told()[1], StringComparison.Ordinal);
    }

    /// <summary>Frames come, and nobody takes any.</summary>
    /// <returns>How many were lost.</returns>
    private long Lose()
    {
        long before = _waiting.Dropped;
        for (int i = 0; i < 20; i++)
        {
            _waiting.Put(_pool.Rent());
        }

        Assert.True(_waiting.Dropped > before, "frames are lost");
        return _waiting.Dropped - before;
    }

    private string[] Told() => [.. _log.Collector.GetSnapshot().Select(line => line.Message)];
}
