using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Evaluation;

/// <summary>
/// Counts what a subscriber would have got at the configured threshold: what was found, how late, and alerts about nothing. An alert that
/// is on during an anomaly, or comes at most <see cref="EarlySeconds"/> before it, finds it; each other alert is false.
/// </summary>
/// <param name="framesPerSecond">Rate of the clips.</param>
internal sealed class AlarmTally(double framesPerSecond)
{
    /// <summary>By how much an alert may come before the first frame that is labelled: people place the beginning by eye.</summary>
    public const double EarlySeconds = 1;

    private const double SecondsPerHour = 3600;

    private readonly int _earlyFrames = (int)Math.Round(EarlySeconds * framesPerSecond);
    private readonly List<double> _delays = [];
    private long _normalFrames;
    private long _alarmedFrames;

    /// <summary>Alerts that find nothing.</summary>
    public int FalseAlarms { get; private set; }

    /// <summary>Stretches of anomalous frames.</summary>
    public int Anomalies { get; private set; }

    /// <summary>Those of them that an alert found.</summary>
    public int Detected => _delays.Count;

    /// <summary>Seconds of normal video.</summary>
    public double NormalSeconds => _normalFrames / framesPerSecond;

    /// <summary>
    /// False alarms in an hour of normal video, which is the only one that they can be in; null without any. Of a few minutes it says
    /// little: one alarm a minute is 60.
    /// </summary>
    public double? FalseAlarmsPerHour => _normalFrames == 0 ? null : FalseAlarms * SecondsPerHour / NormalSeconds;

    /// <summary>
    /// Part of normal video during which any alert was on, 0–1; null without normal video. Who is always alarmed finds everything without
    /// one false alarm; this tells.
    /// </summary>
    public double? AlarmedPart => _normalFrames == 0 ? null : (double)_alarmedFrames / _normalFrames;

    /// <summary>
    /// Median time from the first anomalous frame to the message, smoothing delay included, over the detected anomalies; null without any.
    /// 0 for those that were told of before they began.
    /// </summary>
    public double? DetectionDelaySeconds => Median([.. _delays.Order()]);

    /// <summary>Adds one clip.</summary>
    /// <param name="alerts">Its alerts.</param>
    /// <param name="labels">Whether each frame is anomalous.</param>
    public void Add(IReadOnlyList<AlertSpan> alerts, IReadOnlyList<bool> labels)
    {
        IReadOnlyList<Stretch> anomalies = Stretch.In(labels);
        Anomalies += anomalies.Count;
        FalseAlarms += alerts.Count(alert => IsFalse(alert, anomalies));
        foreach (Stretch anomaly in anomalies)
        {
            AlertSpan[] finders = [.. alerts.Where(alert => alert.Finds(anomaly, _earlyFrames))];
            if (finders.Length > 0)
            {
                int frames = finders.Min(alert => alert.Told) + DelayedSmoother.DelayFrames - anomaly.First;
                _delays.Add(Math.Max(frames, 0) / framesPerSecond);
            }
        }

        for (int i = 0; i < labels.Count; i++)
        {
            _normalFrames += labels[i] ? 0 : 1;
            _alarmedFrames += !labels[i] && alerts.Any(alert => alert.First <= i && i <= alert.Last) ? 1 : 0;
        }
    }

    /// <summary>Whether an alert finds nothing.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="anomalies">What happened in its clip.</param>
    public bool IsFalse(AlertSpan alert, IReadOnlyList<Stretch> anomalies) =>
        !anomalies.Any(anomaly => alert.Finds(anomaly, _earlyFrames));

    private static double? Median(double[] sorted) =>
        sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
