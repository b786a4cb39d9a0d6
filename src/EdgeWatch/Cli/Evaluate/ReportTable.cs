using EdgeWatch.Evaluation;
using static EdgeWatch.Cli.Evaluate.Figure;

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
        whole.Add("micro AUC", Percent(report.MicroAuc), $"{Range(report.MicroAucInterval)}all frames together, raw scores");
        whole.Add("  without delay", Percent(report.MicroAucWithoutDelay), "smoothed over the past alone");
        whole.Add("  without smoothing", Percent(report.MicroAucUnsmoothed), "nor delay");
        whole.Add("macro AUC", Percent(report.MacroAuc), $"{Range(report.MacroAucInterval)}mean over clips with both kinds of frames");
        whole.Add("latency-aware AP", Percent(report.LatencyAwareAp), "what is told of late counts less");
        whole.Add("EER", Percent(report.Eer), Range(report.EerInterval).TrimEnd(' ', ';'));
        AddLocalisation(whole, report.Localisation);
        whole.Add(
            "false alarms per hour",
            Text(report.FalseAlarmsPerHour, "0.0"),
            $"{report.FalseAlarms} in {Text(report.NormalS, "0")} s of normal frames, at threshold {Text(report.Threshold, "0.00")}; "
            + $"an alert is on for {Percent(report.NormalAlarmed)} of them");
        whole.Add("anomalies detected", $"{report.AnomaliesDetected} of {report.Anomalies}", "at that threshold");
        whole.Add("detection delay", Text(report.DetectionDelayS, "0.0 s"), $"median; {report.LookAheadFrames} frames of it are smoothing");
        whole.Add("tokens per frame", Text(report.TokensPerFrame, "0.0"), "");
        whole.Add("ms per frame", Text(report.MsPerFrame.Total, "0.00"), Stages(report.MsPerFrame));
        output.WriteLine(whole);
        WriteLearningCurve(report.LearningCurve, output);
        output.WriteLine(
            $"{report.Frames} frames scored after learning from {report.NormalFrames}, with {report.Model}; "
            + $"kinds: {string.Join(", ", report.Kinds)}; speed by {report.SpeedBy}. Intervals: 95 %, bootstrap over clips.");
    }

    private static void AddLocalisation(TextTable table, Localisation? localisation)
    {
        if (localisation is not null)
        {
            table.Add("pixel AUC", Percent(localisation.PixelAuc), "all pixels together");
            table.Add(
                "pixel criterion AUC", Percent(localisation.PixelCriterionAuc), "frames in which 40 % of the anomalous pixels are found");
            table.Add("RBDC", Percent(localisation.Rbdc), $"{localisation.Regions} anomalous regions");
            table.Add("TBDC", Percent(localisation.Tbdc), $"in {localisation.Tracks} tracks");
        }
    }

    private static void WriteLearningCurve(IReadOnlyList<LearningPoint>? points, TextWriter output)
    {
        if (points is not null)
        {
            TextTable curve = new(">minutes learned", ">micro AUC", ">macro AUC", ">EER");
            foreach (LearningPoint point in points)
            {
                curve.Add(Text(point.Minutes, "0.0"), Percent(point.MicroAuc), Percent(point.MacroAuc), Percent(point.Eer));
            }

            output.WriteLine(curve);
        }
    }

    private static string Range(Interval? interval) => interval is null ? "" : $"{Percent(interval.Low)} to {Percent(interval.High)}; ";

    private static string Stages(StageMilliseconds ms) =>
        $"gate {Text(ms.Gate, "0.00")}, encode {Text(ms.Encode, "0.00")}, model {Text(ms.Model, "0.00")}, "
        + $"glance {Text(ms.Glance, "0.00")}, score {Text(ms.Score, "0.00")}";
}
