using System.Globalization;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Teaching;

namespace EdgeWatch.Core.Scoring;

/// <summary>Puts into words why a frame or an event is unusual.</summary>
public static class ReasonWriter
{
    /// <summary>Below this ratio "times as fast" would puzzle more than it tells.</summary>
    private const double TellingRatio = 1.3;

    /// <summary>A kind is named when its score is at least this part of the best one's.</summary>
    private const double PartOfBest = 0.6;

    private static readonly string[] Ordinals =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    /// <summary>The reasons for a frame, the most important first.</summary>
    /// <param name="scores">The frame's score by kind; see <see cref="Kinds"/>.</param>
    /// <param name="ratios">By kind, how many times the usual value its most surprising patch shows; 0 where that means nothing.</param>
    /// <param name="words">By kind, what it can say beyond its own words; null, or none at all, where it can't.</param>
    public static IReadOnlyList<Reason> Write(
        ReadOnlySpan<FrameScore> scores, ReadOnlySpan<double> ratios, ReadOnlySpan<string?> words = default)
    {
        double best = 0;
        foreach (FrameScore score in scores)
        {
            best = Math.Max(best, score.Score);
        }

        List<(Kind Kind, FrameScore Score, double Ratio, string? Words)> telling = [];
        for (int kind = 0; kind < scores.Length; kind++)
        {
            if (scores[kind].Score > 0 && scores[kind].Score >= PartOfBest * best)
            {
                telling.Add((Kinds.All[kind], scores[kind], ratios[kind], words.IsEmpty ? null : words[kind]));
            }
        }

        telling.Sort((a, b) => b.Score.Raw.CompareTo(a.Score.Raw));
        double sum = telling.Sum(reason => reason.Score.Score);
        return [.. telling.Select(reason => Write(reason.Kind, reason.Words, reason.Ratio, Math.Round(reason.Score.Score / sum, 3)))];
    }

    /// <summary>
    /// The reasons for an event of which the like was seen before: the first one says so, as in "moves 3.1× as fast as what is usual here,
    /// for the third time this week, last on Tuesday 17:40".
    /// </summary>
    /// <param name="reasons">The reasons, the most important first.</param>
    /// <param name="seen">How often it was seen before.</param>
    /// <param name="startedAt">When the event began.</param>
    /// <param name="zone">Where the clock on the wall hangs.</param>
    public static IReadOnlyList<Reason> WithRepeats(
        IReadOnlyList<Reason> reasons, SeenBefore seen, DateTimeOffset startedAt, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(seen);
        DateTime last = TimeZoneInfo.ConvertTime(seen.Last, zone).DateTime;
        bool isToday = last.Date == TimeZoneInfo.ConvertTime(startedAt, zone).Date;
        string when = last.ToString(isToday ? "'today' H:mm" : "'on' dddd H:mm", CultureInfo.InvariantCulture);
        return [.. reasons.Select((reason, i) => i > 0 ? reason : reason with
        {
            Text = $"{reason.Text}, for the {Ordinal(seen.Times + 1)} time this week, last {when}",
        })];
    }

    private static string Ordinal(int number) => number <= Ordinals.Length ? Ordinals[number - 1] : (number % 100, number % 10) switch
    {
        (11 or 12 or 13, _) => $"{number}th",
        (_, 1) => $"{number}st",
        (_, 2) => $"{number}nd",
        (_, 3) => $"{number}rd",
        _ => $"{number}th",
    };

    private static Reason Write(Kind kind, string? words, double ratio, double share) =>
        words is not null ? new Reason(kind, words, Ratio: null, share)
        : ratio >= TellingRatio
        ? new Reason(kind, kind.Describe(ratio), Math.Round(ratio, 2), share)
        : new Reason(kind, kind.Describe(ratio: null), Ratio: null, share);
}

/// <summary>Why a frame is unusual, in words that a person understands.</summary>
/// <param name="Kind">The kind of departure.</param>
/// <param name="Text">One clause, for example "moves 3.1× as fast as what is usual here".</param>
/// <param name="Ratio">How many times the usual value, where that makes sense; else null.</param>
/// <param name="Share">This kind's part of the frame's surprise, 0–1; the shares of an alert add up to 1.</param>
public sealed record Reason(Kind Kind, string Text, double? Ratio, double Share);
