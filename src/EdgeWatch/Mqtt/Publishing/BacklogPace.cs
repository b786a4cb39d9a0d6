namespace EdgeWatch.Mqtt.Publishing;

/// <summary>
/// Holds the backlog of an outage back to so many messages a second, so that neither broker nor subscribers are flooded. What could
/// not be sent for a moment may be caught up with.
/// </summary>
internal sealed class BacklogPace : IDisposable
{
    /// <summary>How long to wait once the pace is used up; each time as many messages become due as the pace has in this time.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>Delays up to this one, as of a busy machine, are caught up with.</summary>
    private static readonly TimeSpan CatchUp = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly TimeSpan _interval;
    private readonly ITimer _timer;
    private TimeSpan _due;
    private int _isWaiting;

    /// <summary>Starts with nothing used up.</summary>
    /// <param name="perSecond">Messages a second.</param>
    /// <param name="time">The clock.</param>
    /// <param name="open">Called when waiting has come to its end; from any thread.</param>
    public BacklogPace(int perSecond, TimeProvider time, Action open)
    {
        _time = time;
        _start = time.GetTimestamp();
        _interval = TimeSpan.FromSeconds(1.0 / perSecond);
        _timer = time.CreateTimer(
            _ =>
            {
                Interlocked.Exchange(ref _isWaiting, 0);
                open();
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether a message may go now; if not, the callback tells when to ask again.</summary>
    public bool IsOpen
    {
        get
        {
            TimeSpan wait = _due - Now;
            if (wait <= TimeSpan.Zero)
            {
                return true;
            }

            if (Interlocked.Exchange(ref _isWaiting, 1) == 0)
            {
                _timer.Change(wait > Step ? wait : Step, Timeout.InfiniteTimeSpan);
            }

            return false;
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>A message goes.</summary>
    public void Use()
    {
        TimeSpan earliest = Now - CatchUp;
        _due = (_due > earliest ? _due : earliest) + _interval;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();
}
