using EdgeWatch.Capture;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Evaluation;

/// <summary>
/// Evaluates scene after scene, each with a watch of its own; what is wrong with one keeps none of the others from being measured.
/// </summary>
/// <param name="scenes">The scenes.</param>
/// <param name="settings">What of the daemon is measured.</param>
/// <param name="model">The network.</param>
/// <param name="ffmpeg">The ffmpeg to use.</param>
/// <param name="progress">Told what is being done and how far that is.</param>
internal sealed class SuiteRun(
    IReadOnlyList<SuiteScene> scenes,
    EvaluationSettings settings,
    IPatchModel model,
    FfmpegTool ffmpeg,
    Action<string, double?> progress)
{
    private readonly Dictionary<string, SuiteFigures> _figures = [];
    private readonly Dictionary<string, EvaluationReport> _reports = [];
    private readonly Dictionary<string, string> _leftOut = [];
    private readonly List<ClipScores> _clips = [];

    /// <summary>The report.</summary>
    /// <exception cref="EdgeWatchException">No scene can be measured.</exception>
    public async Task<SuiteReport> RunAsync(CancellationToken cancellationToken)
    {
        foreach (SuiteScene scene in scenes)
        {
            try
            {
                await MeasureAsync(scene, cancellationToken);
            }
            catch (EdgeWatchException e)
            {
                _leftOut[scene.Name] = e.Message;
            }
        }

        return _reports.Count > 0 ? Report() : throw new EdgeWatchException(
            $"No scene can be measured. {string.Join(' ', _leftOut.Select(scene => $"{scene.Key}: {scene.Value}."))}");
    }

    private async Task MeasureAsync(SuiteScene scene, CancellationToken cancellationToken)
    {
        EvaluationRun run = new(scene.Open(settings), model, ffmpeg, (text, part) => progress($"{scene.Name}: {text}", part));
        EvaluationReport report = await run.RunAsync(cancellationToken);
        _reports[scene.Name] = report;
        _figures[scene.Name] = SuiteFigures.Of(run.Clips, settings.FramesPerSecond);
        _clips.AddRange(run.Clips);
    }

    private SuiteReport Report()
    {
        EvaluationReport any = _reports.Values.First();
        double?[] areas = [.. _figures.Values.Select(figures => figures.MicroAuc).Where(area => area is not null)];
        return new SuiteReport
        {
            Scenes = _figures,
            Clips = _clips.GroupBy(clip => clip.Clip.Name)
                .Where(alike => alike.Count() > 1)
                .ToDictionary(alike => alike.Key, alike => SuiteFigures.Of([.. alike], settings.FramesPerSecond)),
            All = SuiteFigures.Of(_clips, settings.FramesPerSecond),
            MeanAuc = areas.Average(),
            LeftOut = _leftOut,
            Threshold = any.Threshold,
            FramesPerSecond = any.FramesPerSecond,
            Kinds = any.Kinds,
            SpeedBy = any.SpeedBy,
            Model = any.Model,
            Reports = _reports,
        };
    }
}
