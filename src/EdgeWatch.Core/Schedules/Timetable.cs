namespace EdgeWatch.Core.Schedules;

/// <summary>What holds at which time of the week, in a time zone.</summary>
/// <typeparam name="T">What holds.</typeparam>
/// <param name="entries">Times and what holds then; of two that overlap, the first.</param>
/// <param name="otherwise">What holds at all other times.</param>
/// <param name="zone">The time zone of the clock on the wall.</param>
public sealed class Timetable<T>(IReadOnlyList<(WeeklyTime Time, T What)> entries, T otherwise, TimeZoneInfo zone)
{
    /// <summary>Within two weeks and a day all that comes at all has come: also what a change of the clock leaves out once.</summary>
    private const int DaysAhead = 15;

    private static readonly TimeSpan Horizon = TimeSpan.FromDays(DaysAhead);

    /// <summary>What holds at a moment, and until when; null for ever.</summary>
    public (T What, DateTimeOffset? Until) At(DateTimeOffset moment)
    {
        List<(DateTimeOffset Start, DateTimeOffset End, T What)> stretches =
        [
            .. entries.SelectMany(entry =>
                entry.Time.Around(moment, DaysAhead, zone).Select(stretch => (stretch.Start, stretch.End, entry.What))),
        ];
        T now = WhatAt(stretches, moment);
        DateTimeOffset[] changes =
        [
            .. stretches.SelectMany(stretch => new[] { stretch.Start, stretch.End })
                .Where(change => change > moment && change - moment <= Horizon)
                .Where(change => !EqualityComparer<T>.Default.Equals(WhatAt(stretches, change), now))
                .Order(),
        ];
        return (now, changes is [var first, ..] ? first : null);
    }

    private T WhatAt(List<(DateTimeOffset Start, DateTimeOffset End, T What)> stretches, DateTimeOffset moment)
    {
        foreach ((DateTimeOffset start, DateTimeOffset end, T what) in stretches)
        {
            if (moment >= start && moment < end)
            {
                return what;
            }
        }

        return otherwise;
    }
}
