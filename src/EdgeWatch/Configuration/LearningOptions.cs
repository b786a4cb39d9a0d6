using EdgeWatch.Core.Watching;

namespace EdgeWatch.Configuration;

/// <summary>How a camera learns what is normal. Null means: the value of the level above, then the default.</summary>
[TakesEffect(Effect.AtOnce)]
public sealed class LearningOptions
{
    /// <summary>Default of <see cref="Duration"/>.</summary>
    public static readonly TimeSpan DefaultDuration = TimeSpan.FromMinutes(30);

    /// <summary>Least <see cref="Duration"/>.</summary>
    public static readonly TimeSpan MinDuration = TimeSpan.FromSeconds(10);

    /// <summary>Greatest <see cref="Duration"/>.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromDays(30);

    /// <summary>
    /// How much video a camera watches before it gives its first alert. Anything seen meanwhile counts as normal. Raising it makes
    /// rare but normal things less likely to alarm. <value>Default 30 min; 10 s–30 d.</value>
    /// </summary>
    public TimeSpan? Duration { get; set; }

    /// <summary>Default of <see cref="Quarantine"/>.</summary>
    public static readonly TimeSpan DefaultQuarantine = LearningPolicy.DefaultQuarantine;

    /// <summary>Least <see cref="Quarantine"/>: at once.</summary>
    public static readonly TimeSpan MinQuarantine = TimeSpan.Zero;

    /// <summary>Greatest <see cref="Quarantine"/>.</summary>
    public static readonly TimeSpan MaxQuarantine = TimeSpan.FromDays(1);

    /// <summary>
    /// After the learning time, how much video something that looks new must wait until it counts as normal. Raising it makes an odd
    /// thing that stays in view stand out for longer, and harmless news, too. <value>Default 20 min; 0–1 d.</value>
    /// </summary>
    public TimeSpan? Quarantine { get; set; }

    /// <summary>The same with every value decided.</summary>
    /// <param name="above">The top level's.</param>
    public LearningOptions Decided(LearningOptions above)
    {
        LearningPolicy policy = Resolve(above);
        return new LearningOptions { Duration = policy.Duration, Quarantine = policy.Quarantine };
    }

    /// <summary>Takes each value from here, else from the level above, else from the defaults.</summary>
    /// <param name="above">The top level's.</param>
    public LearningPolicy Resolve(LearningOptions above)
    {
        ArgumentNullException.ThrowIfNull(above);
        return new LearningPolicy(Duration ?? above.Duration ?? DefaultDuration)
        {
            Quarantine = Quarantine ?? above.Quarantine ?? DefaultQuarantine,
        };
    }
}
