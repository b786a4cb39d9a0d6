namespace EdgeWatch.Core.Configuration;

/// <summary>How one camera learns: <see cref="LearningOptions"/> with every level and default filled in.</summary>
/// <param name="Duration">How much video is watched before the first alert.</param>
public sealed record LearningPolicy(TimeSpan Duration)
{
    /// <summary>After that, how much video something that looks new waits until it counts as normal.</summary>
    public TimeSpan Quarantine { get; init; } = LearningOptions.DefaultQuarantine;

    /// <summary>Takes each value from the camera, else from the top level, else from the defaults.</summary>
    public static LearningPolicy Resolve(LearningOptions camera, LearningOptions topLevel)
    {
        ArgumentNullException.ThrowIfNull(camera);
        ArgumentNullException.ThrowIfNull(topLevel);
        return new LearningPolicy(camera.Duration ?? topLevel.Duration ?? LearningOptions.DefaultDuration)
        {
            Quarantine = camera.Quarantine ?? topLevel.Quarantine ?? LearningOptions.DefaultQuarantine,
        };
    }
}
