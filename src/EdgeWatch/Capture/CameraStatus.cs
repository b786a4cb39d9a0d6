namespace EdgeWatch.Capture;

/// <summary>How a camera is, why, and since when.</summary>
/// <param name="State">How it is.</param>
/// <param name="Reason">
/// Why, if it is <see cref="CameraState.Offline"/> (short words, mostly one of <see cref="CaptureFailure"/>)
/// or <see cref="CameraState.Disabled"/>; what is wrong all the same, if it is <see cref="CameraState.Online"/> (see
/// <see cref="Troubles.CameraTrouble"/>). Else empty.
/// </param>
/// <param name="Since">When this state began; a change of the reason alone does not change it.</param>
public sealed record CameraStatus(CameraState State, string Reason, DateTimeOffset Since)
{
    /// <summary>What exactly was found when the reason was found, mostly a line of ffmpeg, without secrets; may be empty.</summary>
    public string Detail { get; init; } = "";
}

/// <summary>How a camera is.</summary>
public enum CameraState
{
    /// <summary>Started, and neither a picture nor a failure yet.</summary>
    Connecting,

    /// <summary>Pictures come.</summary>
    Online,

    /// <summary>No pictures; it is tried again and again.</summary>
    Offline,

    /// <summary>A recording was played to its end.</summary>
    Finished,

    /// <summary>Switched off, in the config or over MQTT.</summary>
    Disabled,
}
