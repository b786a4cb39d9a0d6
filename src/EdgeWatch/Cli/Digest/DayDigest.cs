using System.Globalization;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Schedules;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Evidence;
using EdgeWatch.Storage;
using EventId = EdgeWatch.Core.Events.EventId;

namespace EdgeWatch.Cli.Digest;

/// <summary>One moment of a day: an event, and how many more there were of its kind at its camera.</summary>
/// <param name="Event">The one with the highest peak.</param>
/// <param name="Verdict">What somebody has said of it; null for nothing.</param>
/// <param name="Others">When the others began.</param>
/// <param name="Picture">A JPEG file; null where none is kept.</param>
internal sealed record DigestMoment(PastEvent Event, string? Verdict, IReadOnlyList<DateTimeOffset> Others, byte[]? Picture);

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
/// others and what was called normal after them; of the events of one kind at one camera, the highest stands for all.
/// </summary>
internal sealed record DayDigest
{
    /// <summary>Moments at most: a minute is short.</summary>
    private const int MostMoments = 12;

    /// <summary>Minutes without a score that are told at least: a camera that starts again takes less.</summary>
    private const int LeastMissed = 2;

    private const int MinutesPerDay = 24 * 60;

    public required DateOnly Day { get; init; }

    public required IReadOnlyList<DigestMoment> Moments { get; init; }

    /// <summary>Events of the day that are kept.</summary>
    public required int Events { get; init; }

    public required IReadOnlyList<DigestCamera> Cameras { get; init; }

    /// <summary>Puts a day together from what is kept in the state directory.</summary>
    public static DayDigest Collect(EdgeWatchOptions options, DateOnly day, TimeProvider time)
    {
        TimeZoneInfo zone = time.LocalTimeZone;
        PastEvent[] events = [.. EventsOf(options.StateDirectory, day, zone)];
        return new DayDigest
        {
            Day = day,
            Events = events.Length,
            Moments = [.. MomentsOf(events, options)],
            Cameras = [.. options.Cameras.Select(camera => CameraOf(camera.Id, options.StateDirectory, day, zone, time.GetUtcNow()))],
        };
    }

    /// <summary>What was missed, in one line.</summary>
    public string MissedInWords()
    {
        string[] missed = [.. Cameras.Where(camera => camera.Missed.Count > 0).Select(camera =>
            $"{camera.Id} {string.Join(", ", camera.Missed.Select(gap => $"{ClockOf(gap.From)}–{ClockOf(gap.To)}"))}")];
        return missed.Length > 0 ? string.Join("; ", missed) : "nothing that is known";
    }

    /// <summary>A minute of the day on the clock.</summary>
    public static string ClockOf(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");

    private static IEnumerable<PastEvent> EventsOf(string stateDirectory, DateOnly day, TimeZoneInfo zone)
    {
        string folder = EventFolders.In(stateDirectory);
        return EventFolders.EventIdsIn(folder)
            .Where(id => Math.Abs((EventId.TimeOf(id).UtcDateTime - day.ToDateTime(TimeOnly.MinValue)).TotalDays) < 3)
            .Select(id => EventFolders.ReadFile(folder, id, EventPictures.MessageName))
            .OfType<byte[]>()
            .Select(message => PastEvent.TryParse(message))
            .OfType<PastEvent>()
            .Where(past => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(past.StartedAt, zone).DateTime) == day);
    }

    private static IEnumerable<DigestMoment> MomentsOf(PastEvent[] events, EdgeWatchOptions options)
    {
        Dictionary<string, bool> said = options.Cameras
            .SelectMany(camera => LessonsOf(options.StateDirectory, camera.Id))
            .DistinctBy(lesson => lesson.EventId)
            .ToDictionary(lesson => lesson.EventId, lesson => lesson.IsNormal);
        return events
            .GroupBy(past => (past.Camera, past.Reasons is [var first, ..] ? first.Kind : "", Rank(past)))
            .OrderBy(group => group.Key.Item3)
            .ThenByDescending(group => group.Max(past => past.PeakScore ?? 0))
            .Take(MostMoments)
            .Select(group =>
            {
                PastEvent highest = group.MaxBy(past => past.PeakScore ?? 0)!;
                DateTimeOffset[] others = [.. group.Where(past => past != highest).Select(past => past.StartedAt).Order()];
                return new DigestMoment(highest, VerdictOf(highest), others, PictureOf(options.StateDirectory, highest.EventId));
            });

        int Rank(PastEvent past) => !said.TryGetValue(past.EventId, out bool isNormal) ? 1 : isNormal ? 2 : 0;

        string? VerdictOf(PastEvent past) => Rank(past) switch { 0 => "right", 2 => "normal", _ => null };
    }

    /// <summary>The one with the place marked, if it is kept.</summary>
    private static byte[]? PictureOf(string stateDirectory, string eventId)
    {
        string folder = EventFolders.In(stateDirectory);
        return EventFolders.ReadFile(folder, eventId, EventPictures.HeatMapName)
            ?? EventFolders.ReadFile(folder, eventId, EventPictures.SnapshotName);
    }

    /// <summary>A file that cannot be used is the daemon's to set aside.</summary>
    private static IReadOnlyList<Lesson> LessonsOf(string stateDirectory, string cameraId)
    {
        try
        {
            return StateStore.PeekLessons(stateDirectory, cameraId);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return [];
        }
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
        bool isOver = now - from > TimeSpan.FromDays(1) + TimeSpan.FromHours(1);
        known = isOver && chunks.Length > 0 ? MinutesPerDay : known;
        return new DigestCamera(id, minutes, chunks is [.., var last] ? last.Threshold : null, [.. MissedIn(minutes, known)], known);
    }

    private static IEnumerable<(int From, int To)> MissedIn(int?[] minutes, int known)
    {
        for (int from = 0; from < known; from++)
        {
            int to = from;
            while (to < known && minutes[to] is null)
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
