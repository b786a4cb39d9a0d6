using System.CommandLine;
using System.Globalization;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Events;
using EdgeWatch.Evaluation;
using EdgeWatch.Evidence;
using EdgeWatch.Model;
using EdgeWatch.Storage;

namespace EdgeWatch.Cli.Calibrate;

/// <summary><c>edgewatch calibrate</c>: whether scores mean what they say, at a camera or in recordings.</summary>
internal static class CalibrateCommand
{
    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        Argument<string?> camera = new("CAMERA")
        {
            Description = "Id of a camera whose scores the daemon has kept.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string> config = CommonOptions.Config();
        Option<int> days = new("--days")
        {
            Description = $"Days to look back, 1–{ScoreLog.KeptDays}.",
            HelpName = "N",
            DefaultValueFactory = _ => ScoreLog.KeptDays,
        };
        PathOption<string[]> recordings = new("--recording")
        {
            Description = "In place of a camera: recordings of one view in which nothing unusual happens, or folders of such, watched one "
                + "after the other as by a daemon.",
            HelpName = "SOURCE",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<double?> learn = new("--learn")
        {
            Description = "Seconds of the recordings to learn from before watching. Default: a third of them.",
            HelpName = "SECONDS",
        };
        Option<double> rate = new("--fps")
        {
            Description = "Frames of the recordings analysed a second, 1–30.",
            HelpName = "N",
            DefaultValueFactory = _ => CameraOptions.DefaultFramesPerSecond,
        };
        PathOption<string?> plot = new("--plot") { Description = "Draw it.", HelpName = "FILE.png" };
        Option<string> model = CommonOptions.Model();
        Command command = new(
            "calibrate",
            "Compare the alerts that each threshold promises of normal video with those that came, of a camera or of recordings.")
        {
            camera, config, days, recordings, learn, rate, plot, model,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            string? cameraId = result.GetValue(camera);
            string[] sources = result.GetValue(recordings) ?? [];
            if (cameraId is null == (sources.Length == 0))
            {
                throw new EdgeWatchException("calibrate: name a camera, or recordings of one view (--recording), and not both.");
            }

            CommonOptions.RequireFramesPerSecond(result.GetValue(rate));
            if (result.GetValue(learn) is not (null or > 0))
            {
                throw new EdgeWatchException("--learn: a number of seconds above 0.");
            }

            if (cameraId is null)
            {
                Show(
                    string.Join(", ", sources.Select(source => Path.GetFileName(source.TrimEnd('/')))),
                    await WatchAsync(
                        sources, result.GetValue(learn), result.GetValue(rate), result.GetRequiredValue(model), cancellationToken),
                    result.GetValue(plot));
                return (int)ExitCode.Ok;
            }

            string configFile = result.GetRequiredValue(config);
            if (ConfigurationReport.TryLoad(configFile, Console.Error) is not { Options: { } options })
            {
                return (int)ExitCode.Configuration;
            }

            ConfigurationReport.CameraOf(options, configFile, cameraId);
            KeptScores kept = KeptScores.Read(options.StateDirectory, cameraId, result.GetValue(days), TimeProvider.System.GetUtcNow());
            Show(cameraId, Calibration.Of(kept.Watched, ThresholdSweep.Thresholds, kept.Alerts), result.GetValue(plot));
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static async Task<Calibration> WatchAsync(
        string[] sources, double? learnSeconds, double framesPerSecond, string manifest, CancellationToken cancellationToken)
    {
        using OnnxPatchModel network = OnnxPatchModel.Load(manifest);
        FfmpegTool ffmpeg = await FfmpegTool.FindAsync(TimeProvider.System, cancellationToken);
        CalibrationRun run = new(network, framesPerSecond, ffmpeg, new ProgressLine(TimeProvider.System));
        return await run.RunAsync([.. sources.SelectMany(Clip.OfOrIn)], learnSeconds, cancellationToken);
    }

    private static void Show(string what, Calibration calibration, string? plotFile)
    {
        Console.WriteLine($"{what}: {Amount(calibration.Watched.TotalHours)} h watched after the learning time");
        TextTable table = new(">threshold", ">promised", ">had", "range of 95 %", "");
        foreach (CalibrationLine line in calibration.Lines)
        {
            table.Add(
                line.Threshold.ToString("0.00", CultureInfo.InvariantCulture),
                Amount(line.Expected),
                line.Had.ToString(CultureInfo.InvariantCulture),
                $"{Amount(line.Interval.Low)}–{Amount(line.Interval.High)}",
                line.Verdict);
        }

        Console.Write(table);
        Console.WriteLine("What was rightly told counts as had, too. Below 0.5 some kinds are discounted: less comes than promised.");
        if (plotFile is not null)
        {
            using RgbPicture plot = CalibrationPlot.Draw(what, calibration);
            File.WriteAllBytes(plotFile, plot.ToPng());
            Console.WriteLine($"Written: {plotFile}");
        }
    }

    private static string Amount(double count) => count.ToString(count < 10 ? "0.0##" : "0", CultureInfo.InvariantCulture);
}
