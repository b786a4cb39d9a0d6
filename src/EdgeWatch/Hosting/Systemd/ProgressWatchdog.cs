using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting.Systemd;

/// <summary>
/// Feeds systemd's watchdog from the progress of the pipeline: one silent loop and no ping is sent any more, so that systemd
/// restarts the service. Without systemd it only logs which loop is stuck.
/// </summary>
public sealed partial class ProgressWatchdog(SystemdNotifier notifier, TimeProvider time, ILogger<ProgressWatchdog> logger)
{
    /// <summary>systemd advises two pings in an interval; four forgive a late one on a busy machine.</summary>
    private const int PingsPerInterval = 4;

    /// <summary>How often to look when systemd does not watch.</summary>
    private static readonly TimeSpan UnwatchedPeriod = TimeSpan.FromSeconds(15);

    private readonly ILogger _logger = logger;
    private readonly Lock _gate = new();
    private ProgressMarker[] _markers = [];
    private string _stuckStages = "";

    /// <summary>Time between two looks: a quarter of systemd's interval.</summary>
    public TimeSpan Period => notifier.WatchdogInterval / PingsPerInterval ?? UnwatchedPeriod;

    /// <summary>Watches one more loop, from now on until the marker is disposed.</summary>
    /// <param name="stage">What makes progress, in the words of the log: <c>camera door</c>.</param>
    /// <param name="limit">Longest silence of a loop that works.</param>
    public ProgressMarker Register(string stage, TimeSpan limit)
    {
        ArgumentException.ThrowIfNullOrEmpty(stage);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        ProgressMarker marker = new(stage, limit, time, Forget);
        lock (_gate)
        {
            _markers = [.. _markers, marker];
        }

        return marker;
    }

    /// <summary>Looks and pings until it is told to stop.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(Period, time);
        do
        {
            RunOnce();
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Pings when every loop makes progress. Returns whether it did.</summary>
    public bool RunOnce()
    {
        ProgressMarker[] stuck = [.. Markers.Where(m => m.IsStuck)];
        LogTransition(stuck);
        if (stuck.Length > 0)
        {
            return false;
        }

        notifier.Watchdog();
        return true;
    }

    /// <summary>What makes no progress at the moment.</summary>
    public IReadOnlyList<string> StuckStages => [.. Markers.Where(m => m.IsStuck).Select(m => m.Stage)];

    private ProgressMarker[] Markers
    {
        get
        {
            lock (_gate)
            {
                return _markers;
            }
        }
    }

    private void Forget(ProgressMarker marker)
    {
        lock (_gate)
        {
            _markers = [.. _markers.Where(m => m != marker)];
        }
    }

    private void LogTransition(ProgressMarker[] stuck)
    {
        string stages = string.Join(", ", stuck.Select(m => m.Stage));
        if (stages == _stuckStages)
        {
            return;
        }

        _stuckStages = stages;
        if (stuck.Length == 0)
        {
            LogRecovered();
        }
        else
        {
            LogStuck(stages, stuck.Max(m => m.Silence.TotalSeconds));
        }
    }

    [LoggerMessage(902, LogLevel.Error, "Stuck: {Stages}; no progress for {Seconds:0} s. The watchdog is not fed any more")]
    private partial void LogStuck(string stages, double seconds);

    [LoggerMessage(903, LogLevel.Warning, "Every stage makes progress again; the watchdog is fed")]
    private partial void LogRecovered();
}
