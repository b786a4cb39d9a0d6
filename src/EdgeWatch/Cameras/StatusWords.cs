using EdgeWatch.Capture;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Cameras;

/// <summary>Puts how a camera is into the words of the contract, which knows online, offline and disabled.</summary>
internal static class StatusWords
{
    /// <summary>The message for a status.</summary>
    public static CameraStatusMessage Of(CameraStatus status) => status.State switch
    {
        Capture.CameraState.Online => new(Mqtt.Messages.CameraState.Online, Reason: null, status.Since),
        Capture.CameraState.Disabled => new(Mqtt.Messages.CameraState.Disabled, status.Reason, status.Since),
        Capture.CameraState.Connecting => new(Mqtt.Messages.CameraState.Offline, "connecting", status.Since),
        Capture.CameraState.Finished => new(Mqtt.Messages.CameraState.Offline, "the recording has ended", status.Since),
        _ => new(Mqtt.Messages.CameraState.Offline, status.Reason, status.Since),
    };
}
