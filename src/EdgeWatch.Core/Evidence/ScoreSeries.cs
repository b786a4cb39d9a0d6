namespace EdgeWatch.Core.Evidence;

/// <summary>The scores of a recording.</summary>
/// <param name="Title">What the recording is; characters beyond ASCII are shown as '?'.</param>
/// <param name="TimesSeconds">Time of each frame since the beginning, in seconds, rising.</param>
/// <param name="Scores">Score of each frame, 0–1; NaN where there is none, as while learning.</param>
/// <param name="Threshold">The threshold, 0–1.</param>
/// <param name="Labels">Whether each frame is unusual by a person's judgement; null where nobody judged.</param>
public sealed record ScoreSeries(
    string Title,
    IReadOnlyList<double> TimesSeconds,
    IReadOnlyList<double> Scores,
    double Threshold,
    IReadOnlyList<bool>? Labels = null);
