namespace EdgeWatch.Capture;

/// <summary>
/// Leaves frames out of a stream that brings more than asked for, by the monotonic clock: those of a command, which may write what it
/// likes, and what a clock that was set makes of ffmpeg's own thinning.
/// </summary>
/// <param name="framesPerSecond">How many are wanted at most.</param>
/// <param name="time">The clock.</param>
internal sealed class FrameThinning(double framesPerSecond, TimeProvider time)
{
    /// <summary>
    /// Intervals that a frame may be early: ffmpeg thins by the time at which frames came to it, and the pipe adds its own delays.
    /// </summary>
    private const double EarlyIntervals = 2;

    private readonly long _interval = (long)(time.TimestampFrequency / framesPerSecond);
    private long? _due;

    /// <summary>Whether the frame that comes now is taken.</summary>
    public bool Takes()
    {
        long now = time.GetTimestamp();
        long due = _due ?? now;
        if (now < due - (long)(EarlyIntervals * _interval))
        {
            return false;
        }

        _due = Math.Max(now, due) + _interval;
        return true;
    }
}
