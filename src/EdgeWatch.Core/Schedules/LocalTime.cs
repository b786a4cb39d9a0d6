namespace EdgeWatch.Core.Schedules;

/// <summary>Turns what the clock on a wall shows into a moment, also on the days on which that clock is put forward or back.</summary>
public static class LocalTime
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The moment. A time that does not exist, since the clock was put forward over it, is the moment at which that was done. One that
    /// comes twice, since the clock was put back, is the first. So a later time of the clock is never an earlier moment.
    /// </summary>
    /// <param name="local">What the clock shows; its kind does not matter.</param>
    /// <param name="zone">Where the clock hangs.</param>
    public static DateTimeOffset ToMoment(DateTime local, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        DateTime shown = local;
        DateTimeOffset? moment;
        while ((moment = FirstAt(shown, zone)) is null)
        {
            shown += Step;
        }

        return moment.Value;
    }

    /// <summary>Whether a clock shows a time at all: not one over which it is put forward.</summary>
    /// <param name="local">The time; its kind does not matter.</param>
    /// <param name="zone">Where the clock hangs.</param>
    public static bool Exists(DateTime local, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return FirstAt(local, zone) is not null;
    }

    /// <summary>
    /// By the offsets before and after a change that is near, and not by what the zone says of invalid and ambiguous times: it takes the
    /// one for the other where the time of winter is the exception and not that of summer (Dublin, Casablanca).
    /// </summary>
    private static DateTimeOffset? FirstAt(DateTime local, TimeZoneInfo zone)
    {
        DateTime shown = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        DateTimeOffset near = new(shown, TimeSpan.Zero);
        DateTimeOffset before = new(shown, zone.GetUtcOffset(near.AddDays(-1)));
        DateTimeOffset after = new(shown, zone.GetUtcOffset(near.AddDays(1)));
        return IsShownAt(before) ? before : IsShownAt(after) ? after : null;

        bool IsShownAt(DateTimeOffset moment) => zone.GetUtcOffset(moment) == moment.Offset;
    }
}
