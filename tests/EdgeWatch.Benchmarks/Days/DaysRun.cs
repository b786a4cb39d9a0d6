using System.Globalization;
using EdgeWatch.Cli;
using EdgeWatch.Cli.Calibrate;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Watching;
using EdgeWatch.Evidence;
using EdgeWatch.Scene;

namespace EdgeWatch.Benchmarks.Days;

/// <summary>
/// Whether a score means what it says, and after how long: days of the demo's square, in which nothing unusual happens, learned from and
/// watched as a daemon would. Days may be shorter than 24 hours: then mornings follow each other faster, while people walk as ever.
/// </summary>
internal static class DaysRun
{
    private const int FramesPerSecond = 10;

    /// <summary>Half of the demo's square, at the same scale: people are as large, and half as many patches cost half as much.</summary>
    private static readonly FrameSize Size = new(160, 240);

    /// <summary>Ends of the stretches that are told apart, in hours since the first frame.</summary>
    private static readonly double[] StretchHours = [1, 2, 4, 8, 16, 24, 48, 72];

    /// <summary>Watches and prints; the plot goes to <c>artifacts/benchmarks</c>.</summary>
    public static int Run(string[] args)
    {
        int seeds = (int)Number(args, "--seeds", 1);
        Stretch[][] bySeed = new Stretch[seeds][];
        Thread[] threads = [.. Enumerable.Range(0, seeds).Select(index => new Thread(() => bySeed[index] = Watch(args, index + 1)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        foreach (int stretch in Enumerable.Range(0, bySeed[0].Length))
        {
            Tell(Stretch.Together([.. bySeed.Select(stretches => stretches[stretch])]));
        }

        Stretch all = Stretch.Together([.. bySeed.SelectMany(stretches => stretches)]);
        Say($"All");
        Tell(all);
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(Checkout.Artifacts, "benchmarks")).FullName, "days.png");
        using RgbPicture plot = CalibrationPlot.Draw("Days of the square", all.Calibration);
        File.WriteAllBytes(file, plot.ToPng());
        Say($"{file}");
        return 0;
    }

    private static Stretch[] Watch(string[] args, int seed)
    {
        TimeSpan day = TimeSpan.FromMinutes(Number(args, "--day-minutes", TimeSpan.MinutesPerDay));
        SceneGenerator scene = new(new SceneOptions
        {
            Size = Size,
            FramesPerSecond = FramesPerSecond,
            Duration = day * Number(args, "--days", 3),
            Day = day,
            Seed = seed,
        });
        int first = (int)(Number(args, "--start-hour", 10) / TimeSpan.HoursPerDay * day.TotalSeconds * FramesPerSecond);
        using DaysWatch watch = new(scene, first, new LearningPolicy(TimeSpan.FromMinutes(Number(args, "--learn-minutes", 30))));
        List<Stretch> stretches = [];
        TimeSpan end = TimeSpan.FromSeconds((double)(scene.Script.FrameCount - first) / FramesPerSecond);
        foreach (double hours in StretchHours)
        {
            TimeSpan until = TimeSpan.FromHours(hours);
            stretches.Add(watch.WatchUntil(until < end ? until : end));
            TellAlerts(scene, day, seed, stretches[^1]);
            if (until >= end)
            {
                break;
            }
        }

        return [.. stretches];
    }

    private static void TellAlerts(SceneGenerator scene, TimeSpan day, int seed, Stretch stretch)
    {
        var counts = stretch.Calibration.Lines.Select(line => Text($"{line.Threshold:0.00}: {line.Had}/{line.Expected:0.00}"));
        string had = string.Join(", ", counts);
        Say($"seed {seed}, until {stretch.Until.TotalHours:0.0} h: {stretch.Watched.TotalHours:0.00} h watched; {had}");
        foreach (SweptAlert alert in stretch.Alerts.Where(alert => alert.IsAt(Rarity.OnceADay)))
        {
            TimeSpan at = alert.StartedAt - DaysWatch.Midnight;
            string weather = scene.IsRaining((int)(at.TotalSeconds * FramesPerSecond)) ? ", rain" : "";
            double hour = at / day % 1 * TimeSpan.HoursPerDay;
            Say($"  day {1 + (int)(at / day)}, {hour:00.0} o'clock: {alert.PeakScore:0.00} {alert.Kind}{weather}");
        }
    }

    private static void Tell(Stretch stretch)
    {
        Say($"until {stretch.Until.TotalHours:0.0} h: {stretch.Watched.TotalHours:0.00} h watched");
        TextTable table = new(">threshold", ">promised", ">had", "range of 95 %", "", "of which");
        foreach (CalibrationLine line in stretch.Calibration.Lines)
        {
            var kinds = stretch.Alerts.Where(alert => alert.IsAt(line.Threshold)).CountBy(alert => alert.Kind);
            table.Add(
                Text($"{line.Threshold:0.00}"),
                Text($"{line.Expected:0.000}"),
                Text($"{line.Had}"),
                Text($"{line.Interval.Low:0.0}–{line.Interval.High:0.0}"),
                line.Verdict,
                string.Join(", ", kinds.Select(kind => $"{kind.Key} {kind.Value}")));
        }

        Console.Write(table);
    }

    private static double Number(string[] args, string name, double otherwise)
    {
        int at = Array.IndexOf(args, name);
        return at < 0 ? otherwise : double.Parse(args[at + 1], CultureInfo.InvariantCulture);
    }

    private static void Say(FormattableString text) => Console.WriteLine(Text(text));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
