namespace EdgeWatch.Mqtt.Messages;

/// <summary>Payload of <c>&lt;base&gt;/&lt;node&gt;/health</c>. What cannot be read on this machine is null.</summary>
internal sealed record HealthMessage
{
    /// <summary>Time between two messages.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    /// <summary>Time since the program started.</summary>
    public required long UptimeSeconds { get; init; }

    /// <summary>Processor time of the program over the last interval, in per cent of one core; ffmpeg is counted with the cameras.</summary>
    public required double? CpuPercent { get; init; }

    /// <summary>Memory of the program that is in RAM.</summary>
    public required long RssBytes { get; init; }

    /// <summary>The hottest part of the chip.</summary>
    public required double? TemperatureCelsius { get; init; }

    /// <summary>Whether the chip is slowed down at the moment; Raspberry Pi only.</summary>
    public required ThrottlingHealth? Throttling { get; init; }

    /// <summary>The disk of the state directory.</summary>
    public required DiskHealth? Disk { get; init; }

    public required OutboxHealth Outbox { get; init; }

    public required MqttHealth Mqtt { get; init; }

    /// <summary>What somebody should look at, in words; empty when all is well.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>By camera.</summary>
    public required IReadOnlyDictionary<string, CameraHealth> Cameras { get; init; }
}
