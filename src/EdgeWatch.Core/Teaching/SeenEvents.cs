using EdgeWatch.Core.Schedules;

namespace EdgeWatch.Core.Teaching;

/// <summary>
/// What the newest events of a camera were like, to say of another one how often the like was seen this week. Some 20 kB an event at 240
/// rows, <see cref="Capacity"/> events. Not thread-safe.
/// </summary>
public sealed class SeenEvents
{
    /// <summary>Events that are remembered; past it, the oldest is forgotten. Far more than a week's at the default threshold.</summary>
    public const int Capacity = 64;

    private const int DaysOfWeek = 7;

    private readonly List<(string Id, DateTimeOffset StartedAt, Likeness Likeness)> _events = [];

    /// <summary>
    /// When the week began that counts: today and the six days before, by the clock on the wall, so that each day has a name of its own.
    /// </summary>
    public static DateTimeOffset WeekOf(DateTimeOffset moment, TimeZoneInfo zone) =>
        LocalTime.ToMoment(TimeZoneInfo.ConvertTime(moment, zone).Date.AddDays(1 - DaysOfWeek), zone);

    /// <summary>Whether an event is remembered.</summary>
    public bool Contains(string eventId) => _events.Exists(its => its.Id == eventId);

    /// <summary>Remembers an event, in place of what was known of it before.</summary>
    /// <param name="eventId">The event's ULID.</param>
    /// <param name="startedAt">When it began.</param>
    /// <param name="shown">What it has shown so far.</param>
    public void Add(string eventId, DateTimeOffset startedAt, EventTrace shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        _events.RemoveAll(earlier => earlier.Id == eventId);
        _events.Add((eventId, startedAt, new Likeness(Lesson.MarksOf(shown.Surprises), shown.Looks.Copy(), shown.Grid, isLeast: false)));
        if (_events.Count > Capacity)
        {
            _events.Remove(_events.MinBy(its => its.StartedAt));
        }
    }

    /// <summary>How often the like of an event was seen before it, in its week.</summary>
    /// <param name="eventId">The event's ULID.</param>
    /// <param name="startedAt">When it began.</param>
    /// <param name="shown">What it has shown so far; of the grid of all that are remembered.</param>
    /// <param name="zone">Where the clock on the wall hangs.</param>
    /// <returns>Null for never.</returns>
    public SeenBefore? Find(string eventId, DateTimeOffset startedAt, EventTrace shown, TimeZoneInfo zone)
    {
        DateTimeOffset from = WeekOf(startedAt, zone);
        DateTimeOffset[] times =
        [
            .. _events
                .Where(its => its.Id != eventId && its.StartedAt >= from && its.StartedAt < startedAt && its.Likeness.IsOf(shown))
                .Select(its => its.StartedAt)
                .Order(),
        ];
        return times is [var first, ..] ? new SeenBefore(times.Length, first, times[^1]) : null;
    }
}

/// <summary>How often the like of an event was seen before it: today and on the six days before.</summary>
/// <param name="Times">Events of the like; 1 for the second time.</param>
/// <param name="Since">When the first of them began.</param>
/// <param name="Last">When the last of them began.</param>
public sealed record SeenBefore(int Times, DateTimeOffset Since, DateTimeOffset Last);
