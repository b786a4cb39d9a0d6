using EdgeWatch.Core.Events;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Evaluation;

/// <summary>Counts what a subscriber would have got at the configured threshold: false alarms, and how late true ones were.</summary>
/// <param name="framesPerSecond">Rate of the clips.</param>
internal sealed class AlarmTally(double framesPerSecond)
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

    /// <summary>Adds one clip.</summary>
    /// <param name="phases">Where it was in the life of an event after each frame.</param>
    /// <param name="labels">Whether each frame is anomalous.</param>
    public void Add(IReadOnlyList<EventPhase> phases, IReadOnlyList<bool> labels)
    {
        bool wasOn = false;
        bool detected = false;
        int anomalyStart = 0;
        for (int i = 0; i < phases.Count; i++)
        {
            bool startsHere = labels[i] && (i == 0 || !labels[i - 1]);
            if (startsHere)
            {
                (anomalyStart, detected) = (i, false);
                Anomalies++;
            }

            bool isOn = phases[i] is EventPhase.Active or EventPhase.Cooldown;
            _normalFrames += labels[i] ? 0 : 1;
            FalseAlarms += isOn && !wasOn && !labels[i] ? 1 : 0;
            wasOn = isOn;
            if (labels[i] && !detected && phases[i] is EventPhase.Active)
            {
                detected = true;
                _delays.Add((i - anomalyStart + DelayedSmoother.DelayFrames) / framesPerSecond);
            }
        }
    }

    private static double? Median(double[] sorted) =>
        sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
