using System.Text.Json.Serialization;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>One camera in a <see cref="HealthMessage"/>. Rates and times are of the last interval, counts since the start.</summary>
internal sealed record CameraHealth
{
    [JsonConverter(typeof(SnakeCaseEnumConverter<CameraState>))]
    public required CameraState State { get; init; }

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

    /// <summary>Processor time of the camera's program (ffmpeg) over the last interval, in per cent of one core; null when it does not run.</summary>
    public required double? DecoderCpuPercent { get; init; }
}
