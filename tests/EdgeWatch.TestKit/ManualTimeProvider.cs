namespace EdgeWatch.TestKit;

/// <summary>A clock that stands still until <see cref="Advance"/>; timers then run in the order in which they are due. Thread-safe.</summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private static readonly DateTimeOffset DefaultStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _elapsed;
    private DateTimeOffset _wall;

    /// <summary>Starts the clock.</summary>
    /// <param name="start">Wall-clock time at the start. <value>Default 2026-01-01 00:00 UTC.</value></param>
    public ManualTimeProvider(DateTimeOffset? start = null) => _wall = start ?? DefaultStart;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How long from now the running timers are due, soonest first. A test sees by it that a loop has begun to wait.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate)
            {
                return [.. _timers.Select(timer => timer.Due - _elapsed).Order()];
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _wall;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _elapsed.Ticks;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass. Every timer that comes due runs on this thread, at its own time.</summary>
    /// <param name="time">How much; not negative.</param>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        TimeSpan end;
        lock (_gate)
        {
            end = _elapsed + time;
        }

        while (TakeDue(end) is { } due)
        {
            due.Run();
        }
    }

    /// <summary>Steps the wall clock, as after a first contact with a time server. No timer is due earlier or later for it.</summary>
    /// <param name="step">How far; may be negative.</param>
    public void StepWallClock(TimeSpan step)
    {
        lock (_gate)
        {
            _wall += step;
        }
    }

    private ManualTimer? TakeDue(TimeSpan end)
    {
        lock (_gate)
        {
            ManualTimer? next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            TimeSpan now = next is null ? end : next.Due;
            if (now > _elapsed)
            {
                _wall += now - _elapsed;
                _elapsed = now;
            }

            if (next is not null && !next.Repeat())
            {
                _timers.Remove(next);
            }

            return next;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;
        private bool _isDisposed;

        public TimeSpan Due { get; private set; }

        public void Run() => callback(state);

        /// <summary>Sets the next due time; false if the timer runs only once. Under the lock of the clock.</summary>
        public bool Repeat()
        {
            Due += _period;
            return _period > TimeSpan.Zero;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                if (_isDisposed)
                {
                    return false;
                }

                time._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    _period = period;
                    Due = time._elapsed + dueTime;
                    time._timers.Add(this);
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                _isDisposed = true;
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
