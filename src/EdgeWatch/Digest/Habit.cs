using EdgeWatch.Configuration;
using EdgeWatch.Core.Languages;
using EdgeWatch.Evidence;

namespace EdgeWatch.Digest;

/// <summary>
/// What keeps coming back: events of one camera that are alike, on three days or more at nearly the same time, of which nobody has said
/// anything. It may be offered as normal; only what people say makes it so.
/// </summary>
/// <param name="Newest">The newest of the events: who says that it was normal speaks of all.</param>
/// <param name="Day">The day of the week on which it comes; null for nearly every day.</param>
/// <param name="At">About when, by the clock on the wall.</param>
/// <param name="Days">The days on which it came, in order.</param>
internal sealed record Habit(PastEvent Newest, DayOfWeek? Day, TimeOnly At, IReadOnlyList<DateOnly> Days)
{
    /// <summary>Days on which it came at least.</summary>
    public const int FewestDays = 3;

    /// <summary>How far from its usual time it may come: lorries and postmen are no clockwork.</summary>
    public static readonly TimeSpan Nearly = TimeSpan.FromMinutes(20);

    /// <summary>
    /// Part of the days, or weeks, from the first to the last on which it came at least, and part of the events that are alike which came
    /// at that time: what comes at any time has no habit.
    /// </summary>
    private const double LeastPart = 0.5;

    /// <summary>Events of a camera that are looked at, the newest: months of most cameras.</summary>
    private const int MostEvents = 256;

    private const int DaysOfWeek = 7;

    /// <summary>When it comes, in words.</summary>
    public string WhenIn(Language language) => Day is { } day
        ? language.Say("digest.habit.weekly", language.Days[(int)day], At.Hour, At.Minute)
        : language.Say("digest.habit.daily", At.Hour, At.Minute);

    /// <summary>What it is, when it comes and on how many days it did, in words.</summary>
    public string WordsIn(Language language) =>
        $"{Newest.WhyIn(language)}, {language.Say("digest.habit.said", WhenIn(language), Days.Count)}";

    /// <summary>What there is in the state directory of cameras of the config, camera after camera, what came on most days first.</summary>
    /// <param name="options">The config.</param>
    /// <param name="said">The events of which people have said something; see <see cref="PastLessons"/>.</param>
    public static IReadOnlyList<Habit> Find(EdgeWatchOptions options, IReadOnlyDictionary<string, bool> said)
    {
        string folder = EventFolders.In(options.StateDirectory);
        TimeZoneInfo zone = DayDigest.ZoneOf(options);
        return
        [
            .. PastEvent.AllIn(folder, EventFolders.EventIdsIn(folder).OrderDescending(StringComparer.Ordinal))
                .GroupBy(past => past.Camera)
                .Where(camera => options.Cameras.Any(its => its.Id == camera.Key))
                .OrderBy(camera => camera.Key, StringComparer.Ordinal)
                .SelectMany(camera => AlikeEvents.In(camera.Take(MostEvents), folder)
                    .Select(alike => alike.All)
                    .Where(all => !all.Any(past => said.ContainsKey(past.EventId)))
                    .Select(all => Of([.. all], zone))
                    .OfType<Habit>()
                    .OrderByDescending(habit => habit.Days.Count)),
        ];
    }

    private static Habit? Of(PastEvent[] alike, TimeZoneInfo zone)
    {
        Moment[] all = [.. alike.Select(past => new Moment(past, TimeZoneInfo.ConvertTime(past.StartedAt, zone).DateTime))];
        IEnumerable<Moment[]> near = all.Select(centre => all.Where(its => centre.IsNear(its)).ToArray());
        return near
            .SelectMany(together => together.GroupBy(its => (DayOfWeek?)its.Local.DayOfWeek)
                .Select(day => (day.Key, Moments: day.ToArray()))
                .Prepend((null, together)))
            .Where(its => its.Moments.Length >= LeastPart * all.Length)
            .Select(Habit? (its) => Of(its.Moments, its.Key))
            .OfType<Habit>()
            .MaxBy(habit => habit.Days.Count);
    }

    private static Habit? Of(Moment[] moments, DayOfWeek? day)
    {
        DateOnly[] days = [.. moments.Select(its => DateOnly.FromDateTime(its.Local)).Distinct().Order()];
        int possible = ((days[^1].DayNumber - days[0].DayNumber) / (day is null ? 1 : DaysOfWeek)) + 1;
        if (days.Length < FewestDays || days.Length < LeastPart * possible)
        {
            return null;
        }

        Moment newest = moments.MaxBy(its => its.Local)!;
        TimeSpan[] offsets = [.. moments.Select(its => its.After(newest)).Order()];
        return new Habit(newest.Event, day, TimeOnly.FromDateTime(newest.Local).Add(offsets[offsets.Length / 2]), days);
    }

    /// <summary>An event on the clock on the wall.</summary>
    private sealed record Moment(PastEvent Event, DateTime Local)
    {
        /// <summary>How much later in the day it came than another; negative: earlier. Half a day at most, over midnight.</summary>
        public TimeSpan After(Moment other)
        {
            TimeSpan later = Local.TimeOfDay - other.Local.TimeOfDay;
            TimeSpan half = TimeSpan.FromDays(0.5);
            return later > half ? later - TimeSpan.FromDays(1) : later < -half ? later + TimeSpan.FromDays(1) : later;
        }

        public bool IsNear(Moment other) => After(other).Duration() <= Nearly;
    }
}
