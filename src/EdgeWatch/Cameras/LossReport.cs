using Microsoft.Extensions.Logging;

namespace EdgeWatch.Cameras;

/// <summary>Says in the log which frames were lost since it was said last. For one caller at a time.</summary>
internal sealed partial class LossReport(string cameraId, TimeProvider time, ILogger<LossReport> logger)
{
    private readonly ILogger _logger = logger;
    private long _reported = time.GetTimestamp();
    private long _dropped;
    private long _miscomputed;

    /// <summary>Says it, if there is anything to say.</summary>
    /// <param name="dropped">Frames since the start that nobody took in time.</param>
    /// <param name="miscomputed">Frames since the watch began that the model could not answer in numbers; a new watch counts from
    /// 0.</param>
    public void Report(long dropped, long miscomputed)
    {
        TimeSpan interval = TimeSpan.FromSeconds(Math.Round(time.GetElapsedTime(_reported).TotalSeconds));
        _reported = time.GetTimestamp();
        if (dropped > _dropped)
        {
            LogDropped(cameraId, dropped - _dropped, interval);
        }

        if (miscomputed > _miscomputed)
        {
            LogMiscomputed(cameraId, miscomputed - _miscomputed, interval);
        }

        (_dropped, _miscomputed) = (dropped, miscomputed);
    }

    [LoggerMessage(705, LogLevel.Warning,
        "Camera {Camera}: {Dropped} frames were dropped in the last {Interval}: this machine does not keep up. Lower frames_per_second.")]
    private partial void LogDropped(string camera, long dropped, TimeSpan interval);

    [LoggerMessage(712, LogLevel.Warning,
        "Camera {Camera}: in {Frames} frames of the last {Interval} the model answered with something that is no number; "
        + "they were left out.")]
    private partial void LogMiscomputed(string camera, long frames, TimeSpan interval);
}
