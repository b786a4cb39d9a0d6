namespace EdgeWatch.Core.Configuration;

/// <summary>When the alerts of one camera begin and end: <see cref="AlertOptions"/> with every level and default filled in.</summary>
/// <param name="Threshold">Score at which an alert begins.</param>
/// <param name="Release">Score below which an alert can end; less than <paramref name="Threshold"/> unless the hysteresis is zero.</param>
/// <param name="MinimumLength">How long the score stays at the threshold before an alert begins.</param>
/// <param name="EndAfter">How long the score stays below the release before an alert ends.</param>
/// <param name="Cooldown">How long after its end a new rise continues the same event.</param>
public sealed record AlertPolicy(double Threshold, double Release, TimeSpan MinimumLength, TimeSpan EndAfter, TimeSpan Cooldown)
{
    /// <summary>The least threshold that can be set while it runs: an alert must be able to end. A multiple of 0.001, the finest step that people get.</summary>
    public static double LeastThreshold(double hysteresis) =>
        Math.Max(AlertOptions.MinThreshold, Math.Round((Math.Floor(hysteresis * 1000 + 1e-6) + 1) / 1000, 3));

    /// <summary>The same with another threshold; the hysteresis stays.</summary>
    public AlertPolicy WithThreshold(double threshold) => this with { Threshold = threshold, Release = threshold - (Threshold - Release) };

    /// <summary>Takes each value from the camera, else from the top level, else from the defaults.</summary>
    public static AlertPolicy Resolve(AlertOptions camera, AlertOptions topLevel)
    {
        ArgumentNullException.ThrowIfNull(camera);
        ArgumentNullException.ThrowIfNull(topLevel);
        double threshold = camera.Threshold ?? topLevel.Threshold ?? AlertOptions.DefaultThreshold;
        return new AlertPolicy(
            threshold,
            threshold - (camera.Hysteresis ?? topLevel.Hysteresis ?? AlertOptions.DefaultHysteresis),
            camera.MinimumLength ?? topLevel.MinimumLength ?? AlertOptions.DefaultMinimumLength,
            camera.EndAfter ?? topLevel.EndAfter ?? AlertOptions.DefaultEndAfter,
            camera.Cooldown ?? topLevel.Cooldown ?? AlertOptions.DefaultCooldown);
    }
}
