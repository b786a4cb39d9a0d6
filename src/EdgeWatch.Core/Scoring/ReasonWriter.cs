using System.Globalization;

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
    /// <param name="ratios">By kind, how many times the usual value its most surprising patch shows; 0 where that means nothing.</param>
    public static IReadOnlyList<Reason> Write(ReadOnlySpan<FrameScore> scores, ReadOnlySpan<double> ratios)
    {
        double best = 0;
        foreach (FrameScore score in scores)
        {
            best = Math.Max(best, score.Score);
        }

        List<(FrameScore Score, double Ratio)> telling = [];
        for (int kind = 0; kind < scores.Length; kind++)
        {
            if (scores[kind].Score > 0 && scores[kind].Score >= PartOfBest * best)
            {
                telling.Add((scores[kind], ratios[kind]));
            }
        }

        telling.Sort((a, b) => b.Score.Raw.CompareTo(a.Score.Raw));
        double sum = telling.Sum(reason => reason.Score.Score);
        return [.. telling.Select(reason => Write(reason.Score.Kind, reason.Ratio, Math.Round(reason.Score.Score / sum, 3)))];
    }

    private static Reason Write(ReasonKind kind, double ratio, double share)
    {
        bool isTelling = ratio >= TellingRatio;
        string text = kind switch
        {
            ReasonKind.Speed when isTelling => Text($"moves {ratio:0.0}× as fast as what is usual here"),
            ReasonKind.Speed => "moves faster than what is usual here",
            ReasonKind.Place => "moves where hardly anything ever does",
            ReasonKind.Direction => "moves in a direction that is unusual here",
            ReasonKind.Size when isTelling => Text($"is {ratio:0.0}× as large as what usually moves here"),
            ReasonKind.Size => "is larger than what usually moves here",
            ReasonKind.Dwell when isTelling => Text($"stays {ratio:0.0}× as long as what is usual here"),
            ReasonKind.Dwell => "stays longer than what is usual here",
            ReasonKind.Appearance => "looks unlike what is usual here",
            ReasonKind.Change => "changes in a way that no usual motion explains",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No words for this kind."),
        };
        return new Reason(kind, text, isTelling ? Math.Round(ratio, 2) : null, share);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
