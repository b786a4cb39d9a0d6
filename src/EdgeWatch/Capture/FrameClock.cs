using EdgeWatch.Core.Frames;

namespace EdgeWatch.Capture;

/// <summary>Gives the frames of one session their number and time.</summary>
/// <param name="time">The clock.</param>
/// <param name="framesPerSecond">Rate at which frames follow one another, more than 0; null: they get the time at which they arrive.</param>
internal sealed class FrameClock(TimeProvider time, double? framesPerSecond)
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly long _startTimestamp = time.GetTimestamp();
    private long _count;

    /// <summary>Stamps the next frame.</summary>
    public void Stamp(Frame frame)
    {
        frame.Sequence = _count;
        if (framesPerSecond is { } rate)
        {
            frame.CapturedAt = _start + TimeSpan.FromSeconds(_count / rate);
            frame.CapturedTimestamp = _startTimestamp + (long)(_count / rate * time.TimestampFrequency);
        }
        else
        {
            frame.CapturedAt = time.GetUtcNow();
            frame.CapturedTimestamp = time.GetTimestamp();
        }

        _count++;
    }
}
