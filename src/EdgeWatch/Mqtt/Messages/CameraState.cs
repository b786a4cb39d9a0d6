namespace EdgeWatch.Mqtt.Messages;

/// <summary>Whether a camera delivers pictures.</summary>
internal enum CameraState
{
    /// <summary>Pictures come.</summary>
    Online,

    /// <summary>They should come, but do not.</summary>
    Offline,

    /// <summary>Nobody wants them.</summary>
    Disabled,
}
