namespace EdgeWatch.Core.Watching;

/// <summary>How one camera learns: every value decided.</summary>
/// <param name="Duration">How much video is watched before the first alert.</param>
public sealed record LearningPolicy(TimeSpan Duration)
{
    /// <summary>Default of <see cref="Quarantine"/>.</summary>
    public static readonly TimeSpan DefaultQuarantine = TimeSpan.FromMinutes(20);

    /// <summary>After that, how much video something that looks new waits until it counts as normal.</summary>
    public TimeSpan Quarantine { get; init; } = DefaultQuarantine;
}
