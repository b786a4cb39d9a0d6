namespace EdgeWatch.Core.Schedules;

/// <summary>
/// A stretch of the day that comes again on some days of each week, by the clock on the wall. One that does not end later than it begins
/// ends on the next day; it belongs to the day on which it begins.
/// </summary>
/// <param name="days">The days on which it begins.</param>
/// <param name="from">When it begins.</param>
/// <param name="to">When it ends; the same as <paramref name="from"/> for a day later.</param>
public sealed class WeeklyTime(IReadOnlyCollection<DayOfWeek> days, TimeOnly from, TimeOnly to)
{
    private const int DaysOfWeek = 7;

    private static readonly TimeSpan Week = TimeSpan.FromDays(DaysOfWeek);

    /// <summary>By the clock on the wall; the difference of two times of day is never negative.</summary>
    private TimeSpan Length => to == from ? TimeSpan.FromDays(1) : to - from;

    /// <summary>Whether the clock on the wall shows times that belong to both.</summary>
    public bool Overlaps(WeeklyTime other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Starts().Any(start => other.Starts().Any(its =>
            (its - start + Week).Ticks % Week.Ticks < Length.Ticks || (start - its + Week).Ticks % Week.Ticks < other.Length.Ticks));
    }

    /// <summary>The stretches that begin on the days around a moment, from the day before it on; one that a change of the clock has
    /// swallowed is left out.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="daysAhead">The last day, as days after that of the moment.</param>
    /// <param name="zone">Where the clock hangs.</param>
    public IReadOnlyList<(DateTimeOffset Start, DateTimeOffset End)> Around(DateTimeOffset moment, int daysAhead, TimeZoneInfo zone)
    {
        DateTime today = TimeZoneInfo.ConvertTime(moment, zone).Date;
        return
        [
            .. Enumerable.Range(-1, daysAhead + 2)
                .Select(day => today.AddDays(day))
                .Where(date => days.Contains(date.DayOfWeek))
                .Select(date => (Start: LocalTime.ToMoment(date + from.ToTimeSpan(), zone), End: LocalTime.ToMoment(EndOn(date), zone)))
                .Where(stretch => stretch.Start < stretch.End),
        ];
    }

    private DateTime EndOn(DateTime date) => date.AddDays(to > from ? 0 : 1) + to.ToTimeSpan();

    /// <summary>When it begins, from Sunday 0:00 on.</summary>
    private IEnumerable<TimeSpan> Starts() => days.Select(day => TimeSpan.FromDays((int)day) + from.ToTimeSpan());
}
