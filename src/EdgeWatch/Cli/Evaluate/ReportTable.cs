using System.Globalization;

namespace EdgeWatch.Cli.Evaluate;

/// <summary>Prints a report for a person.</summary>
internal static class ReportTable
{
    /// <summary>Writes the clips, then the whole.</summary>
    public static void Write(EvaluationReport report, TextWriter output)
    {
        TextTable clips = new("clip", ">frames", ">AUC");
        foreach ((string name, ClipReport clip) in report.Clips)
        {
            clips.Add(name, Text(clip.Frames, "0"), Percent(clip.Auc));
        }

        output.WriteLine(clips);
        TextTable whole = new("measure", ">value", "");
        whole.Add("micro AUC", Percent(report.MicroAuc), "all frames together, raw scores");
        whole.Add("macro AUC", Percent(report.MacroAuc), "mean over clips with both kinds of frames");
        whole.Add("EER", Percent(report.Eer), "");
        whole.Add("false alarms per hour", Text(report.FalseAlarmsPerHour, "0.0"), $"of normal frames, at threshold {Text(report.Threshold, "0.00")}");
        whole.Add("anomalies detected", $"{report.AnomaliesDetected} of {report.Anomalies}", "at that threshold");
        whole.Add("detection delay", Text(report.DetectionDelayS, "0.0 s"), $"median; {report.LookAheadFrames} frames of it are smoothing");
        whole.Add("tokens per frame", Text(report.TokensPerFrame, "0.0"), "");
        whole.Add("ms per frame", Text(report.MsPerFrame.Total, "0.00"), Stages(report.MsPerFrame));
        output.WriteLine(whole);
        output.WriteLine($"{report.Frames} frames scored after learning from {report.NormalFrames}, with {report.Model}.");
    }

    private static string Stages(StageMilliseconds ms) =>
        $"gate {Text(ms.Gate, "0.00")}, encode {Text(ms.Encode, "0.00")}, model {Text(ms.Model, "0.00")}, score {Text(ms.Score, "0.00")}";

    private static string Percent(double? part) => Text(part * 100, "0.0 '%'");

    private static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";
}
