using EdgeWatch.Core.Events;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.TestKit.Mqtt;

/// <summary>Events as the pipeline would make them.</summary>
public static class SampleEvents
{
    /// <summary>A ULID.</summary>
    public const string EventId = "01JQ0M7Z8Y5V3X2W1T0S9R8Q7P";

    /// <summary>When the event begins.</summary>
    public static readonly DateTimeOffset StartedAt = new(2026, 3, 1, 23, 59, 58, 250, TimeSpan.FromHours(1));

    /// <summary>As a node without a word about it in its config puts things.</summary>
    public static readonly Wording Wording = new(Language.English, TimeZoneInfo.Utc);

    /// <summary>One message with all fields filled.</summary>
    public static AlertEvent Create(
        AlertEventType type = AlertEventType.Update, int sequence = 2, string eventId = EventId, string cameraId = "yard") => new()
        {
            Type = type,
            EventId = eventId,
            CameraId = cameraId,
            Sequence = sequence,
            StartedAt = StartedAt,
            UpdatedAt = StartedAt.AddSeconds(sequence),
            EndedAt = type == AlertEventType.End ? StartedAt.AddSeconds(sequence) : null,
            CapturedAt = StartedAt.AddMilliseconds(500),
            Score = 0.71239,
            PeakScore = 0.99,
            Raw = 11.3,
            Threshold = 0.6,
            ExpectedFalseAlarmsPerDay = 0.1,
            Reasons =
            [
                new Reason(SpeedNormality.Kind, null, 3.1, 0.64),
                new Reason(PlaceNormality.Kind, null, null, 0.36),
            ],
            Regions = [new Region(0.41, 0.52, 0.12, 0.18, 0.97, Thing: 12)],
        };
}
