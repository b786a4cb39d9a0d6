using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Teaching;

namespace EdgeWatch.Core.Events;

/// <summary>One message of an event's life: everything a subscriber needs to act on it without asking back.</summary>
public sealed record AlertEvent
{
    /// <summary>Start, update or end.</summary>
    public required AlertEventType Type { get; init; }

    /// <summary>A ULID: the same for all messages of the event, and sortable by its start.</summary>
    public required string EventId { get; init; }

    /// <summary>Id of the camera.</summary>
    public required string CameraId { get; init; }

    /// <summary>1 for the start, then one more for every message of the event; doubles are told by it. 0 while nobody was told of the
    /// event.</summary>
    public required int Sequence { get; init; }

    /// <summary>Whether it is only to be recorded, and nobody to be told.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>How much it matters; it only rises.</summary>
    public AlertLevel Level { get; init; }

    /// <summary>Id of the incident: the same for events that began soon one after the other, at whatever camera. Null until it is known.
    /// </summary>
    public string? IncidentId { get; init; }

    /// <summary>Capture time of the first frame above the threshold.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Capture time of the newest frame that this message takes into account.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Capture time of the last frame of the event; null until it is over.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Capture time of the frame with the event's highest score, which the pictures show.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    /// <summary>Why it ended though nobody saw it become quiet; null for one that did, and until it is over.</summary>
    public EndCause? EndedBecause { get; init; }

    /// <summary>Calibrated score of the newest frame, 0–1.</summary>
    public required double Score { get; init; }

    /// <summary>Highest calibrated score of the event so far, 0–1.</summary>
    public required double PeakScore { get; init; }

    /// <summary>Raw score of the frame with the highest score: unbounded, about 0 for the busiest moments of normal video.</summary>
    public required double Raw { get; init; }

    /// <summary>The threshold in force, 0–1.</summary>
    public required double Threshold { get; init; }

    /// <summary>How often a day normal video at this camera is expected to reach the threshold.</summary>
    public required double ExpectedFalseAlarmsPerDay { get; init; }

    /// <summary>Why, the most important reason first.</summary>
    public required IReadOnlyList<Reason> Reasons { get; init; }

    /// <summary>Where, the highest score first.</summary>
    public required IReadOnlyList<Region> Regions { get; init; }

    /// <summary>The zones in which it was going on so far, by name, the first one first; none where the whole picture is watched.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];

    /// <summary>How often the like was seen this week before it; null for never, and until that is known.</summary>
    public SeenBefore? SeenBefore { get; init; }
}

/// <summary>How much an event matters.</summary>
public enum AlertLevel
{
    /// <summary>It is worth a look.</summary>
    Alert,

    /// <summary>It has lasted for so long that somebody should do something; see <see cref="AlertPolicy.EscalateAfter"/>.</summary>
    Urgent,
}

/// <summary>Which part of an event's life a message tells about.</summary>
public enum AlertEventType
{
    /// <summary>The event has begun.</summary>
    Start,

    /// <summary>It goes on: its peak has risen markedly, its level has risen, or some time has passed.</summary>
    Update,

    /// <summary>It is over.</summary>
    End,
}
