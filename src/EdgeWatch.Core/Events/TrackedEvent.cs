namespace EdgeWatch.Core.Events;

/// <summary>The event that an <see cref="EventTracker"/> follows.</summary>
/// <param name="id">Its ULID.</param>
/// <param name="startedAt">Capture time of its first frame.</param>
/// <param name="startedTimestamp">The same on the monotonic clock.</param>
public sealed class TrackedEvent(string id, DateTimeOffset startedAt, long startedTimestamp)
{
    /// <summary>Its ULID.</summary>
    public string Id { get; } = id;

    /// <summary>Capture time of its first frame.</summary>
    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>Monotonic time of its first frame.</summary>
    public long StartedTimestamp { get; } = startedTimestamp;

    /// <summary>Monotonic time of its last frame that was high.</summary>
    public long LastHighTimestamp { get; private set; } = startedTimestamp;

    /// <summary>Capture time of its last frame that was high, by the wall clock at its start.</summary>
    public DateTimeOffset LastHighAt { get; private set; } = startedAt;

    /// <summary>When it ended; null while it is on.</summary>
    public DateTimeOffset? EndedAt { get; internal set; }

    /// <summary>Messages about it that somebody was told so far.</summary>
    public int Sequence { get; internal set; }

    /// <summary>Whether somebody was told of it.</summary>
    public bool IsTold => Sequence > 0;

    /// <summary>How much it matters; it only rises.</summary>
    public AlertLevel Level { get; internal set; }

    /// <summary>Score of its newest high frame, 0–1.</summary>
    public double Score { get; private set; }

    /// <summary>Its highest score so far, 0–1.</summary>
    public double PeakScore { get; private set; }

    internal void Follow(double score, long timestamp, TimeSpan sinceStart)
    {
        Score = score;
        LastHighTimestamp = timestamp;
        PeakScore = Math.Max(PeakScore, score);
        LastHighAt = StartedAt + sinceStart;
    }
}
