using EdgeWatch.Hosting.Systemd;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Systemd;

public sealed class ProgressWatchdogTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger<ProgressWatchdog> _log = new();
    private readonly SystemdNotifier _notifier;
    private readonly ProgressWatchdog _watchdog;

    public ProgressWatchdogTests()
    {
        _notifier = new SystemdNotifier(name => name == "WATCHDOG_USEC" ? "60000000" : null, _time, NullLogger<SystemdNotifier>.Instance);
        _watchdog = new ProgressWatchdog(_notifier, _time, _log);
    }

    private IReadOnlyList<string> Lines => [.. _log.Collector.GetSnapshot().Select(record => $"{record.Level}: {record.Message}")];

    public void Dispose() => _notifier.Dispose();

    [Fact]
    public void Nothing_to_watch_means_that_the_watchdog_is_fed() => Assert.True(_watchdog.RunOnce());

    [Fact]
    public void Period_is_at_most_half_of_systemds_interval()
    {
        Assert.InRange(_watchdog.Period, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Reporting_stage_feeds_the_watchdog_for_ever()
    {
        ProgressMarker marker = _watchdog.Register("capture of door", Limit);

        for (int minute = 0; minute < 100; minute++)
        {
            _time.Advance(Limit);
            Assert.True(_watchdog.RunOnce());
            marker.Report();
        }

        Assert.Empty(Lines);
    }

    [Fact]
    public void Silent_stage_stops_the_feeding_and_is_named_once()
    {
        ProgressMarker works = _watchdog.Register("capture of yard", Limit);
        _watchdog.Register("capture of door", Limit);
        _time.Advance(Limit + Moment);
        works.Report();

        Assert.False(_watchdog.RunOnce());
        Assert.False(_watchdog.RunOnce());

        Assert.Equal(["Error: Stuck: capture of door; no progress for 30 s. The watchdog is not fed any more"], Lines);
    }

    [Fact]
    public void Another_stage_that_gets_stuck_is_named_too()
    {
        ProgressMarker second = _watchdog.Register("model", 2 * Limit);
        _watchdog.Register("capture of door", Limit);
        _time.Advance(Limit + Moment);
        _watchdog.RunOnce();
        _time.Advance(Limit + Moment);
        _watchdog.RunOnce();

        Assert.Equal(2, _log.Collector.Count);
        Assert.Contains("Stuck: model, capture of door;", Lines[1], StringComparison.Ordinal);
        Assert.True(second.IsStuck);
    }

    [Fact]
    public void Stage_that_comes_back_feeds_the_watchdog_again()
    {
        ProgressMarker marker = _watchdog.Register("model", Limit);
        _time.Advance(Limit + Moment);
        _watchdog.RunOnce();
        marker.Report();

        Assert.True(_watchdog.RunOnce());

        Assert.Equal("Warning: Every stage makes progress again; the watchdog is fed", Lines[1]);
    }

    [Fact]
    public void Stage_that_has_ended_is_watched_no_longer()
    {
        ProgressMarker ended = _watchdog.Register("capture of clip", Limit);
        ended.Dispose();
        _time.Advance(2 * Limit);

        Assert.True(_watchdog.RunOnce());
    }
}
