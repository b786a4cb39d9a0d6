using System.CommandLine;
using System.Text.Json;
using EdgeWatch.Capture;
using EdgeWatch.Core.Configuration;
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
        Option<string?> json = new("--json") { Description = "Write the report to this file as well.", HelpName = "FILE" };
        Option<string> model = CommonOptions.Model();
        Command command = new(
            "evaluate",
            "Learn from normal clips, freeze, and score labelled clips as the daemon would live: causal but for the alerts' own delay, nothing scaled per clip.")
        {
            normal, test, labels, rate, threshold, json, model,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            CommonOptions.RequireFramesPerSecond(result.GetValue(rate));
            CommonOptions.RequireThreshold(result.GetValue(threshold));
            EvaluateRequest request = new(
                Clips(result.GetRequiredValue(normal)),
                Clips(result.GetRequiredValue(test)),
                Labels.Load(result.GetRequiredValue(labels)),
                result.GetValue(rate),
                result.GetValue(threshold));
            EvaluationReport report = await RunAsync(request, result.GetRequiredValue(model), cancellationToken);
            ReportTable.Write(report, Console.Out);
            if (result.GetValue(json) is { } file)
            {
                WriteJson(file, report);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static IReadOnlyList<Clip> Clips(string[] folders) => [.. folders.SelectMany(Clip.In)];

    private static async Task<EvaluationReport> RunAsync(EvaluateRequest request, string manifest, CancellationToken cancellationToken)
    {
        using OnnxPatchModel model = OnnxPatchModel.Load(manifest);
        FfmpegTool ffmpeg = await FfmpegTool.FindAsync(TimeProvider.System, cancellationToken);
        ProgressLine progress = new(TimeProvider.System);
        using OfflineWatch evaluation = new(
            model, request.FramesPerSecond, (clip, token) => Recording.ReadAsync(clip.Path, request.FramesPerSecond, ffmpeg, token));
        evaluation.Progress = progress.Show;
        EvaluationReport report = await request.RunAsync(evaluation, model, cancellationToken);
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
            throw new CommandException($"The report cannot be written: {e.Message}", e);
        }
    }
}
