namespace EdgeWatch.Configuration.Clips;

/// <summary>
/// Whether events get a clip of the camera's own stream, and how much of it. Null means: the value of the level above, then the default.
/// </summary>
[TakesEffect(Effect.AtOnce)]
public sealed class ClipOptions
{
    /// <summary>Default of <see cref="PreRoll"/> and <see cref="PostRoll"/>: enough to see where somebody comes from and goes to.</summary>
    public static readonly TimeSpan DefaultRoll = TimeSpan.FromSeconds(5);

    /// <summary>Greatest <see cref="PreRoll"/> and <see cref="PostRoll"/>; the least is zero.</summary>
    public static readonly TimeSpan MaxRoll = TimeSpan.FromSeconds(30);

    /// <summary>Default of <see cref="Longest"/>.</summary>
    public static readonly TimeSpan DefaultLongest = TimeSpan.FromMinutes(1);

    /// <summary>Least <see cref="Longest"/>.</summary>
    public static readonly TimeSpan MinLongest = TimeSpan.FromSeconds(5);

    /// <summary>Greatest <see cref="Longest"/>.</summary>
    public static readonly TimeSpan MaxLongest = TimeSpan.FromMinutes(10);

    /// <summary>Default of <see cref="MaxMebibytes"/>: a minute of a stream of 4 Mbit/s, as cameras of 1080 rows send it.</summary>
    public const int DefaultMaxMebibytes = 32;

    /// <summary>Least <see cref="MaxMebibytes"/>.</summary>
    public const int MinMaxMebibytes = 1;

    /// <summary>Greatest <see cref="MaxMebibytes"/>.</summary>
    public const int MaxMaxMebibytes = 1024;

    /// <summary>
    /// Whether the camera's compressed stream is kept in memory for a while, so that events get a clip. Costs that memory and hardly
    /// any processor time: nothing is decoded or encoded for it. Clips of a camera with privacy masks, whose stream shows what they hide,
    /// are encoded anew when an event ends, in black where these are. <value>Default true.</value>
    /// </summary>
    [TakesEffect(Effect.RestartsCamera)]
    public bool? Enabled { get; set; }

    /// <summary>
    /// Whether clips have the camera's sound, where it is an RTSP camera that sends some. Clips of cameras with privacy masks have none.
    /// What is said is more than what is seen: in many countries it must not be recorded without leave. <value>Default false.</value>
    /// </summary>
    [TakesEffect(Effect.RestartsCamera)]
    public bool? Audio { get; set; }

    /// <summary>How much of what was before an event its clip shows at least; it begins with a key frame. Raising it takes memory all the
    /// time. <value>Default 5 s; 0–30 s.</value></summary>
    public TimeSpan? PreRoll { get; set; }

    /// <summary>How much of what comes after an event its clip shows. More than <c>end_after</c> and <c>cooldown</c> together lets the
    /// message of the end wait. <value>Default 5 s; 0–30 s.</value></summary>
    public TimeSpan? PostRoll { get; set; }

    /// <summary>How long a clip becomes at most: an event that goes on for longer has a clip of its beginning. Raising it takes memory
    /// while an event is on. <value>Default 1 min; 5 s–10 min.</value></summary>
    public TimeSpan? Longest { get; set; }

    /// <summary>MiB of memory that a camera's stream may take; a clip that would take more ends sooner. The clip that is being written may
    /// take as much once more. <value>Default 32; 1–1024.</value></summary>
    public int? MaxMebibytes { get; set; }

    /// <summary>The same with every value decided.</summary>
    /// <param name="above">The top level's.</param>
    public ClipOptions Decided(ClipOptions above)
    {
        ClipPolicy policy = Resolve(above);
        return new ClipOptions
        {
            Enabled = policy.Enabled,
            Audio = policy.Audio,
            PreRoll = policy.PreRoll,
            PostRoll = policy.PostRoll,
            Longest = policy.Longest,
            MaxMebibytes = policy.MaxMebibytes,
        };
    }

    /// <summary>Takes each value from here, else from the level above, else from the defaults.</summary>
    /// <param name="above">The top level's.</param>
    public ClipPolicy Resolve(ClipOptions above)
    {
        ArgumentNullException.ThrowIfNull(above);
        return new ClipPolicy(
            Enabled ?? above.Enabled ?? true,
            PreRoll ?? above.PreRoll ?? DefaultRoll,
            PostRoll ?? above.PostRoll ?? DefaultRoll,
            Longest ?? above.Longest ?? DefaultLongest,
            MaxMebibytes ?? above.MaxMebibytes ?? DefaultMaxMebibytes)
        {
            Audio = Audio ?? above.Audio ?? false,
        };
    }
}

/// <summary>Whether the events of one camera get a clip, and how much of its stream: every value decided.</summary>
/// <param name="Enabled">Whether the stream is kept at all.</param>
/// <param name="PreRoll">How much of what was before an event is shown.</param>
/// <param name="PostRoll">How much of what comes after it.</param>
/// <param name="Longest">How long a clip becomes at most.</param>
/// <param name="MaxMebibytes">MiB of memory that the stream may take.</param>
public sealed record ClipPolicy(bool Enabled, TimeSpan PreRoll, TimeSpan PostRoll, TimeSpan Longest, int MaxMebibytes)
{
    /// <summary>Whether the camera's sound is kept with its pictures.</summary>
    public bool Audio { get; init; }
}
