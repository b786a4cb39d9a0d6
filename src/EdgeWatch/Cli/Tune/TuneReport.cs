using System.Globalization;
using System.Text;
using EdgeWatch.Cli.Score;
using EdgeWatch.Core.Events;
using EdgeWatch.Evidence;
using EdgeWatch.Storage;

namespace EdgeWatch.Cli.Tune;

/// <summary>What a camera's score history says about its threshold.</summary>
/// <param name="scores">What was kept.</param>
/// <param name="events">The events that there were, with pictures.</param>
/// <param name="stateDirectory">Where the pictures are.</param>
/// <param name="zone">Of the times shown.</param>
internal sealed class TuneReport(
    KeptScores scores, IReadOnlyList<PastEvent> events, string stateDirectory, TimeZoneInfo zone)
{
    private const int MinutesPerDay = 24 * 60;
    private const int MinutesPerCell = 30;
    private const int SecondsPerMinute = 60;

    /// <summary>Heights for scores: each is an eighth.</summary>
    private const string Bars = " ▁▂▃▄▅▆▇█";

    /// <summary>A row of half hours for each day: how high the score was.</summary>
    public string Picture()
    {
        SortedDictionary<DateOnly, int?[]> days = [];
        foreach ((DateTimeOffset at, int score) in Minutes())
        {
            DateTimeOffset local = TimeZoneInfo.ConvertTime(at, zone);
            DateOnly day = DateOnly.FromDateTime(local.DateTime);
            int?[] cells = days.TryGetValue(day, out int?[]? known) ? known : days[day] = new int?[MinutesPerDay / MinutesPerCell];
            ref int? cell = ref cells[(int)local.TimeOfDay.TotalMinutes / MinutesPerCell];
            cell = Math.Max(cell ?? 0, score);
        }

        StringBuilder text = new("           0     3     6     9     12    15    18    21\n");
        foreach ((DateOnly day, int?[] cells) in days)
        {
            text.Append(day.ToString("ddd d MMM", CultureInfo.InvariantCulture).PadRight(11));
            text.AppendJoin("", cells.Select(cell => cell is { } score ? Bars[Math.Clamp((score * 8 / 100) + 1, 1, 8)] : ' '));
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The highest score of each minute, for a plot.</summary>
    public ScoreSeries Series(string title, double threshold)
    {
        List<double> times = [];
        List<double> highest = [];
        DateTime midnight = scores.History.Count > 0 ? TimeZoneInfo.ConvertTime(scores.History[0].From, zone).Date : default;
        foreach (ScoreChunk chunk in scores.History)
        {
            double begin = (TimeZoneInfo.ConvertTime(chunk.From, zone).DateTime - midnight).TotalSeconds;
            foreach ((int minute, int? score) in chunk.Hundredths.Index())
            {
                // A clock that was set back does not turn the curve back.
                times.Add(Math.Max(begin + (minute * SecondsPerMinute), times.Count > 0 ? times[^1] : 0));
                highest.Add(score / 100.0 ?? double.NaN);
            }
        }

        return new ScoreSeries(
            title, times, highest, threshold, time => midnight.AddSeconds(time).ToString("d MMM HH:mm", CultureInfo.InvariantCulture));
    }

    /// <summary>For each threshold: alerts that normal video promises, that there would have been, and by which kind.</summary>
    public string Table(double threshold)
    {
        TextTable table = new("threshold", ">expected", ">would have been", "by kind");
        foreach (double step in ThresholdSweep.Thresholds)
        {
            IReadOnlyList<SweptAlert> at = scores.AlertsAt(step);
            table.Add(
                step.ToString("0.00", CultureInfo.InvariantCulture) + (Math.Abs(step - threshold) < 1e-9 ? " ◀ in force" : ""),
                Amount(scores.PromisedAt(step)),
                at.Count.ToString(CultureInfo.InvariantCulture),
                string.Join(
                    ", ",
                    at.CountBy(alert => alert.Kind).OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Key} {kind.Value}")));
        }

        return table.ToString();
    }

    /// <summary>The alerts of the lowest threshold with how high it may be for them, the rarest first, and their pictures.</summary>
    public string List(int most)
    {
        TextTable table = new("when", "alerts up to", ">peak", "kind", "picture");
        IEnumerable<IGrouping<SweptAlert, SweptAlert>> told = scores.Alerts
            .OrderByDescending(alert => alert.PeakScore)
            .Take(most * ThresholdSweep.Thresholds.Count)
            .GroupBy(alert => scores.Alerts.First(low => low.StartedAt <= alert.StartedAt && low.EndedAt >= alert.EndedAt))
            .OrderByDescending(group => group.Max(alert => alert.PeakScore))
            .Take(most);
        foreach (IGrouping<SweptAlert, SweptAlert> group in told)
        {
            SweptAlert highest = group.MaxBy(alert => alert.Threshold)!;
            table.Add(
                TimeZoneInfo.ConvertTime(highest.StartedAt, zone).ToString("ddd d MMM HH:mm:ss", CultureInfo.InvariantCulture),
                highest.Threshold.ToString("0.00", CultureInfo.InvariantCulture),
                highest.PeakScore.ToString("0.00", CultureInfo.InvariantCulture),
                highest.Kind,
                PictureOf(group.Key));
        }

        return scores.Alerts.Count == 0 ? "No alerts at any of these thresholds.\n" : table.ToString();
    }

    /// <summary>Every minute that was watched, with its highest score in hundredths.</summary>
    private IEnumerable<(DateTimeOffset At, int Score)> Minutes() => scores.History.SelectMany(chunk => chunk.Hundredths
        .Select((score, minute) => (chunk.From.AddMinutes(minute), score))
        .Where(minute => minute.score is not null)
        .Select(minute => (minute.Item1, minute.score!.Value)));

    /// <summary>Below the threshold in force there was no event, and no picture was made.</summary>
    private string PictureOf(SweptAlert alert) =>
        events.FirstOrDefault(past => past.StartedAt <= alert.EndedAt && (past.EndedAt ?? past.StartedAt) >= alert.StartedAt)
            is { Snapshot: { } snapshot } ? Path.Combine(stateDirectory, snapshot) : "–";

    private static string Amount(double count) => count.ToString(count < 10 ? "0.0#" : "0", CultureInfo.InvariantCulture);
}
