using Microsoft.Extensions.Logging;

namespace EdgeWatch.Capture;

// Event ids 100–199.
public sealed partial class CameraCapture
{
    [LoggerMessage(100, LogLevel.Information, "Camera {Camera} is online: {Width}×{Height}")]
    private partial void LogOnline(string camera, int width, int height);

    [LoggerMessage(101, LogLevel.Warning, "Camera {Camera} is offline: {Reason} ({Detail}); next start in {Wait}")]
    private partial void LogOffline(string camera, string reason, string detail, TimeSpan wait);

    [LoggerMessage(102, LogLevel.Debug, "Camera {Camera} is still offline: {Reason}; next start in {Wait}")]
    private partial void LogStillOffline(string camera, string reason, TimeSpan wait);

    [LoggerMessage(103, LogLevel.Information, "Camera {Camera} has played its recording to the end: {Frames} frames")]
    private partial void LogFinished(string camera, long frames);
}
