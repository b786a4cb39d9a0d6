using EdgeWatch.Capture;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Cameras;

/// <summary>Puts how a camera is into the words of the contract, which knows online, offline and disabled.</summary>
internal static class StatusWords
{
    /// <summary>The message for a status.</summary>
    public static CameraStatusMessage Of(CameraStatus status) => status.State switch
    {
        CameraState.Online => new(CameraAvailability.Online, Reason: null, status.Since),
        CameraState.Disabled => new(CameraAvailability.Disabled, status.Reason, status.Since),
        CameraState.Connecting => new(CameraAvailability.Offline, "connecting", status.Since),
        CameraState.Finished => new(CameraAvailability.Offline, "the recording has ended", status.Since),
        _ => new(CameraAvailability.Offline, status.Reason, status.Since)
        {
            Hint = CaptureAdvice.Of(status.Reason) is { Length: > 0 } hint ? hint : null,
            Detail = status.Detail.Length > 0 && status.Detail != status.Reason ? status.Detail : null,
        },
    };
}
