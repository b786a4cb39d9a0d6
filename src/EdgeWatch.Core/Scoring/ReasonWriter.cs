using System.Globalization;
using EdgeWatch.Core.Events;

namespace EdgeWatch.Core.Scoring;

/// <summary>Puts into words why a frame is unusual.</summary>
public static class ReasonWriter
{
    /// <summary>Below this ratio "times as fast" would puzzle more than it tells.</summary>
    private const double TellingRatio = 1.3;

    /// <summary>A kind is named when its score is at least this part of the best one's.</summary>
    private const double PartOfBest = 0.6;

    /// <summary>The reasons for a frame, the most important first.</summary>
    /// <param name="scores">The frame's score by kind; see <see cref="Kinds"/>.</param>
    /// <param name="speedRatio">How many times as fast as usual the most surprising patch moves.</param>
    public static IReadOnlyList<Reason> Write(ReadOnlySpan<FrameScore> scores, double speedRatio)
    {
        double best = 0;
        foreach (FrameScore score in scores)
        {
            best = Math.Max(best, score.Score);
        }

        List<FrameScore> telling = [];
        foreach (FrameScore score in scores)
        {
            if (score.Score > 0 && score.Score >= PartOfBest * best)
            {
                telling.Add(score);
            }
        }

        telling.Sort((a, b) => b.Raw.CompareTo(a.Raw));
        double sum = telling.Sum(score => score.Score);
        return [.. telling.Select(score => Write(score.Kind, speedRatio, Math.Round(score.Score / sum, 3)))];
    }

    private static Reason Write(ReasonKind kind, double speedRatio, double share) => kind switch
    {
        ReasonKind.Speed when speedRatio >= TellingRatio => new Reason(
            kind,
            string.Create(CultureInfo.InvariantCulture, $"moves {speedRatio:0.0}× as fast as what is usual here"),
            Math.Round(speedRatio, 2),
            share),
        ReasonKind.Speed => new Reason(kind, "moves faster than what is usual here", null, share),
        ReasonKind.Place => new Reason(kind, "moves where hardly anything ever does", null, share),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No words for this kind."),
    };
}
