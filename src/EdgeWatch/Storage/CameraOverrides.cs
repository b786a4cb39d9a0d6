namespace EdgeWatch.Storage;

/// <summary>What was set for a camera over MQTT in place of what the config file says; null where nothing was.</summary>
/// <param name="Threshold">Score at which an alert begins, 0–1.</param>
/// <param name="Enabled">Whether the camera is watched at all.</param>
/// <param name="SuspendedUntil">No events until then.</param>
internal sealed record CameraOverrides(double? Threshold = null, bool? Enabled = null, DateTimeOffset? SuspendedUntil = null)
{
    /// <summary>Nothing is set.</summary>
    public static readonly CameraOverrides None = new();
}
