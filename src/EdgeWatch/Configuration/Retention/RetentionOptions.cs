namespace EdgeWatch.Configuration.Retention;

/// <summary>
/// How much is kept of events: pictures, clips and what was said of them. Of what is too much, whole events go, the oldest first; never
/// one that is in progress.
/// </summary>
[TakesEffect(Effect.AtOnce)]
public sealed class RetentionOptions
{
    /// <summary>Default of <see cref="KeepFor"/>: as long as the scores for <c>edgewatch tune</c>.</summary>
    public static readonly TimeSpan DefaultKeepFor = TimeSpan.FromDays(30);

    /// <summary>Least <see cref="KeepFor"/>.</summary>
    public static readonly TimeSpan MinKeepFor = TimeSpan.FromHours(1);

    /// <summary>Greatest <see cref="KeepFor"/>: ten years.</summary>
    public static readonly TimeSpan MaxKeepFor = TimeSpan.FromDays(3650);

    /// <summary>Default of <see cref="MaxMebibytes"/>, a small part of an SD card: some 250 clips of 15 s at 4 Mbit/s with their pictures.
    /// </summary>
    public const int DefaultMaxMebibytes = 2048;

    /// <summary>Least <see cref="MaxMebibytes"/>: a few events.</summary>
    public const int MinMaxMebibytes = 16;

    /// <summary>Greatest <see cref="MaxMebibytes"/>: 1 TiB.</summary>
    public const int MaxMaxMebibytes = 1 << 20;

    /// <summary>Default of <see cref="MinFreeMebibytes"/>: well before learned state cannot be saved, which is at 100 MiB.</summary>
    public const int DefaultMinFreeMebibytes = 512;

    /// <summary>Least <see cref="MinFreeMebibytes"/>: what is left to alerts.</summary>
    public const int MinMinFreeMebibytes = 100;

    /// <summary>Greatest <see cref="MinFreeMebibytes"/>: 1 TiB.</summary>
    public const int MaxMinFreeMebibytes = 1 << 20;

    /// <summary>The part of a small disk that is free unless the config says how much: twice what learned state leaves to alerts.</summary>
    private const double DefaultFreePart = 0.1;

    /// <summary>
    /// How long an event is kept. Raising it keeps more, as far as the other two allow. <value>Default 30 d; 1 h–3650 d.</value>
    /// </summary>
    public TimeSpan KeepFor { get; set; } = DefaultKeepFor;

    /// <summary>
    /// MiB on the disk that all events together may take; the newest is kept even if it takes more. Raising it keeps more events.
    /// <value>Default 2048; 16–1,048,576.</value>
    /// </summary>
    public int MaxMebibytes { get; set; } = DefaultMaxMebibytes;

    /// <summary>
    /// MiB that are free on the disk at least, whoever fills it: events go until they are. Raising it leaves more to others and keeps fewer
    /// events. <value>Default 512, or a tenth of a disk of less than 5 GiB; 100–1,048,576.</value>
    /// </summary>
    public int? MinFreeMebibytes { get; set; }

    /// <summary><see cref="MaxMebibytes"/> in bytes.</summary>
    internal long MaxBytes => MaxMebibytes * OutboxOptions.BytesPerMebibyte;

    /// <summary><see cref="MinFreeMebibytes"/> in bytes.</summary>
    /// <param name="diskBytes">Size of the disk.</param>
    internal long LeastFreeBytes(long diskBytes) => MinFreeMebibytes is { } mebibytes
        ? mebibytes * OutboxOptions.BytesPerMebibyte
        : Math.Min(DefaultMinFreeMebibytes * OutboxOptions.BytesPerMebibyte, (long)(diskBytes * DefaultFreePart));
}
