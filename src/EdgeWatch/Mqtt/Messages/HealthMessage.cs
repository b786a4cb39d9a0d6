using System.Text.Json.Serialization;
using EdgeWatch.Core.Languages;
using EdgeWatch.Outbox;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>Payload of <c>&lt;base&gt;/&lt;node&gt;/health</c>. What cannot be read on this machine is null.</summary>
internal sealed record HealthMessage
{
    /// <summary>Time between two messages.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    /// <summary>Time since the program started.</summary>
    public required long UptimeSeconds { get; init; }

    /// <summary>
    /// Processor time of the program over the last interval, in per cent of one core; ffmpeg is counted with the cameras.
    /// </summary>
    public required double? CpuPercent { get; init; }

    /// <summary>Memory of the program that is in RAM.</summary>
    public required long RssBytes { get; init; }

    /// <summary>The hottest part of the chip.</summary>
    public required double? TemperatureCelsius { get; init; }

    /// <summary>Whether the chip is slowed down at the moment; Raspberry Pi only.</summary>
    public required ThrottlingHealth? Throttling { get; init; }

    /// <summary>Whether the chip is so hot that cameras without an event rest in turns, for 5 s of each 10 s.</summary>
    public required bool HeatRelief { get; init; }

    /// <summary>Bytes that the program has had written to disks since it started, as the kernel counts them.</summary>
    public required long? WrittenBytes { get; init; }

    /// <summary>The disk of the state directory.</summary>
    public required DiskHealth? Disk { get; init; }

    /// <summary>The events that are kept on it; null before they were counted, a minute after the start at most.</summary>
    public required KeptHealth? Kept { get; init; }

    public required OutboxHealth Outbox { get; init; }

    public required MqttHealth Mqtt { get; init; }

    /// <summary>What somebody should look at, in words; empty when all is well.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>The same before it is put into words.</summary>
    [JsonIgnore]
    public IReadOnlyList<Saying> Sayings { get; init; } = [];

    /// <summary>By camera.</summary>
    public required IReadOnlyDictionary<string, CameraHealth> Cameras { get; init; }

    /// <summary>The same with its problems in a language.</summary>
    public HealthMessage In(Language language) => this with { Problems = [.. Sayings.Select(saying => saying.In(language))] };
}

/// <summary>What the Raspberry Pi's firmware says about the chip at the moment.</summary>
/// <param name="UnderVoltage">The power supply is too weak.</param>
/// <param name="FrequencyCapped">The clock is held down.</param>
/// <param name="Throttled">The processor is slowed down.</param>
/// <param name="TemperatureLimited">The soft limit of the temperature is in force.</param>
internal sealed record ThrottlingHealth(bool UnderVoltage, bool FrequencyCapped, bool Throttled, bool TemperatureLimited);

/// <summary>The disk of the state directory.</summary>
/// <param name="FreeBytes">Room that the program may use.</param>
/// <param name="TotalBytes">Its size.</param>
internal sealed record DiskHealth(long FreeBytes, long TotalBytes);

/// <summary>The events that are kept on the disk.</summary>
/// <param name="Events">How many.</param>
/// <param name="Bytes">Bytes of all their files, in whole blocks of the disk.</param>
/// <param name="Oldest">When the oldest began; null when there is none.</param>
internal sealed record KeptHealth(int Events, long Bytes, DateTimeOffset? Oldest);

/// <summary>The events that wait for the broker.</summary>
/// <param name="Queued">Messages that wait.</param>
/// <param name="QueuedBytes">Bytes of their payloads.</param>
/// <param name="OldestAgeSeconds">How long the oldest has waited; null when none waits.</param>
/// <param name="DroppedUpdates">Updates dropped because there was no room, since the start.</param>
/// <param name="DroppedEvents">Whole events dropped because there was no room, since the start.</param>
/// <param name="Fault">Why what waits would be lost with the program; null while it is safe on the disk.</param>
internal sealed record OutboxHealth(
    int Queued, long QueuedBytes, double? OldestAgeSeconds, long DroppedUpdates, long DroppedEvents, string? Fault)
{
    /// <summary>Puts the counts of an outbox into a message.</summary>
    public static OutboxHealth Of(OutboxCounts counts, DateTimeOffset now) => new(
        counts.Queued,
        counts.QueuedBytes,
        counts.Oldest is { } oldest ? WireNumber.Finite(Math.Max(0, (now - oldest).TotalSeconds)) : null,
        counts.DroppedUpdates,
        counts.DroppedEvents,
        counts.Fault);
}

/// <summary>The connection to the broker; counts are since the start.</summary>
/// <param name="ConnectedSince">When this connection was accepted.</param>
/// <param name="Connects">Accepted connections.</param>
/// <param name="Published">Messages handed to the network, resent ones counted again.</param>
/// <param name="Acknowledged">Messages that the broker has taken over.</param>
/// <param name="Refused">Messages that the broker will never take.</param>
/// <param name="Received">Commands and other messages that came.</param>
/// <param name="ReceivedDropped">Those of them that found no room.</param>
internal sealed record MqttHealth(
    DateTimeOffset ConnectedSince, long Connects, long Published, long Acknowledged, long Refused, long Received, long ReceivedDropped);

/// <summary>One camera in a <see cref="HealthMessage"/>. Rates and times are of the last interval, counts since the start.</summary>
internal sealed record CameraHealth
{
    [JsonConverter(typeof(SnakeCaseEnumConverter<CameraAvailability>))]
    public required CameraAvailability State { get; init; }

    /// <summary>What is wrong though pictures come, as in the camera's status; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Trouble { get; init; }

    /// <summary>Frames that came, a second.</summary>
    public required double? FpsIn { get; init; }

    /// <summary>Frames that were analysed, a second.</summary>
    public required double? FpsScored { get; init; }

    public required DropsHealth Drops { get; init; }

    /// <summary>Starts of the camera's program after the first.</summary>
    public required long Restarts { get; init; }

    /// <summary>Time since the newest frame; null before the first.</summary>
    public required double? LastFrameAgeSeconds { get; init; }

    /// <summary>Active patches of a frame, on average; null without frames.</summary>
    public required double? TokensPerFrame { get; init; }

    /// <summary>Time that the analysis of a frame took; null without frames.</summary>
    public required PercentilesHealth? MsPerFrame { get; init; }

    /// <summary>
    /// Processor time of the camera's program (ffmpeg) over the last interval, in per cent of one core; null when it does not run.
    /// </summary>
    public required double? DecoderCpuPercent { get; init; }
}

/// <summary>What was not looked at, by reason, since the start.</summary>
/// <param name="Busy">Frames that came faster than they could be analysed.</param>
/// <param name="SceneChange">Frames in which light or view changed as a whole and nothing was scored.</param>
/// <param name="PatchLimit">Patches beyond the most that fit into one run of the network.</param>
/// <param name="Hot">Frames that came while the camera rested because the chip was hot.</param>
internal sealed record DropsHealth(long Busy, long SceneChange, long PatchLimit, long Hot);

/// <summary>What half and what 95 of 100 values do not exceed.</summary>
internal sealed record PercentilesHealth(double? P50, double? P95);
