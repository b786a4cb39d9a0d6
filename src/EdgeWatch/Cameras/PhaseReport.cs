using EdgeWatch.Core.Watching;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Mqtt.Publishing;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Cameras;

/// <summary>Tells whether a camera learns, watches, or sees a scene that changes as a whole. For one caller at a time.</summary>
internal sealed partial class PhaseReport(string cameraId, SharedParts parts)
{
    /// <summary>How often the learning progress is published.</summary>
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(10);

    private readonly ILogger _logger = parts.Loggers.CreateLogger<PhaseReport>();
    private readonly MqttPublisher _publisher = parts.Publisher;
    private readonly TimeProvider _time = parts.Time;
    private volatile PhaseMessage? _told;
    private long _toldAt;
    private bool _isWatchingTold;

    /// <summary>What was told last; null before the first frame. Safe from any thread.</summary>
    public PhaseMessage? Latest => _told;

    /// <summary>A watch has begun.</summary>
    /// <param name="watch">The watch.</param>
    /// <param name="begins">How its learning begins, in the words of the log.</param>
    public void TellBegun(SceneWatch watch, string begins)
    {
        _isWatchingTold = false;
        if (watch.IsLearning)
        {
            LogLearning(cameraId, begins, watch.LearningLeft);
            Publish(CameraPhase.Learning, watch);
        }
    }

    /// <summary>A frame after the learning time was scored.</summary>
    /// <returns>Whether it was the first one.</returns>
    public bool TellWatching(SceneWatch watch, bool isSceneChanging)
    {
        if (_isWatchingTold)
        {
            return false;
        }

        _isWatchingTold = true;
        LogWatching(cameraId);
        PublishWhenNew(PhaseOf(watch, isSceneChanging), watch);
        return true;
    }

    /// <summary>Some time has passed.</summary>
    public void Repeat(SceneWatch watch, bool isSceneChanging)
    {
        CameraPhase phase = PhaseOf(watch, isSceneChanging);
        if (watch.IsLearning && _time.GetElapsedTime(_toldAt) >= ProgressInterval)
        {
            Publish(phase, watch);
        }
        else
        {
            PublishWhenNew(phase, watch);
        }
    }

    private static CameraPhase PhaseOf(SceneWatch watch, bool isSceneChanging) => isSceneChanging ? CameraPhase.SceneChange
        : watch.IsLearning ? CameraPhase.Learning
        : CameraPhase.Watching;

    private void PublishWhenNew(CameraPhase phase, SceneWatch watch)
    {
        if (phase != _told?.Phase)
        {
            Publish(phase, watch);
        }
    }

    private void Publish(CameraPhase phase, SceneWatch watch)
    {
        PhaseMessage message = phase switch
        {
            CameraPhase.SceneChange => PhaseMessage.SceneChange(watch.LearningProgress, watch.LearningLeft),
            CameraPhase.Learning => PhaseMessage.Learning(watch.LearningProgress, watch.LearningLeft),
            _ => PhaseMessage.Watching,
        };
        _told = message;
        _toldAt = _time.GetTimestamp();
        _publisher.PublishPhase(cameraId, message);
    }

    [LoggerMessage(700, LogLevel.Information, "Camera {Camera}: learning {Begins}; {Left} left.")]
    private partial void LogLearning(string camera, string begins, TimeSpan left);

    [LoggerMessage(701, LogLevel.Information, "Camera {Camera}: watching.")]
    private partial void LogWatching(string camera);
}
