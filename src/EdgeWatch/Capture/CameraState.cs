namespace EdgeWatch.Capture;

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
