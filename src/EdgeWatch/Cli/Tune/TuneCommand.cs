using System.CommandLine;
using System.Globalization;
using EdgeWatch.Cli.Score;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Editing;
using EdgeWatch.Evidence;
using EdgeWatch.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeWatch.Cli.Tune;

/// <summary><c>edgewatch tune</c>: which threshold a camera should have, by what it has seen.</summary>
internal static class TuneCommand
{
    private const int DefaultDays = 7;

    /// <summary>Alerts that are listed unless somebody wants more.</summary>
    private const int DefaultListed = 20;

    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        Argument<string> camera = new("CAMERA") { Description = "Id of the camera." };
        Option<string> config = CommonOptions.Config();
        Option<int> days = new("--days")
        {
            Description = $"Days to look back, 1–{ScoreLog.KeptDays}.",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultDays,
        };
        Option<int> list = new("--list")
        {
            Description = "Alerts to list, the rarest first.",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultListed,
        };
        PathOption<string?> plot = new("--plot") { Description = "Draw the scores over time.", HelpName = "FILE.png" };
        Option<double?> set = new("--set")
        {
            Description = "Write this threshold into the config file; comments and layout stay.",
            HelpName = "THRESHOLD",
        };
        Command command = new("tune", "Show the scores of a camera and the alerts that other thresholds would have given; --set one.")
        {
            camera, config, days, list, plot, set,
        };
        command.SetAction(result => Run(
            result.GetRequiredValue(camera),
            result.GetRequiredValue(config),
            new TuneView(result.GetValue(days), result.GetValue(list), result.GetValue(plot)),
            result.GetValue(set)));
        return command;
    }

    private static int Run(string cameraId, string configFile, TuneView view, double? threshold)
    {
        if (ConfigurationReport.TryLoad(configFile, Console.Error) is not { Options: { } options })
        {
            return (int)ExitCode.Configuration;
        }

        CameraOptions camera = ConfigurationReport.CameraOf(options, configFile, cameraId);
        if (threshold is { } value)
        {
            Set(configFile, camera, value);
        }
        else
        {
            Show(options, camera, view);
        }

        return (int)ExitCode.Ok;
    }

    private static void Show(EdgeWatchOptions options, CameraOptions camera, TuneView view)
    {
        int days = view.Days;
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        KeptScores scores = KeptScores.Read(options.StateDirectory, camera.Id, days, now);
        EventPictures pictures = new(
            new EventRetention(
                EventFolders.In(options.StateDirectory),
                () => options.Retention,
                TimeProvider.System,
                NullLogger<EventRetention>.Instance),
            NullLogger<EventPictures>.Instance);
        PastEvent[] events =
        [
            .. PastEvent.AllOf(pictures.FindMessages(now.AddDays(-days), now, int.MaxValue))
                .Where(past => past.Camera == camera.Id),
        ];
        double configured = camera.Alerts.Resolve(options.Alerts).Threshold;
        double inForce = scores.History[^1].Threshold;
        TuneReport report = new(scores, events, options.StateDirectory, TimeProvider.System.LocalTimeZone);
        Console.WriteLine(Line($"{camera.Id}: {scores.Watched.TotalDays:0.0} days watched of the last {days}; threshold {inForce:0.0##}"));
        if (Math.Abs(inForce - configured) > 1e-9)
        {
            Console.WriteLine(Line($"(set over MQTT or changed since; the config file says {configured:0.0##})"));
        }

        Console.WriteLine($"\nHighest score of each half hour (█: 0.9 and more)\n{report.Picture()}");
        Console.WriteLine("Alerts; \"expected\" is what the calibration promises of normal video in that time");
        Console.WriteLine(report.Table(inForce));
        Console.WriteLine(report.List(view.Listed));
        if (view.PlotFile is { } file)
        {
            using RgbPicture plot = ScorePlot.Draw(report.Series($"{camera.Id}: highest score of each minute", inForce));
            File.WriteAllBytes(file, plot.ToPng());
        }

        Console.WriteLine($"edgewatch tune {camera.Id} --set THRESHOLD writes one into the config file.");
    }

    private static void Set(string configFile, CameraOptions camera, double threshold)
    {
        CameraSource source = new ThresholdEditor(new ConfigurationEditor(configFile)).Write(camera.Id, threshold);
        Console.WriteLine(Line($"{source.File}: {camera.Id} has the threshold {threshold:0.0##} now; before: {source.CopyFile}."));
        Console.WriteLine("It holds when the daemon has read its config again. A threshold that was set over MQTT goes before it.");
    }

    /// <summary>What somebody wants to see.</summary>
    private sealed record TuneView(int Days, int Listed, string? PlotFile);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
