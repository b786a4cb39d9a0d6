namespace EdgeWatch.Mqtt.Messages;

/// <summary>What a camera is doing.</summary>
internal enum CameraPhase
{
    /// <summary>It learns what is normal and gives no alerts.</summary>
    Learning,

    /// <summary>It gives alerts.</summary>
    Watching,
}
