using System.CommandLine;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Model;

namespace EdgeWatch.Cli.Score;

/// <summary><c>edgewatch score</c>: what the daemon would have made of a recording.</summary>
internal static class ScoreCommand
{
    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        Argument<string> source = new("SOURCE")
        {
            Description = "The recording: a video file, a folder of images, or an image pattern (%04d.jpg).",
        };
        source.Validators.Add(result => CommonOptions.RequirePath(result, source.Name));
        PathOption<string[]> normal = new("--normal")
        {
            Description = "Recordings of the same view to learn from first, or folders of such; then nothing is learned from SOURCE. "
                + "Without any, the beginning of SOURCE counts as normal (--learn).",
            HelpName = "SOURCE",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<double?> learn = new("--learn")
        {
            Description = "Seconds of SOURCE to learn from when there is no --normal. Default: a third of it.",
            HelpName = "SECONDS",
        };
        Option<double> rate = new("--fps")
        {
            Description = "Frames analysed a second, 1–30.",
            HelpName = "N",
            DefaultValueFactory = _ => CameraOptions.DefaultFramesPerSecond,
        };
        Option<double> threshold = new("--threshold")
        {
            Description = "Score at which alerts begin, 0–1: 0.5 is expected once a day on normal video, "
                + "every 0.1 more is ten times rarer.",
            HelpName = "SCORE",
            DefaultValueFactory = _ => AlertOptions.DefaultThreshold,
        };
        PathOption<string?> csv = new("--csv") { Description = "Write a line per frame: time, scores, patches.", HelpName = "FILE" };
        PathOption<string?> plot = new("--plot") { Description = "Draw the score over time.", HelpName = "FILE.png" };
        PathOption<string?> overlay = new("--overlay")
        {
            Description = "Write the video with the heat map over it.",
            HelpName = "FILE.mp4",
        };
        Option<string> model = CommonOptions.Model();
        Command command = new(
            "score", "Score a recording with the daemon's own pipeline, as fast as it can, and list the alerts that it would have given.")
        {
            source, normal, learn, rate, threshold, csv, plot, overlay, model,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            ScoreRequest request = new()
            {
                Source = result.GetRequiredValue(source),
                Normal = result.GetValue(normal) ?? [],
                LearnSeconds = result.GetValue(learn),
                FramesPerSecond = result.GetValue(rate),
                Threshold = result.GetValue(threshold),
                CsvFile = result.GetValue(csv),
                PlotFile = result.GetValue(plot),
                OverlayFile = result.GetValue(overlay),
            };
            request.RequireSensible();
            using OnnxPatchModel network = OnnxPatchModel.Load(result.GetRequiredValue(model));
            FfmpegTool ffmpeg = await FfmpegTool.FindAsync(TimeProvider.System, cancellationToken);
            await new ScoreRun(request, network, ffmpeg, new ProgressLine(TimeProvider.System), Console.Out).RunAsync(cancellationToken);
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
