namespace EdgeWatch.Configuration;

/// <summary>What waits while the broker is away, and how fast it goes out afterwards.</summary>
public sealed class OutboxOptions
{
    /// <summary>Bytes of a mebibyte.</summary>
    public const long BytesPerMebibyte = 1024 * 1024;

    /// <summary>Default of <see cref="MaxMessages"/>: a week of outage at some hundred events a day, more than ten messages each.</summary>
    public const int DefaultMaxMessages = 10_000;

    /// <summary>Least <see cref="MaxMessages"/>: a few events, whole.</summary>
    public const int MinMaxMessages = 100;

    /// <summary>Greatest <see cref="MaxMessages"/>.</summary>
    public const int MaxMaxMessages = 1_000_000;

    /// <summary>Default of <see cref="MaxMebibytes"/>, which a Pi with 1 GiB can spare.</summary>
    public const int DefaultMaxMebibytes = 64;

    /// <summary>Least <see cref="MaxMebibytes"/>.</summary>
    public const int MinMaxMebibytes = 1;

    /// <summary>Greatest <see cref="MaxMebibytes"/>.</summary>
    public const int MaxMaxMebibytes = 1024;

    /// <summary>Default of <see cref="BacklogPerSecond"/>: a full outbox is sent in ten seconds.</summary>
    public const int DefaultBacklogPerSecond = 1000;

    /// <summary>Least <see cref="BacklogPerSecond"/>.</summary>
    public const int MinBacklogPerSecond = 1;

    /// <summary>Greatest <see cref="BacklogPerSecond"/>, above what any broker acknowledges in a window of 20.</summary>
    public const int MaxBacklogPerSecond = 100_000;

    /// <summary>
    /// Messages that may wait. When there are more, the oldest updates are dropped first, then whole oldest events. Raising it costs
    /// disk and memory, about 1 kB each. <value>Default 10,000; 100–1,000,000.</value>
    /// </summary>
    public int MaxMessages { get; set; } = DefaultMaxMessages;

    /// <summary>MiB of payload that may wait, in memory and on disk. <value>Default 64; 1–1024.</value></summary>
    public int MaxMebibytes { get; set; } = DefaultMaxMebibytes;

    /// <summary>
    /// Messages a second of what waited, after a reconnect; fresh events go before them. Lower it when many nodes return to one broker
    /// at once or when subscribers cannot follow. <value>Default 1000; 1–100,000.</value>
    /// </summary>
    [TakesEffect(Effect.AtOnce)]
    public int BacklogPerSecond { get; set; } = DefaultBacklogPerSecond;
}
