using System.Globalization;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Profiles;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Schedules;
using EdgeWatch.Evidence;
using EdgeWatch.Storage;
using EventId = EdgeWatch.Core.Events.EventId;

namespace EdgeWatch.Digest;

/// <summary>One moment of a day: an event, and how many more there were like it at its camera.</summary>
/// <param name="Event">The one with the highest peak.</param>
/// <param name="Verdict">What somebody has said of it; null for nothing.</param>
/// <param name="Others">When the others began.</param>
/// <param name="Picture">A JPEG file; null where none is kept.</param>
internal sealed record DigestMoment(PastEvent Event, string? Verdict, IReadOnlyList<DateTimeOffset> Others, byte[]? Picture)
{
    /// <summary>What was called right is told first.</summary>
    public const string Right = "right";

    /// <summary>What was called normal is told last.</summary>
    public const string Normal = "normal";
}

/// <summary>A day of one camera.</summary>
/// <param name="Id">The camera.</param>
/// <param name="Hundredths">Highest score of each minute of the day in hundredths; null where nothing was scored.</param>
/// <param name="Threshold">The threshold that was in force last, 0–1; null where no scores are kept.</param>
/// <param name="Missed">Stretches in which nothing was scored, as minutes of the day.</param>
/// <param name="KnownUntil">The minute up to which it is known what was scored: scores are written once an hour.</param>
internal sealed record DigestCamera(
    string Id, int?[] Hundredths, double? Threshold, IReadOnlyList<(int From, int To)> Missed, int KnownUntil);

/// <summary>
/// A day of a node: its most unusual moments, and what was missed. The highest peak comes first; what was called right comes before all
/// others and what was called normal after them; of the events of one camera that are alike, the highest stands for all.
/// </summary>
internal sealed record DayDigest
{
    /// <summary>Moments at most: a minute is short.</summary>
    private const int MostMoments = 12;

    /// <summary>Minutes without a score that are told at least: a camera that starts again takes less.</summary>
    private const int LeastMissed = 2;

    /// <summary>Others like a moment whose time is told at most.</summary>
    private const int MostOthers = 6;

    /// <summary>Minutes of an hour.</summary>
    public const int MinutesPerHour = 60;

    /// <summary>Minutes of a day that has no hour too many or too few.</summary>
    public const int MinutesPerDay = 24 * MinutesPerHour;

    /// <summary>The first day that a digest can be of: ids of events tell the time since then.</summary>
    public static readonly DateOnly FirstDay = DateOnly.FromDateTime(DateTime.UnixEpoch);

    /// <summary>The last one: what there is of a day is looked for until an hour into the next.</summary>
    public static readonly DateOnly LastDay = DateOnly.MaxValue.AddDays(-1);

    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>The day, by the clock on the wall.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Where that clock hangs.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>The moments, in the order in which they are told.</summary>
    public required IReadOnlyList<DigestMoment> Moments { get; init; }

    /// <summary>What came on that day as it keeps doing, and may be normal.</summary>
    public required IReadOnlyList<Habit> Habits { get; init; }

    /// <summary>Events of the day that are kept.</summary>
    public required int Events { get; init; }

    /// <summary>The cameras, in the order of the config.</summary>
    public required IReadOnlyList<DigestCamera> Cameras { get; init; }

    /// <summary>Whether anything of the day is kept.</summary>
    public bool IsKnown => Events > 0 || Cameras.Any(camera => camera.Threshold is not null);

    /// <summary>Where the clock hangs by which a node has its days.</summary>
    public static TimeZoneInfo ZoneOf(EdgeWatchOptions options) => TimeZoneName.Find(options.TimeZone) ?? TimeZoneInfo.Utc;

    /// <summary>What that clock shows now.</summary>
    public static DateTime LocalNow(EdgeWatchOptions options, TimeProvider time) =>
        TimeZoneInfo.ConvertTime(time.GetUtcNow(), ZoneOf(options)).DateTime;

    /// <summary>The day before today by that clock.</summary>
    public static DateOnly Yesterday(EdgeWatchOptions options, TimeProvider time) =>
        DateOnly.FromDateTime(LocalNow(options, time)).AddDays(-1);

    /// <summary>Reads a day as people name it, 2026-03-01.</summary>
    /// <returns>Null for what is none, and for a day before <see cref="FirstDay"/> or after <see cref="LastDay"/>.</returns>
    public static DateOnly? Find(string text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
        && day >= FirstDay && day <= LastDay ? day : null;

    /// <summary>A day as <see cref="Find"/> reads it.</summary>
    public static string NameOf(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>Puts a day together from what is kept in the state directory.</summary>
    public static DayDigest Collect(EdgeWatchOptions options, DateOnly day, TimeProvider time)
    {
        TimeZoneInfo zone = ZoneOf(options);
        PastEvent[] events = [.. EventsOf(options.StateDirectory, day, zone)];
        IReadOnlyDictionary<string, bool> said = PastLessons.Of(options);
        return new DayDigest
        {
            Day = day,
            Zone = zone,
            Events = events.Length,
            Habits = events.Length == 0 ? [] : [.. Habit.Find(options, said).Where(habit => habit.Days.Contains(day))],
            Moments = [.. MomentsOf(events, options, said)],
            Cameras = [.. options.Cameras.Select(camera => CameraOf(camera.Id, options.StateDirectory, day, zone, time.GetUtcNow()))],
        };
    }

    /// <summary>What was missed: of each camera that was not watched all the time, what comes after its id.</summary>
    public IEnumerable<(string Camera, string Text)> MissedIn(Language language)
    {
        foreach (DigestCamera camera in Cameras)
        {
            if (camera.Threshold is null)
            {
                yield return (camera.Id, $": {language.Say("digest.no_scores")}");
            }
            else if (camera.Missed.Count > 0)
            {
                string gaps = string.Join(", ", camera.Missed.Select(gap => $"{ClockOf(gap.From)}–{ClockOf(gap.To)}"));
                yield return (camera.Id, $" {language.Say("digest.not_watched", gaps)}");
            }
        }
    }

    /// <summary>Why a moment was told.</summary>
    public string WhyIn(DigestMoment moment, Language language) => moment.Event.WhyIn(new Wording(language, Zone));

    /// <summary>How many more there were like a moment, and when.</summary>
    public string OthersIn(DigestMoment moment, Language language)
    {
        string more = moment.Others.Count > MostOthers ? " …" : "";
        return language.Say("digest.others", moment.Others.Count, string.Join(", ", moment.Others.Take(MostOthers).Select(ClockOf)) + more);
    }

    /// <summary>A moment of the day on the clock.</summary>
    public string ClockOf(DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, Zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A day as people say it.</summary>
    public static string DayIn(DateOnly day, Language language) => language.Say(
        "digest.date", language.Days[(int)day.DayOfWeek], day.Day, language.Months[day.Month - 1], day.Year);

    /// <summary>A minute of the day on the clock.</summary>
    public static string ClockOf(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");

    private static IEnumerable<PastEvent> EventsOf(string stateDirectory, DateOnly day, TimeZoneInfo zone)
    {
        string folder = EventFolders.In(stateDirectory);
        IEnumerable<string> near = EventFolders.EventIdsIn(folder)
            .Where(id => Math.Abs((EventId.TimeOf(id).UtcDateTime - day.ToDateTime(TimeOnly.MinValue)).TotalDays) < 3);
        return PastEvent.AllIn(folder, near)
            .Where(past => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(past.StartedAt, zone).DateTime) == day);
    }

    private static IEnumerable<DigestMoment> MomentsOf(
        PastEvent[] events, EdgeWatchOptions options, IReadOnlyDictionary<string, bool> said)
    {
        return events
            .GroupBy(past => (past.Camera, Rank: Rank(past)))
            .SelectMany(group => AlikeEvents.In(group, EventFolders.In(options.StateDirectory)))
            .OrderBy(alike => Rank(alike.Highest))
            .ThenByDescending(alike => alike.Highest.PeakScore ?? 0)
            .Take(MostMoments)
            .Select(alike => new DigestMoment(
                alike.Highest,
                VerdictOf(alike.Highest),
                [.. alike.Others.Select(past => past.StartedAt)],
                PictureOf(options.StateDirectory, alike.Highest.EventId)));

        int Rank(PastEvent past) => !said.TryGetValue(past.EventId, out bool isNormal) ? 1 : isNormal ? 2 : 0;

        string? VerdictOf(PastEvent past) => Rank(past) switch { 0 => DigestMoment.Right, 2 => DigestMoment.Normal, _ => null };
    }

    /// <summary>The one with the place marked, if it is kept.</summary>
    private static byte[]? PictureOf(string stateDirectory, string eventId)
    {
        string folder = EventFolders.In(stateDirectory);
        return EventFolders.ReadFile(folder, eventId, EventPictures.HeatMapName)
            ?? EventFolders.ReadFile(folder, eventId, EventPictures.SnapshotName);
    }

    private static DigestCamera CameraOf(string id, string stateDirectory, DateOnly day, TimeZoneInfo zone, DateTimeOffset now)
    {
        DateTimeOffset from = LocalTime.ToMoment(day.ToDateTime(TimeOnly.MinValue), zone);
        ScoreChunk[] chunks =
        [
            .. new ScoreLog(stateDirectory, id).Read(from.AddHours(-1)).Where(chunk => chunk.From < from.AddDays(1).AddHours(1)),
        ];
        int?[] minutes = new int?[MinutesPerDay];
        int known = 0;
        foreach (ScoreChunk chunk in chunks)
        {
            foreach ((int at, int? score) in chunk.Hundredths.Index())
            {
                DateTime local = TimeZoneInfo.ConvertTime(chunk.From.AddMinutes(at), zone).DateTime;
                if (DateOnly.FromDateTime(local) == day)
                {
                    int minute = (local.Hour * 60) + local.Minute;
                    minutes[minute] = score is { } its ? Math.Max(minutes[minute] ?? 0, its) : minutes[minute];
                    known = Math.Max(known, minute + 1);
                }
            }
        }

        // A day that is over is known whole, but for the last hour of a daemon that still runs.
        bool isOver = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now.AddHours(-1), zone).DateTime) > day;
        known = isOver && chunks.Length > 0 ? MinutesPerDay : known;
        bool IsMissed(int minute) =>
            minutes[minute] is null && LocalTime.Exists(day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute), zone);
        return new DigestCamera(id, minutes, chunks is [.., var last] ? last.Threshold : null, [.. Stretches(IsMissed, known)], known);
    }

    private static IEnumerable<(int From, int To)> Stretches(Predicate<int> isMissed, int known)
    {
        for (int from = 0; from < known; from++)
        {
            int to = from;
            while (to < known && isMissed(to))
            {
                to++;
            }

            if (to - from >= LeastMissed)
            {
                yield return (from, to);
            }

            from = to;
        }
    }
}
