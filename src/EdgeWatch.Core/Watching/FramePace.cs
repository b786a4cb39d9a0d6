namespace EdgeWatch.Core.Watching;

/// <summary>
/// How far apart the frames of a stream usually are, so that a gap is told from a stream that is slow: some cameras send a frame every ten
/// seconds, and wait for that long is what they do.
/// </summary>
/// <param name="framesPerSecond">The rate that is asked for; the stream's own may be less.</param>
internal sealed class FramePace(double framesPerSecond)
{
    /// <summary>Intervals at the usual rate that make a gap, at least.</summary>
    private const double GapFrames = 4;

    /// <summary>Intervals remembered; the median of them is the usual one, so that two gaps among them change nothing.</summary>
    private const int Remembered = 5;

    /// <summary>Intervals that must be known before they count.</summary>
    private const int Enough = 3;

    private readonly TimeSpan[] _intervals = new TimeSpan[Remembered];
    private readonly TimeSpan[] _sorted = new TimeSpan[Remembered];
    private int _count;

    /// <summary>Takes the time since the frame before into account.</summary>
    /// <returns>Whether it is a gap.</returns>
    public bool IsGap(TimeSpan interval)
    {
        bool isGap = interval > Longest();
        _intervals[_count % Remembered] = interval;
        _count = _count < int.MaxValue ? _count + 1 : Remembered;
        return isGap;
    }

    /// <summary>Longest time that one frame stands for: a second, or four intervals of what is asked for or usual.</summary>
    private TimeSpan Longest()
    {
        TimeSpan asked = TimeSpan.FromSeconds(Math.Max(1, GapFrames / framesPerSecond));
        if (_count < Enough)
        {
            return asked;
        }

        int known = Math.Min(_count, Remembered);
        _intervals.AsSpan(0, known).CopyTo(_sorted);
        Array.Sort(_sorted, 0, known);
        TimeSpan usual = GapFrames * _sorted[(known - 1) / 2];
        return usual > asked ? usual : asked;
    }
}
