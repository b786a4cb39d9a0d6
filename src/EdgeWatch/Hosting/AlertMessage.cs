using EdgeWatch.Core.Events;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Hosting;

/// <summary>Puts together what a message of an event says.</summary>
internal static class AlertMessage
{
    /// <summary>The message for a transition.</summary>
    /// <param name="transition">What happened.</param>
    /// <param name="tracked">The event.</param>
    /// <param name="cameraId">The camera.</param>
    /// <param name="policy">The threshold in force.</param>
    /// <param name="peak">The event's most unusual frame.</param>
    public static AlertEvent Describe(
        EventTransition transition, TrackedEvent tracked, string cameraId, AlertPolicy policy, PeakFrame peak) => new()
        {
            Type = transition switch
            {
                EventTransition.Started => AlertEventType.Start,
                EventTransition.Ended => AlertEventType.End,
                _ => AlertEventType.Update,
            },
            EventId = tracked.Id,
            CameraId = cameraId,
            Sequence = tracked.Sequence,
            StartedAt = tracked.StartedAt,
            UpdatedAt = tracked.LastHighAt,
            EndedAt = tracked.EndedAt,
            CapturedAt = peak.Frame.CapturedAt,
            Score = tracked.Score,
            PeakScore = tracked.PeakScore,
            Raw = peak.Score.Raw,
            Threshold = policy.Threshold,
            ExpectedFalseAlarmsPerDay = Rarity.TimesPerDay(policy.Threshold),
            Reasons = peak.Reasons,
            Regions = peak.HeatMap.Regions,
        };
}
