using System.Globalization;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Teaching;

namespace EdgeWatch.Core.Scoring;

/// <summary>Finds why a frame or an event is unusual, and puts it into words.</summary>
public static class ReasonWriter
{
    /// <summary>Below this ratio "times as fast" would puzzle more than it tells.</summary>
    private const double TellingRatio = 1.3;

    /// <summary>A kind is named when its score is at least this part of the best one's.</summary>
    private const double PartOfBest = 0.6;

    /// <summary>The reasons for a frame, the most important first.</summary>
    /// <param name="scores">The frame's score by kind; see <see cref="Kinds"/>.</param>
    /// <param name="ratios">By kind, how many times the usual value its most surprising patch shows; 0 where that means nothing.</param>
    /// <param name="details">By kind, what exactly it is; null, or none at all, where a kind can't tell.</param>
    public static IReadOnlyList<Reason> Write(
        ReadOnlySpan<FrameScore> scores, ReadOnlySpan<double> ratios, ReadOnlySpan<string?> details = default)
    {
        double best = 0;
        foreach (FrameScore score in scores)
        {
            best = Math.Max(best, score.Score);
        }

        List<(Kind Kind, FrameScore Score, double Ratio, string? Detail)> telling = [];
        for (int kind = 0; kind < scores.Length; kind++)
        {
            if (scores[kind].Score > 0 && scores[kind].Score >= PartOfBest * best)
            {
                telling.Add((Kinds.All[kind], scores[kind], ratios[kind], details.IsEmpty ? null : details[kind]));
            }
        }

        telling.Sort((a, b) => b.Score.Raw.CompareTo(a.Score.Raw));
        double sum = telling.Sum(reason => reason.Score.Score);
        return
        [
            .. telling.Select(reason => new Reason(
                reason.Kind,
                reason.Detail,
                reason.Detail is null && reason.Ratio >= TellingRatio ? Math.Round(reason.Ratio, 2) : null,
                Math.Round(reason.Score.Score / sum, 3))),
        ];
    }

    /// <summary>A reason in words: one clause.</summary>
    /// <param name="language">The language.</param>
    /// <param name="kind">Name of the kind of departure.</param>
    /// <param name="detail">What exactly it is; null where that is not known.</param>
    /// <param name="ratio">How many times the usual value; null where that is not to be told.</param>
    /// <returns>Null where the language has no words for it: it is of another version of the program.</returns>
    public static string? Put(Language language, string kind, string? detail, double? ratio)
    {
        ArgumentNullException.ThrowIfNull(language);
        string key = KeyOf(kind);
        return (detail is null ? null : language.TryText($"{key}.{detail}"))
            ?? (ratio is { } times && language.TryText(RatioKeyOf(kind)) is not null ? language.Say(RatioKeyOf(kind), times) : null)
            ?? language.TryText(key);
    }

    /// <summary>
    /// Says of the first reason of an event that the like was seen before: "moves 3.1× as fast as what is usual here, for the third time
    /// this week, last on Tuesday 17:40".
    /// </summary>
    /// <param name="language">The language.</param>
    /// <param name="text">The reason.</param>
    /// <param name="seen">How often it was seen before.</param>
    /// <param name="startedAt">When the event began.</param>
    /// <param name="zone">Where the clock on the wall hangs.</param>
    public static string WithRepeats(Language language, string text, SeenBefore seen, DateTimeOffset startedAt, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(language);
        ArgumentNullException.ThrowIfNull(seen);
        DateTime last = TimeZoneInfo.ConvertTime(seen.Last, zone).DateTime;
        string clock = last.ToString("H:mm", CultureInfo.InvariantCulture);
        string when = last.Date == TimeZoneInfo.ConvertTime(startedAt, zone).Date
            ? language.Say("repeat.today", clock)
            : language.Say("repeat.on_day", language.Days[(int)last.DayOfWeek], clock);
        return language.Say("repeat.said", text, language.Ordinal(seen.Times + 1), when);
    }

    /// <summary>Key of the words of a kind.</summary>
    public static string KeyOf(string kind) => $"reason.{kind}";

    /// <summary>Key of the words of a kind with a ratio.</summary>
    public static string RatioKeyOf(string kind) => $"reason.{kind}.ratio";
}

/// <summary>Why a frame is unusual.</summary>
/// <param name="Kind">The kind of departure.</param>
/// <param name="Detail">What exactly it is, in a word for programs, where the kind can tell: <c>covered</c>; else null.</param>
/// <param name="Ratio">How many times the usual value, where that makes sense; else null.</param>
/// <param name="Share">This kind's part of the frame's surprise, 0–1; the shares of an alert add up to 1.</param>
public sealed record Reason(Kind Kind, string? Detail, double? Ratio, double Share)
{
    /// <summary>In words that a person understands, one clause: "moves 3.1× as fast as what is usual here".</summary>
    public string In(Language language) => ReasonWriter.Put(language, Kind.Name, Detail, Ratio) ?? Kind.Name;
}
