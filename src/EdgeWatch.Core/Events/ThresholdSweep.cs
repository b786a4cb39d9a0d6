using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Events;

/// <summary>
/// Follows what alerts a scene would have had at other thresholds, with the same times and hysteresis. For tuning only: what may be
/// learned from goes by the threshold in force. Not thread-safe.
/// </summary>
public sealed class ThresholdSweep
{
    /// <summary>Thresholds from 0.3 (a hundred times a day, of normal video) to 0.9 (once in thirty years).</summary>
    public static IReadOnlyList<double> Thresholds { get; } = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9];

    /// <summary>
    /// The same from 0.2 (a thousand times a day) on: too many to keep for weeks, and what minutes of video can be judged by.
    /// </summary>
    public static IReadOnlyList<double> LowThresholds { get; } = [0.2, 0.25, .. Thresholds];

    private readonly Followed[] _followed;

    /// <summary>Begins with nothing going on.</summary>
    /// <param name="policy">Times and hysteresis; thresholds that leave no room for it are left out, as in the config.</param>
    /// <param name="time">Gives the timestamps their unit.</param>
    /// <param name="thresholds">The thresholds; null: <see cref="Thresholds"/>.</param>
    public ThresholdSweep(AlertPolicy policy, TimeProvider time, IReadOnlyList<double>? thresholds = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _followed =
        [
            .. (thresholds ?? Thresholds).Where(threshold => threshold > policy.Hysteresis)
                .Select(threshold => new Followed(new EventTracker(policy.WithThreshold(threshold), time))),
        ];
    }

    /// <summary>Takes the next score into account.</summary>
    /// <param name="score">Of the frame.</param>
    /// <param name="capturedAt">Wall-clock time of the frame.</param>
    /// <param name="timestamp">Monotonic time of the frame.</param>
    /// <param name="ended">Receives the alerts that are over.</param>
    public void Observe(FrameScore score, DateTimeOffset capturedAt, long timestamp, ICollection<SweptAlert> ended)
    {
        foreach (Followed followed in _followed)
        {
            followed.Take(followed.Tracker.Observe(score.Score, capturedAt, timestamp), ended);
            followed.KeepPeak(score);
        }
    }

    /// <summary>Ends what is going on.</summary>
    public void Close(ICollection<SweptAlert> ended)
    {
        foreach (Followed followed in _followed)
        {
            followed.Take(followed.Tracker.Close(), ended);
        }
    }

    private sealed class Followed(EventTracker tracker)
    {
        private TrackedEvent? _event;
        private FrameScore _peak;

        public EventTracker Tracker => tracker;

        public void KeepPeak(FrameScore score)
        {
            if (tracker.Phase is not EventPhase.Idle && (_event != tracker.Event || score.Raw > _peak.Raw))
            {
                (_event, _peak) = (tracker.Event, score);
            }
        }

        public void Take(EventTransition transition, ICollection<SweptAlert> ended)
        {
            if (transition is EventTransition.Ended && tracker.Event is { EndedAt: { } end } over)
            {
                ended.Add(new SweptAlert(tracker.Policy.Threshold, over.StartedAt, end, over.PeakScore, _peak.Kind?.Name ?? ""));
            }
        }
    }
}

/// <summary>An alert that there would have been.</summary>
/// <param name="Threshold">At this threshold.</param>
/// <param name="StartedAt">Capture time of the first frame above it.</param>
/// <param name="EndedAt">Capture time of the last one.</param>
/// <param name="PeakScore">Highest score, 0–1.</param>
/// <param name="Kind">Kind of departure of the frame with the highest score.</param>
public sealed record SweptAlert(double Threshold, DateTimeOffset StartedAt, DateTimeOffset EndedAt, double PeakScore, string Kind)
{
    /// <summary>How far two thresholds differ at most that are the same, after they have been written and read.</summary>
    private const double SameThreshold = 1e-9;

    /// <summary>Whether it is an alert at this threshold.</summary>
    public bool IsAt(double threshold) => Math.Abs(Threshold - threshold) < SameThreshold;
}
