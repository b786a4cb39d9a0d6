using EdgeWatch.Capture;
using EdgeWatch.Core.Languages;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Cameras;

/// <summary>Puts how a camera is into the words of the contract, which knows online, offline and disabled.</summary>
internal static class StatusWords
{
    /// <summary>Why a camera gives no pictures that has just been started.</summary>
    public const string Connecting = "connecting";

    /// <summary>Why a camera gives no pictures that was a recording.</summary>
    public const string HasEnded = "the recording has ended";

    /// <summary>Whether pictures come.</summary>
    public static CameraAvailability AvailabilityOf(CameraState state) => state switch
    {
        CameraState.Online => CameraAvailability.Online,
        CameraState.Disabled => CameraAvailability.Disabled,
        _ => CameraAvailability.Offline,
    };

    /// <summary>The message for a status.</summary>
    /// <param name="status">The status.</param>
    /// <param name="language">Whose words are for people; the reason itself is for programs and the same in all languages.</param>
    public static CameraStatusMessage Of(CameraStatus status, Language language)
    {
        string? reason = ReasonOf(status);
        bool isTrouble = status.State is CameraState.Offline or CameraState.Online;
        return new CameraStatusMessage(AvailabilityOf(status.State), reason, status.Since)
        {
            ReasonText = reason is null ? null : CaptureAdvice.Words(reason, language),
            Hint = isTrouble && CaptureAdvice.Of(status.Reason, language) is { Length: > 0 } hint ? hint : null,
            Detail = isTrouble && status.Detail.Length > 0 && status.Detail != status.Reason ? status.Detail : null,
        };
    }

    private static string? ReasonOf(CameraStatus status) => status.State switch
    {
        CameraState.Online => status.Reason.Length > 0 ? status.Reason : null,
        CameraState.Connecting => Connecting,
        CameraState.Finished => HasEnded,
        _ => status.Reason,
    };
}
