namespace EdgeWatch.Core.Events;

/// <summary>When the alerts of one camera begin and end: every value decided.</summary>
/// <param name="Threshold">Score at which an alert begins.</param>
/// <param name="Release">Score below which an alert can end; less than <paramref name="Threshold"/> unless the hysteresis is zero.</param>
/// <param name="MinimumLength">How long the score stays at the threshold before an alert begins.</param>
/// <param name="EndAfter">How long the score stays below the release before an alert ends.</param>
/// <param name="Cooldown">How long after its end a new rise continues the same event.</param>
public sealed record AlertPolicy(double Threshold, double Release, TimeSpan MinimumLength, TimeSpan EndAfter, TimeSpan Cooldown)
{
    /// <summary>How long an event lasts before it becomes urgent; zero for never.</summary>
    public TimeSpan EscalateAfter { get; init; }

    /// <summary>Least threshold; 0.05 is expected some thirty thousand times a day.</summary>
    public const double MinThreshold = 0.05;

    /// <summary>What holds where nobody has said anything: from once a day on, for long enough that a person would look up.</summary>
    public static readonly AlertPolicy Default =
        new(Threshold: 0.5, Release: 0.4, TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(10));

    /// <summary>
    /// The least threshold that can be set while it runs: an alert must be able to end. A multiple of 0.001, the finest step that people
    /// get.
    /// </summary>
    public static double LeastThreshold(double hysteresis) =>
        Math.Max(MinThreshold, Math.Round((Math.Floor(hysteresis * 1000 + 1e-6) + 1) / 1000, 3));

    /// <summary>How far the score must fall below the threshold before an alert can end.</summary>
    public double Hysteresis => Math.Round(Threshold - Release, 6);

    /// <summary>
    /// Whether a rise has lasted for long enough, to the nearest frame: frames come a little early and late, and one that is a millisecond
    /// early would make an alert wait for one more.
    /// </summary>
    /// <param name="lasted">From the rise's first frame to its newest; zero at the first.</param>
    /// <param name="frame">Time between its newest frame and the one before.</param>
    public bool IsLongEnough(TimeSpan lasted, TimeSpan frame) => lasted + ((frame < lasted ? frame : lasted) / 2) >= MinimumLength;

    /// <summary>The same with another threshold; the hysteresis stays.</summary>
    public AlertPolicy WithThreshold(double threshold) => this with { Threshold = threshold, Release = threshold - (Threshold - Release) };
}
