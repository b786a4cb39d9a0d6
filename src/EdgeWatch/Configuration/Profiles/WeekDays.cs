using EdgeWatch.Core.Schedules;

namespace EdgeWatch.Configuration.Profiles;

/// <summary>Days of the week as people write them: <c>mon</c>, <c>sat-sun</c>.</summary>
internal static class WeekDays
{
    /// <summary>What <see cref="TryParse"/> accepts, in words.</summary>
    public const string Expected = "mon, tue, wed, thu, fri, sat or sun, or some in a row such as mon-fri";

    private static readonly string[] Names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>Reads one day, or some in a row, also over the weekend: <c>fri-mon</c>.</summary>
    /// <returns>The days; null when it is something else.</returns>
    public static IReadOnlyList<DayOfWeek>? TryParse(string text)
    {
        string[] ends = text.Split('-');
        int first = Array.IndexOf(Names, ends[0]);
        int last = Array.IndexOf(Names, ends[^1]);
        if (first < 0 || last < 0 || ends.Length > 2)
        {
            return null;
        }

        int count = ((last - first + Names.Length) % Names.Length) + 1;
        return [.. Enumerable.Range(first, count).Select(day => (DayOfWeek)((day + 1) % Names.Length))];
    }

    /// <summary>A stretch of the week, of days that have been checked; no days are all days.</summary>
    public static WeeklyTime TimeOf(IWeeklyTimes options) => new(
        options.Days.Count == 0 ? Enum.GetValues<DayOfWeek>() : [.. options.Days.SelectMany(day => TryParse(day)!).Distinct()],
        options.From,
        options.To);
}
