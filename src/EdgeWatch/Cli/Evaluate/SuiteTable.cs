using EdgeWatch.Evaluation;
using static EdgeWatch.Cli.Evaluate.Figure;

namespace EdgeWatch.Cli.Evaluate;

/// <summary>Prints the evaluation of several scenes for a person.</summary>
internal static class SuiteTable
{
    private const double SecondsPerMinute = 60;

    /// <summary>
    /// Writes a line for each scene and one for all of them, then one for each name of clips that several scenes have, and what could not
    /// be measured.
    /// </summary>
    public static void Write(SuiteReport report, TextWriter output)
    {
        output.WriteLine(Table("scene", [.. report.Scenes, new("all together", report.All)]));
        if (report.Clips.Count > 0)
        {
            output.WriteLine(Table("clip", report.Clips));
        }

        foreach ((string name, string reason) in report.LeftOut)
        {
            output.WriteLine($"Left out: {name}: {reason}");
        }

        output.WriteLine(
            $"Threshold {Text(report.Threshold, "0.00")}; mean frame AUC of the scenes {Percent(report.MeanAuc)}; with {report.Model}; "
            + $"kinds: {string.Join(", ", report.Kinds)}; speed by {report.SpeedBy}.");
    }

    private static TextTable Table(string what, IEnumerable<KeyValuePair<string, SuiteFigures>> lines)
    {
        TextTable table = new(
            what, ">frame AUC", ">macro AUC", ">LaAP", ">events", ">delay", ">false alarms", ">an hour", ">in normal", ">alarmed");
        foreach ((string name, SuiteFigures figures) in lines)
        {
            Add(table, name, figures);
        }

        return table;
    }

    private static void Add(TextTable table, string name, SuiteFigures figures) => table.Add(
        name,
        Percent(figures.MicroAuc),
        Percent(figures.MacroAuc),
        Percent(figures.LatencyAwareAp),
        $"{figures.AnomaliesDetected} of {figures.Anomalies}",
        Text(figures.DetectionDelayS, "0.0 s"),
        Text(figures.FalseAlarms, "0"),
        Text(figures.FalseAlarmsPerHour, "0.0"),
        Text(figures.NormalS / SecondsPerMinute, "0.0 min"),
        Percent(figures.NormalAlarmed));
}
