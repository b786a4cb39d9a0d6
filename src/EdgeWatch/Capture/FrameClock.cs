using EdgeWatch.Core.Frames;

namespace EdgeWatch.Capture;

/// <summary>Gives the frames of one session their number and time.</summary>
/// <param name="time">The clock.</param>
/// <param name="framesPerSecond">
/// Rate at which frames follow one another, more than 0; null: they get the time at which they arrive.
/// </param>
internal sealed class FrameClock(TimeProvider time, double? framesPerSecond)
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly long _startTimestamp = time.GetTimestamp();
    private long _count;

    /// <summary>
    /// When a frame comes, in ticks since the first one. Rounded: cut off, three frames could be
    /// a tick less than their time, and what has to last that long would be noticed a frame late.
    /// </summary>
    public static long TicksAt(long frame, double framesPerSecond, long ticksPerSecond) =>
        (long)Math.Round(frame / framesPerSecond * ticksPerSecond);

    /// <summary>Stamps the next frame.</summary>
    public void Stamp(Frame frame)
    {
        frame.Sequence = _count;
        if (framesPerSecond is { } rate)
        {
            frame.CapturedAt = _start + TimeSpan.FromTicks(TicksAt(_count, rate, TimeSpan.TicksPerSecond));
            frame.CapturedTimestamp = _startTimestamp + TicksAt(_count, rate, time.TimestampFrequency);
        }
        else
        {
            frame.CapturedAt = time.GetUtcNow();
            frame.CapturedTimestamp = time.GetTimestamp();
        }

        _count++;
    }
}
