using EdgeWatch.Capture;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Watching;
using EdgeWatch.Evaluation;

namespace EdgeWatch.Cli.Calibrate;

/// <summary>Watches recordings of one view as a daemon would, one after the other, and counts the alerts at all thresholds.</summary>
/// <param name="model">The network.</param>
/// <param name="framesPerSecond">Frames analysed a second.</param>
/// <param name="ffmpeg">The ffmpeg to use.</param>
/// <param name="progress">Told how far it is.</param>
internal sealed class CalibrationRun(IPatchModel model, double framesPerSecond, FfmpegTool ffmpeg, ProgressLine progress)
{
    /// <summary>Part of the recordings that is learned from when nothing else is said.</summary>
    private const double LearnedPart = 1.0 / 3;

    private readonly List<SweptAlert> _ended = [];

    /// <summary>Learns from the beginning and watches the rest; it goes on learning as a daemon does.</summary>
    /// <param name="clips">The recordings.</param>
    /// <param name="learnSeconds">How long to learn; null for a third.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    /// <exception cref="EdgeWatchException">A recording cannot be read, or nothing would be watched.</exception>
    public async Task<Calibration> RunAsync(IReadOnlyList<Clip> clips, double? learnSeconds, CancellationToken cancellationToken)
    {
        using OfflineWatch watch = new(
            model, framesPerSecond, (clip, token) => Recording.ReadAsync(clip.Path, framesPerSecond, ffmpeg, token));
        watch.Progress = progress.Show;
        int frames = 0;
        foreach (Clip clip in clips)
        {
            frames += await watch.CountFramesAsync(clip, cancellationToken);
        }

        double length = frames / framesPerSecond;
        LearningPolicy policy = new(TimeSpan.FromSeconds(learnSeconds ?? length * LearnedPart));
        long watched = 0;
        int seen = 0;
        foreach (Clip clip in clips)
        {
            await WatchAsync(clip);
        }

        progress.Clear();
        return watched > 0
            ? Calibration.Of(TimeSpan.FromSeconds(watched / framesPerSecond), ThresholdSweep.LowThresholds, _ended)
            : throw new EdgeWatchException(
                $"nothing was watched: the recordings are {length:0} s long, and as long was to be learned. Learn from less (--learn).");

        async Task WatchAsync(Clip clip)
        {
            // What is on at the end of a recording does not go on in the next.
            using SceneEvents events = new("recording", AlertPolicy.Default, TimeProvider.System);
            ThresholdSweep sweep = new(AlertPolicy.Default, TimeProvider.System, ThresholdSweep.LowThresholds);
            PatchHeat? heat = null;
            await watch.ScoreAsync(clip, policy, TakeAsync, cancellationToken);
            sweep.Close(_ended);

            ValueTask TakeAsync(ScoredFrame scored)
            {
                progress.Show($"watching {clip.Name}", (double)++seen / frames);
                heat ??= new PatchHeat(watch.Watch);
                events.Observe(scored, heat);
                events.Guide(watch.Watch);
                if (!scored.IsLearning)
                {
                    watched++;
                    sweep.Observe(scored.Score, scored.Frame.CapturedAt, scored.Frame.CapturedTimestamp, _ended);
                }

                return ValueTask.CompletedTask;
            }
        }
    }
}
