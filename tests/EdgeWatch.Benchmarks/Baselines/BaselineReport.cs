using EdgeWatch.Evaluation;

namespace EdgeWatch.Benchmarks.Baselines;

/// <summary>How one contestant did. Rates and areas are 0–1.</summary>
/// <param name="Name">Which.</param>
/// <param name="MicroAuc">Over all frames together.</param>
/// <param name="MicroAucInterval">Its 95 % interval.</param>
/// <param name="MacroAuc">Mean over clips with both kinds of frames.</param>
/// <param name="Eer">Equal error rate.</param>
/// <param name="MicroAucUnsmoothed">Of single frames.</param>
/// <param name="MsPerFrame">Median time of a test frame.</param>
internal sealed record BaselineReport(
    string Name, double? MicroAuc, Interval? MicroAucInterval, double? MacroAuc, double? Eer, double? MicroAucUnsmoothed, double MsPerFrame)
{
    /// <summary>The figures from scores and times.</summary>
    public static BaselineReport Of(string name, IReadOnlyList<ClipScores> clips, IReadOnlyList<double> milliseconds)
    {
        FrameMeasures measures = new(clips);
        double median = milliseconds.Order().ElementAt(milliseconds.Count / 2);
        return new BaselineReport(
            name, measures.MicroAuc, measures.MicroAucInterval, measures.MacroAuc, measures.Eer, measures.MicroAucUnsmoothed,
            Math.Round(median, 4));
    }
}
