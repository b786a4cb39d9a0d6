namespace EdgeWatch.Core.Events;

/// <summary>The event that an <see cref="EventTracker"/> follows.</summary>
/// <param name="id">Its ULID.</param>
/// <param name="startedAt">Capture time of its first frame.</param>
public sealed class TrackedEvent(string id, DateTimeOffset startedAt)
{
    /// <summary>Its ULID.</summary>
    public string Id { get; } = id;

    /// <summary>Capture time of its first frame.</summary>
    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>Capture time of its last frame that was high, by the wall clock at its start.</summary>
    public DateTimeOffset LastHighAt { get; private set; } = startedAt;

    /// <summary>When it ended; null while it is on.</summary>
    public DateTimeOffset? EndedAt { get; internal set; }

    /// <summary>Messages about it so far.</summary>
    public int Sequence { get; internal set; }

    /// <summary>Score of its newest high frame, 0–1.</summary>
    public double Score { get; private set; }

    /// <summary>Its highest score so far, 0–1.</summary>
    public double PeakScore { get; private set; }

    internal void Follow(double score, TimeSpan sinceStart)
    {
        Score = score;
        PeakScore = Math.Max(PeakScore, score);
        LastHighAt = StartedAt + sinceStart;
    }
}
