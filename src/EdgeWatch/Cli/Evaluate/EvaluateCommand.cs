using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeWatch.Capture;
using EdgeWatch.Evaluation;
using EdgeWatch.Model;

namespace EdgeWatch.Cli.Evaluate;

/// <summary><c>edgewatch evaluate</c>: how good the daemon is on labelled clips.</summary>
internal static class EvaluateCommand
{
    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        EvaluateOptions options = new();
        Command command = new(
            "evaluate",
            "Learn from normal clips, freeze, and score labelled clips as the daemon would live: causal but for the alerts' own delay, "
            + "nothing scaled per clip.");
        options.AddTo(command);
        command.SetAction((result, cancellationToken) => options.Suite(result) is { } suite
            ? SuiteAsync(suite, options, result, cancellationToken)
            : SceneAsync(options, result, cancellationToken));
        return command;
    }

    private static async Task<int> SceneAsync(EvaluateOptions options, ParseResult result, CancellationToken cancellationToken)
    {
        EvaluationInput input = options.Scene(result);
        using OnnxPatchModel model = OnnxPatchModel.Load(options.Model(result));
        FfmpegTool ffmpeg = await FfmpegTool.FindAsync(TimeProvider.System, cancellationToken);
        ProgressLine progress = new(TimeProvider.System);
        EvaluationReport report = await new EvaluationRun(input, model, ffmpeg, progress.Show).RunAsync(cancellationToken);
        progress.Clear();
        ReportTable.Write(report, Console.Out);
        WriteJson(options.Json(result), report, EvaluationJson.Default.EvaluationReport);
        return (int)ExitCode.Ok;
    }

    /// <summary>A suite of which something could not be measured is a failure, though the rest was.</summary>
    private static async Task<int> SuiteAsync(
        string folder, EvaluateOptions options, ParseResult result, CancellationToken cancellationToken)
    {
        EvaluationSettings settings = options.Settings(result);
        IReadOnlyList<SuiteScene> scenes = SuiteScene.In(folder);
        using OnnxPatchModel model = OnnxPatchModel.Load(options.Model(result));
        FfmpegTool ffmpeg = await FfmpegTool.FindAsync(TimeProvider.System, cancellationToken);
        ProgressLine progress = new(TimeProvider.System);
        SuiteReport report = await new SuiteRun(scenes, settings, model, ffmpeg, progress.Show).RunAsync(cancellationToken);
        progress.Clear();
        SuiteTable.Write(report, Console.Out);
        WriteJson(options.Json(result), report, EvaluationJson.Default.SuiteReport);
        return (int)(report.LeftOut.Count == 0 ? ExitCode.Ok : ExitCode.Failure);
    }

    private static void WriteJson<T>(string? file, T report, JsonTypeInfo<T> form)
    {
        if (file is null)
        {
            return;
        }

        try
        {
            File.WriteAllBytes(file, JsonSerializer.SerializeToUtf8Bytes(report, form));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeWatchException($"The report cannot be written: {e.Message}", e);
        }
    }
}
