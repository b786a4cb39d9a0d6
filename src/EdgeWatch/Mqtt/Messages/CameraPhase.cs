namespace EdgeWatch.Mqtt.Messages;

/// <summary>What a camera is doing.</summary>
internal enum CameraPhase
{
    /// <summary>It learns what is normal and gives no alerts.</summary>
    Learning,

    /// <summary>It gives alerts.</summary>
    Watching,

    /// <summary>Light or view are changing as a whole: nothing can be said about single places, so nothing is scored.</summary>
    SceneChange,
}
