using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.TestKit;

/// <summary>A <see cref="FakeTimeProvider"/> that tells what waits for it: a test sees by it that a loop has begun to wait.</summary>
public sealed class ObservedTimeProvider : FakeTimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<ObservedTimer> _timers = [];

    /// <summary>How long from now the running timers are due, soonest first.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate)
            {
                return [.. _timers.Select(timer => timer.Wait).Where(wait => wait > TimeSpan.Zero).Order()];
            }
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer inner = base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        ObservedTimer timer = new(this, inner);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ObservedTimer(ObservedTimeProvider time, ITimer inner) : ITimer
    {
        private long _start;
        private TimeSpan _due;
        private TimeSpan _period;

        /// <summary>Zero or less if it is not due any more.</summary>
        public TimeSpan Wait
        {
            get
            {
                TimeSpan late = time.GetElapsedTime(_start) - _due;
                return late >= TimeSpan.Zero && _period > TimeSpan.Zero ? _period - TimeSpan.FromTicks(late.Ticks % _period.Ticks) : -late;
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool isChanged = inner.Change(dueTime, period);
            lock (time._gate)
            {
                (_start, _due, _period) = (time.GetTimestamp(), dueTime, period);
                if (isChanged && dueTime != Timeout.InfiniteTimeSpan)
                {
                    time._timers.Add(this);
                }
                else
                {
                    time._timers.Remove(this);
                }
            }

            return isChanged;
        }

        public void Dispose()
        {
            inner.Dispose();
            lock (time._gate)
            {
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
