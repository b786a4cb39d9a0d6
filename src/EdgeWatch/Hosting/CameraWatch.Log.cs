using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting;

internal sealed partial class CameraWatch
{
    [LoggerMessage(700, LogLevel.Information, "Camera {Camera}: learning {Begins}; {Left} left.")]
    private partial void LogLearning(string camera, string begins, TimeSpan left);

    [LoggerMessage(701, LogLevel.Information, "Camera {Camera}: watching.")]
    private partial void LogWatching(string camera);

    [LoggerMessage(704, LogLevel.Error, "Camera {Camera}: what was learned cannot be saved: {Reason}.")]
    private partial void LogNotSaved(string camera, string reason);

    [LoggerMessage(706, LogLevel.Information, "Camera {Camera}: the threshold is {Threshold:0.###} now.")]
    private partial void LogThreshold(string camera, double threshold);

    [LoggerMessage(707, LogLevel.Information, "Camera {Camera}: switched {State} over MQTT.")]
    private partial void LogEnabled(string camera, string state);

    [LoggerMessage(708, LogLevel.Information, "Camera {Camera}: no events for the next {Length} (zero: events again).")]
    private partial void LogSuspended(string camera, TimeSpan length);

    [LoggerMessage(709, LogLevel.Information, "Camera {Camera}: event {EventId} was called {Verdict}.")]
    private partial void LogJudged(string camera, string eventId, string verdict);

    [LoggerMessage(705, LogLevel.Warning,
        "Camera {Camera}: {Dropped} frames were dropped in the last {Interval}: this machine does not keep up. Lower frames_per_second.")]
    private partial void LogDropped(string camera, long dropped, TimeSpan interval);

    [LoggerMessage(712, LogLevel.Warning,
        "Camera {Camera}: in {Frames} frames of the last {Interval} the model answered with something that is no number; they were left out.")]
    private partial void LogMiscomputed(string camera, long frames, TimeSpan interval);
}
