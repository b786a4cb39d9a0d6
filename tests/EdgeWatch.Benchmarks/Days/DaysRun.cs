using System.Globalization;
using EdgeWatch.Cli.Calibrate;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Watching;
using EdgeWatch.Evidence;
using EdgeWatch.Model;
using EdgeWatch.Scene;

namespace EdgeWatch.Benchmarks.Days;

/// <summary>
/// Whether a score means what it says: days of the demo's square, in which nothing unusual happens, learned from and watched as a daemon
/// would, as fast as it can. Days may be shorter than 24 hours: then mornings follow each other faster, while people walk as ever.
/// </summary>
internal static class DaysRun
{
    private const int FramesPerSecond = 10;
    private const double HoursPerDay = 24;

    private static readonly FrameSize Size = new(320, 240);
    private static readonly DateTimeOffset Midnight = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Watches and prints; the plots go to <c>artifacts/benchmarks</c>.</summary>
    public static int Run(string[] args)
    {
        TimeSpan day = TimeSpan.FromMinutes(Number(args, "--day-minutes", 120));
        TimeSpan learning = TimeSpan.FromMinutes(Number(args, "--learn-minutes", 30));
        int seed = (int)Number(args, "--seed", 1);
        SceneGenerator scene = new(new SceneOptions
        {
            Size = Size,
            FramesPerSecond = FramesPerSecond,
            Duration = day * Number(args, "--days", 3),
            Day = day,
            Seed = seed,
        });
        int first = (int)(Number(args, "--start-hour", 10) / HoursPerDay * day.TotalSeconds * FramesPerSecond);
        (Calibration calibration, IReadOnlyList<SweptAlert> alerts) = Watch(scene, first, new LearningPolicy(learning));
        Say($"seed {seed}: {learning.TotalMinutes:0} min learned, {calibration.Watched.TotalHours:0.00} h watched");
        foreach (CalibrationLine line in calibration.Lines)
        {
            var kinds = alerts.Where(alert => alert.IsAt(line.Threshold)).CountBy(alert => alert.Kind);
            string words = string.Join(", ", kinds.Select(kind => $"{kind.Key} {kind.Value}"));
            string range = $"{line.Interval.Low:0.0}–{line.Interval.High:0.0}";
            Say($"{line.Threshold:0.00}  promised {line.Expected:0.00}  had {line.Had} ({range})  {words}");
        }

        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(Checkout.Artifacts, "benchmarks")).FullName, $"days-{seed}.png");
        using RgbPicture plot = CalibrationPlot.Draw($"The square, {learning.TotalMinutes:0} min learned", calibration);
        File.WriteAllBytes(file, plot.ToPng());
        Say($"{file}");
        return 0;
    }

    private static (Calibration Calibration, IReadOnlyList<SweptAlert> Alerts) Watch(SceneGenerator scene, int first, LearningPolicy policy)
    {
        using OnnxPatchModel model = OnnxPatchModel.Load(OnnxPatchModel.DefaultManifest);
        using SceneWatch watch = new(Size, model, policy, TimeProvider.System);
        using SceneEvents events = new("square", AlertPolicy.Default, TimeProvider.System);
        ThresholdSweep sweep = new(AlertPolicy.Default, TimeProvider.System, ThresholdSweep.LowThresholds);
        PatchHeat heat = new(watch);
        FramePool pool = new(Size);
        List<SweptAlert> alerts = [];
        int watched = 0;
        for (int number = first; number < scene.Script.FrameCount; number++)
        {
            events.Guide(watch);
            if (watch.Process(Frame(scene, pool, number)) is { IsLearning: false } scored)
            {
                watched++;
                events.Observe(scored, heat);
                sweep.Observe(scored.Score, scored.Frame.CapturedAt, scored.Frame.CapturedTimestamp, alerts);
            }
        }

        sweep.Close(alerts);
        return (Calibration.Of(TimeSpan.FromSeconds((double)watched / FramesPerSecond), ThresholdSweep.LowThresholds, alerts), alerts);
    }

    private static Frame Frame(SceneGenerator scene, FramePool pool, int number)
    {
        Frame frame = pool.Rent();
        scene.Render(number, frame.Pixels.Span);
        TimeSpan time = TimeSpan.FromSeconds((double)number / FramesPerSecond);
        frame.Sequence = number;
        frame.CapturedAt = Midnight + time;
        frame.CapturedTimestamp = (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);
        return frame;
    }

    private static double Number(string[] args, string name, double otherwise)
    {
        int at = Array.IndexOf(args, name);
        return at < 0 ? otherwise : double.Parse(args[at + 1], CultureInfo.InvariantCulture);
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
