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
        DateTime shown = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(shown))
        {
            shown += Step;
        }

        TimeSpan offset = zone.IsAmbiguousTime(shown) ? zone.GetAmbiguousTimeOffsets(shown).Max() : zone.GetUtcOffset(shown);
        return new DateTimeOffset(shown, offset);
    }
}
