using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Cameras.Live;

/// <summary>The scores of a camera over the last minutes, a second each, in memory. One caller observes; anybody may read.</summary>
internal sealed class ScoreTrace
{
    /// <summary>Seconds that are kept: ten minutes, some 10 kB a camera.</summary>
    public const int Capacity = 600;

    private readonly Lock _gate = new();
    private readonly ScoreOfSecond[] _seconds = new ScoreOfSecond[Capacity];
    private readonly double[] _kinds = new double[Kinds.Count];
    private long _count;

    /// <summary>Takes the score of a frame in. A clock that was set back makes it forget what is later.</summary>
    /// <param name="capturedAt">When the frame was taken.</param>
    /// <param name="score">The score that decides about it, 0–1.</param>
    /// <param name="kinds">Its scores by kind; see <see cref="Kinds"/>.</param>
    public void Observe(DateTimeOffset capturedAt, double score, ReadOnlySpan<FrameScore> kinds)
    {
        long second = capturedAt.ToUnixTimeSeconds();
        lock (_gate)
        {
            ref ScoreOfSecond newest = ref _seconds[(_count + Capacity - 1) % Capacity];
            if (_count > 0 && second < newest.UnixSecond)
            {
                _count = 0;
            }

            if (_count > 0 && second == newest.UnixSecond)
            {
                newest = newest with { Score = Math.Max(newest.Score, score) };
            }
            else
            {
                _seconds[_count++ % Capacity] = new ScoreOfSecond(second, score);
            }

            for (int kind = 0; kind < kinds.Length; kind++)
            {
                _kinds[kind] = kinds[kind].Score;
            }
        }
    }

    /// <summary>What is kept, the oldest first.</summary>
    public ScoreOfSecond[] ToArray()
    {
        lock (_gate)
        {
            int kept = (int)Math.Min(_count, Capacity);
            ScoreOfSecond[] seconds = new ScoreOfSecond[kept];
            for (int i = 0; i < kept; i++)
            {
                seconds[i] = _seconds[(_count - kept + i) % Capacity];
            }

            return seconds;
        }
    }

    /// <summary>The newest second; null before the first score.</summary>
    public ScoreOfSecond? Newest
    {
        get
        {
            lock (_gate)
            {
                return _count == 0 ? null : _seconds[(_count - 1) % Capacity];
            }
        }
    }

    /// <summary>The scores of the newest frame by kind, 0–1; see <see cref="Kinds"/>.</summary>
    public double[] NewestKinds()
    {
        lock (_gate)
        {
            return [.. _kinds];
        }
    }
}

/// <summary>The highest score of a second.</summary>
/// <param name="UnixSecond">Seconds since 1970.</param>
/// <param name="Score">0–1.</param>
internal readonly record struct ScoreOfSecond(long UnixSecond, double Score);
