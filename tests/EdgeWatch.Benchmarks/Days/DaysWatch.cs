using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Watching;
using EdgeWatch.Model;
using EdgeWatch.Scene;

namespace EdgeWatch.Benchmarks.Days;

/// <summary>Learns from days of a scene and watches them as a daemon would, as fast as it can.</summary>
internal sealed class DaysWatch : IDisposable
{
    /// <summary>The first frame's day.</summary>
    public static readonly DateTimeOffset Midnight = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SceneGenerator _scene;
    private readonly OnnxPatchModel _model = OnnxPatchModel.Load(OnnxPatchModel.DefaultManifest);
    private readonly SceneWatch _watch;
    private readonly SceneEvents _events = new("square", AlertPolicy.Default, TimeProvider.System);
    private readonly ThresholdSweep _sweep = new(AlertPolicy.Default, TimeProvider.System, Stretch.Thresholds);
    private readonly PatchHeat _heat;
    private readonly FramePool _pool;
    private readonly int _first;
    private int _next;

    /// <summary>Begins.</summary>
    /// <param name="scene">The days.</param>
    /// <param name="first">Number of the first frame.</param>
    /// <param name="policy">How long to learn.</param>
    public DaysWatch(SceneGenerator scene, int first, LearningPolicy policy)
    {
        (_scene, _first, _next) = (scene, first, first);
        _watch = new SceneWatch(scene.Size, _model, policy, TimeProvider.System) { FramesPerSecond = scene.FramesPerSecond };
        _heat = new PatchHeat(_watch);
        _pool = new FramePool(scene.Size);
    }

    /// <summary>Goes on.</summary>
    /// <param name="until">Time since the first frame up to which to watch, at most to the end of the scene.</param>
    public Stretch WatchUntil(TimeSpan until)
    {
        List<SweptAlert> alerts = [];
        int last = (int)Math.Min(_scene.Script.FrameCount, _first + (until.TotalSeconds * _scene.FramesPerSecond));
        int watched = 0;
        for (; _next < last; _next++)
        {
            _events.Guide(_watch);
            if (_watch.Process(Frame(_next)) is { IsLearning: false } scored)
            {
                watched++;
                _events.Observe(scored, _heat);
                _sweep.Observe(scored.Score, scored.Frame.CapturedAt, scored.Frame.CapturedTimestamp, alerts);
            }
        }

        if (_next == _scene.Script.FrameCount)
        {
            _sweep.Close(alerts);
        }

        return new(until, TimeSpan.FromSeconds((double)watched / _scene.FramesPerSecond), alerts);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch.Dispose();
        _events.Dispose();
        _model.Dispose();
    }

    private Frame Frame(int number)
    {
        Frame frame = _pool.Rent();
        _scene.Render(number, frame.Pixels.Span);
        TimeSpan time = TimeSpan.FromSeconds((double)number / _scene.FramesPerSecond);
        frame.Sequence = number;
        frame.CapturedAt = Midnight + time;
        frame.CapturedTimestamp = (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);
        return frame;
    }
}
