using System.CommandLine;
using System.Text.Json;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Normality;
using EdgeWatch.Evaluation;
using EdgeWatch.Model;

namespace EdgeWatch.Cli.Evaluate;

/// <summary><c>edgewatch evaluate</c>: how good the daemon is on labelled clips.</summary>
internal static class EvaluateCommand
{
    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        Option<string[]> normal = new("--normal")
        {
            Description = "Folders of normal clips to learn from. A clip is a video file or a folder of images.",
            HelpName = "PATH",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string[]> test = new("--test")
        {
            Description = "Folders of labelled clips to score.",
            HelpName = "PATH",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string> labels = new("--labels")
        {
            Description = "JSON file {\"clip\": [0, 1, …]}: 1 where a frame is anomalous.",
            HelpName = "FILE",
            Required = true,
        };
        Option<double> rate = new("--fps")
        {
            Description = "Frames a second, 1–30: the rate of image folders, and that at which videos are analysed.",
            HelpName = "N",
            DefaultValueFactory = _ => CameraOptions.DefaultFramesPerSecond,
        };
        Option<double> threshold = new("--threshold")
        {
            Description = "Score at which alarms are counted, 0–1.",
            HelpName = "SCORE",
            DefaultValueFactory = _ => AlertOptions.DefaultThreshold,
        };
        Option<string?> masks = new("--masks")
        {
            Description = "Folder with a folder of pictures for each clip, white where a frame is anomalous: "
                + "measures where anomalies are found, too.",
            HelpName = "FOLDER",
        };
        Option<string[]> kinds = new("--kinds")
        {
            Description = $"Only these kinds of departure count, to measure what each is worth: {KindNames.All}. Default: all.",
            HelpName = "KIND",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<SpeedMeasure> speed = new("--speed-by")
        {
            Description = "By what speeds count: the network alone, block matching alone (as if there were no network), or both. "
                + "Default: both.",
            HelpName = "both|network|matching",
        };
        Option<bool> curve = new("--learning-curve")
        {
            Description = "Measure again after learning from the first 0.5, 1, 2, 4, … minutes of the normal clips.",
        };
        Option<string?> json = new("--json") { Description = "Write the report to this file as well.", HelpName = "FILE" };
        Option<string> model = CommonOptions.Model();
        Command command = new(
            "evaluate",
            "Learn from normal clips, freeze, and score labelled clips as the daemon would live: causal but for the alerts' own delay, "
            + "nothing scaled per clip.")
        {
            normal, test, labels, masks, rate, threshold, kinds, speed, curve, json, model,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            CommonOptions.RequireFramesPerSecond(result.GetValue(rate));
            CommonOptions.RequireThreshold(result.GetValue(threshold));
            EvaluationInput input = new()
            {
                Normal = Clips(result.GetRequiredValue(normal)),
                Test = Clips(result.GetRequiredValue(test)),
                Labels = Labels.Load(result.GetRequiredValue(labels)),
                MasksFolder = result.GetValue(masks),
                FramesPerSecond = result.GetValue(rate),
                Threshold = result.GetValue(threshold),
                Kinds = KindNames.Parse(result.GetValue(kinds) ?? []),
                SpeedBy = result.GetValue(speed),
                LearningCurve = result.GetValue(curve),
            };
            RequireDistinct(input.Test);
            EvaluationReport report = await RunAsync(input, result.GetRequiredValue(model), cancellationToken);
            ReportTable.Write(report, Console.Out);
            if (result.GetValue(json) is { } file)
            {
                WriteJson(file, report);
            }

            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static IReadOnlyList<Clip> Clips(string[] folders) => [.. folders.SelectMany(Clip.In)];

    /// <summary>Labels, masks and results are found by a clip's name.</summary>
    private static void RequireDistinct(IReadOnlyList<Clip> clips)
    {
        foreach (IGrouping<string, Clip> alike in clips.GroupBy(clip => clip.Name).Where(alike => alike.Count() > 1))
        {
            string paths = string.Join(" and ", alike.Select(clip => clip.Path));
            throw new EdgeWatchException($"Two test clips have the name \"{alike.Key}\", by which labels are found: {paths}.");
        }
    }

    private static async Task<EvaluationReport> RunAsync(EvaluationInput input, string manifest, CancellationToken cancellationToken)
    {
        using OnnxPatchModel model = OnnxPatchModel.Load(manifest);
        FfmpegTool ffmpeg = await FfmpegTool.FindAsync(TimeProvider.System, cancellationToken);
        ProgressLine progress = new(TimeProvider.System);
        EvaluationReport report = await new EvaluationRun(input, model, ffmpeg, progress.Show).RunAsync(cancellationToken);
        progress.Clear();
        return report;
    }

    private static void WriteJson(string file, EvaluationReport report)
    {
        try
        {
            File.WriteAllBytes(file, JsonSerializer.SerializeToUtf8Bytes(report, EvaluationJson.Default.EvaluationReport));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeWatchException($"The report cannot be written: {e.Message}", e);
        }
    }
}
