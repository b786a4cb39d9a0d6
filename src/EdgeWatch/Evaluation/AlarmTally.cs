using EdgeWatch.Capture;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Evaluation;

/// <summary>Counts what a subscriber would have got at the configured threshold: false alarms, and how late true ones were.</summary>
/// <param name="policy">Threshold and times.</param>
/// <param name="framesPerSecond">Rate of the clips.</param>
internal sealed class AlarmTally(AlertPolicy policy, double framesPerSecond)
{
    private readonly List<double> _delays = [];
    private long _normalFrames;

    /// <summary>Events that began in a normal frame.</summary>
    public int FalseAlarms { get; private set; }

    /// <summary>Stretches of anomalous frames.</summary>
    public int Anomalies { get; private set; }

    /// <summary>Those of them during which an event was on.</summary>
    public int Detected => _delays.Count;

    /// <summary>False alarms in an hour of normal frames; null without normal frames.</summary>
    public double? FalseAlarmsPerHour => _normalFrames == 0 ? null : FalseAlarms * framesPerSecond * 3600 / _normalFrames;

    /// <summary>
    /// Median time from the first anomalous frame to the message, smoothing delay included, over the detected anomalies; null without any.
    /// </summary>
    public double? DetectionDelaySeconds => Median([.. _delays.Order()]);

    /// <summary>Runs the events of one clip.</summary>
    public void Add(IReadOnlyList<double> scores, IReadOnlyList<bool> labels)
    {
        EventTracker tracker = new(policy, TimeProvider.System);
        bool detected = false;
        int anomalyStart = 0;
        for (int i = 0; i < scores.Count; i++)
        {
            bool startsHere = labels[i] && (i == 0 || !labels[i - 1]);
            if (startsHere)
            {
                (anomalyStart, detected) = (i, false);
                Anomalies++;
            }

            EventTransition transition = tracker.Observe(scores[i], DateTimeOffset.UnixEpoch, TimestampOf(i));
            _normalFrames += labels[i] ? 0 : 1;
            FalseAlarms += transition == EventTransition.Started && !labels[i] ? 1 : 0;
            if (labels[i] && !detected && tracker.Phase is EventPhase.Active)
            {
                detected = true;
                _delays.Add((i - anomalyStart + DelayedSmoother.DelayFrames) / framesPerSecond);
            }
        }
    }

    private static double? Median(double[] sorted) => sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    private long TimestampOf(int frame) => FrameClock.TicksAt(frame, framesPerSecond, TimeProvider.System.TimestampFrequency);
}
