using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Gallery;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Storage;
using Microsoft.Extensions.Logging;
using EventId = EdgeWatch.Core.Events.EventId;

namespace EdgeWatch.Evidence;

/// <summary>The pictures of an event that are told, as JPEG files; null where one could not be made.</summary>
/// <param name="Snapshot">What the camera saw, with boxes and the reason.</param>
/// <param name="HeatMap">The same with the unusual places in colour.</param>
public sealed record EventPictureSet(byte[]? Snapshot, byte[]? HeatMap);

/// <summary>
/// Makes the snapshot and the heat map of an event and keeps them in a folder of bounded size, one event at a time: on a small
/// machine, evidence must not take the processor away from watching. Neither a full disk nor a picture that cannot be made reaches
/// the caller: an alert without pictures is still an alert.
/// </summary>
/// <param name="retention">The folder and its bounds.</param>
/// <param name="logger">Told when pictures begin to fail and when they work again.</param>
public sealed partial class EventPictures(EventRetention retention, ILogger<EventPictures> logger)
{
    /// <summary>Name of the file with what the camera saw, with boxes and the reason.</summary>
    public const string SnapshotName = "snapshot.jpg";

    /// <summary>Name of the file with what the camera saw, and nothing else.</summary>
    public const string PlainName = "plain.jpg";

    /// <summary>Name of the file with the unusual places in colour.</summary>
    public const string HeatMapName = "heatmap.jpg";

    /// <summary>Name of the file with something unusual beside what is normal and most like it.</summary>
    public const string NearestName = "nearest.jpg";

    /// <summary>Name of the file with the latest message about the event.</summary>
    public const string MessageName = "event.json";

    /// <summary>Name of the file with what the event showed.</summary>
    public const string TraceName = "trace";

    /// <summary>Name of the file with the event's score over its time.</summary>
    public const string CourseName = "course.json";

    private readonly Lock _gate = new();
    private bool _drawingFails;
    private bool _writingFails;
    private long _revision;

    /// <summary>Another number whenever a message has been kept.</summary>
    public long Revision => Interlocked.Read(ref _revision);

    /// <summary>
    /// Makes snapshot, plain picture and heat map and writes them in place of earlier ones of the event; where there is no room, old events
    /// go.
    /// </summary>
    /// <param name="eventId">The event's ULID.</param>
    /// <param name="frame">The frame to show; it is not changed.</param>
    /// <param name="heatMap">Its scores.</param>
    /// <param name="reason">Why it is unusual, in words.</param>
    /// <returns>The pictures, also when they could not be written.</returns>
    /// <exception cref="ArgumentException"><paramref name="eventId"/> is no ULID.</exception>
    public EventPictureSet Save(string eventId, Frame frame, in HeatMap heatMap, string reason)
    {
        if (!EventId.IsValid(eventId))
        {
            throw new ArgumentException("Not a ULID.", nameof(eventId));
        }

        lock (_gate)
        {
            (byte[]? plain, byte[]? snapshot) = DrawLocked(frame, heatMap.Regions, reason);
            byte[]? painted = DrawLocked(frame, heatMap);
            TryWriteLocked(eventId, (SnapshotName, snapshot), (PlainName, plain), (HeatMapName, painted));
            return new EventPictureSet(snapshot, painted);
        }
    }

    /// <summary>Makes snapshot and plain picture anew of the same frame at the camera's resolution.</summary>
    /// <param name="eventId">The event's ULID.</param>
    /// <param name="still">The frame at that resolution; it is not changed.</param>
    /// <param name="regions">What is outlined.</param>
    /// <param name="reason">Why it is unusual, in words.</param>
    /// <returns>The snapshot as a JPEG file; null where it could not be made.</returns>
    public byte[]? SaveStill(string eventId, Frame still, IReadOnlyList<Region> regions, string reason)
    {
        lock (_gate)
        {
            (byte[]? plain, byte[]? snapshot) = DrawLocked(still, regions, reason);
            TryWriteLocked(eventId, (SnapshotName, snapshot), (PlainName, plain));
            return snapshot;
        }
    }

    /// <summary>Draws what an event shows beside what is normal and most like it, and keeps it in place of an earlier one.</summary>
    /// <param name="eventId">The event's ULID.</param>
    /// <param name="nearest">Both.</param>
    public void SaveNearest(string eventId, NearestNormal nearest)
    {
        lock (_gate)
        {
            if (TryDrawLocked(() => NearestPainter.Paint(nearest)) is { } drawn)
            {
                TryWriteLocked(eventId, (NearestName, drawn));
            }
        }
    }

    /// <summary>Keeps the latest message about an event beside its pictures, for those who ask later.</summary>
    /// <param name="eventId">The event's ULID.</param>
    /// <param name="message">The payload.</param>
    /// <param name="isLast">Whether the event is over and nothing more comes of it.</param>
    public void SaveMessage(string eventId, byte[] message, bool isLast)
    {
        lock (_gate)
        {
            TryWriteLocked(eventId, (MessageName, message));
            if (isLast)
            {
                retention.Finish(eventId);
            }

            Interlocked.Increment(ref _revision);
        }
    }

    /// <summary>Keeps an event's score over its time, in place of what was kept of it before.</summary>
    /// <param name="eventId">The event's ULID.</param>
    /// <param name="course">Until now.</param>
    public void SaveCourse(string eventId, EventCourse course)
    {
        lock (_gate)
        {
            TryWriteLocked(eventId, (CourseName, CourseFile.Write(course)));
        }
    }

    /// <summary>An event's score over its time; null when it was not kept or cannot be read.</summary>
    public EventCourse? FindCourse(string eventId) => TryRead(eventId, CourseName) is { } file ? CourseFile.TryRead(file) : null;

    /// <summary>Keeps what an event showed, for those who say afterwards whether it was normal.</summary>
    /// <param name="eventId">The event's ULID.</param>
    /// <param name="trace">See <see cref="EdgeWatch.Core.Teaching.TraceFormat"/>.</param>
    public void SaveTrace(string eventId, byte[] trace)
    {
        lock (_gate)
        {
            TryWriteLocked(eventId, (TraceName, SealedFile.Seal(trace, SealedFormat.Trace)));
        }
    }

    /// <summary>Whether what an event showed is kept.</summary>
    public bool HasTrace(string eventId) => File.Exists(Path.Combine(retention.EventsDirectory, eventId, TraceName));

    /// <summary>Reads what an event showed; null when it is not there or cannot be used.</summary>
    internal EventTrace? ReadTrace(string eventId, Func<byte[], EventTrace?> read)
    {
        try
        {
            return TryRead(eventId, TraceName) is { } bytes ? read(SealedFile.Open(bytes, SealedFormat.Trace).ToArray()) : null;
        }
        catch (InvalidDataException)
        {
            // A power cut has spoilt it.
            return null;
        }
    }

    /// <summary>Ids of all events that are kept, in no order.</summary>
    public IReadOnlyList<string> EventIds() => retention.EventIds();

    /// <summary>The latest message about an event; null when there is none.</summary>
    public byte[]? FindMessage(string eventId) => TryRead(eventId, MessageName);

    /// <summary>The latest messages about past events that can be read, the newest event first.</summary>
    /// <param name="from">Events that began then or later.</param>
    /// <param name="to">Events that began then or before.</param>
    /// <param name="limit">Most events.</param>
    public IEnumerable<byte[]> FindMessages(DateTimeOffset from, DateTimeOffset to, int limit) => retention.EventIds()
        .Where(id => EventId.TimeOf(id) is var began && began >= from && began <= to)
        .OrderDescending(StringComparer.Ordinal)
        .Select(FindMessage)
        .OfType<byte[]>()
        .Take(limit);

    private byte[]? TryRead(string eventId, string name)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(retention.EventsDirectory, eventId, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Path of one of an event's files below the state directory, as messages name it; null when it is not there.</summary>
    public string? PathOf(string eventId, string name) =>
        File.Exists(Path.Combine(retention.EventsDirectory, eventId, name)) ? $"events/{eventId}/{name}" : null;

    private (byte[]? Plain, byte[]? Snapshot) DrawLocked(Frame frame, IReadOnlyList<Region> regions, string reason)
    {
        byte[]? plain = null;
        byte[]? snapshot = TryDrawLocked(() =>
        {
            using RgbPicture picture = RgbPicture.Of(frame);
            plain = picture.ToJpeg();
            SnapshotPainter.Paint(picture, regions, reason);
            return picture.ToJpeg();
        });
        return (plain, snapshot);
    }

    private byte[]? DrawLocked(Frame frame, HeatMap heatMap) => TryDrawLocked(() =>
    {
        using RgbPicture picture = RgbPicture.Of(frame);
        HeatMapPainter.Paint(picture, frame.Size, heatMap);
        return picture.ToJpeg();
    });

    private byte[]? TryDrawLocked(Func<byte[]> draw)
    {
        try
        {
            byte[] drawn = draw();
            if (_drawingFails)
            {
                _drawingFails = false;
                LogDrawingWorks();
            }

            return drawn;
        }
        catch (EvidenceException exception)
        {
            if (!_drawingFails)
            {
                _drawingFails = true;
                LogDrawingFails(exception.Message);
            }

            return null;
        }
    }

    private void TryWriteLocked(string eventId, params ReadOnlySpan<(string Name, byte[]? Content)> files)
    {
        try
        {
            long bytes = 0;
            foreach ((_, byte[]? content) in files)
            {
                bytes += content?.Length ?? 0;
            }

            string folder = retention.MakeRoom(eventId, bytes);
            foreach ((string name, byte[]? content) in files)
            {
                Write(folder, name, content);
            }

            if (_writingFails)
            {
                _writingFails = false;
                LogWritingWorks(retention.EventsDirectory);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_writingFails)
            {
                _writingFails = true;
                LogWritingFails(retention.EventsDirectory, exception.Message);
            }
        }
    }

    private static void Write(string folder, string name, byte[]? content)
    {
        if (content is null)
        {
            return;
        }

        string path = Path.Combine(folder, name);
        string unfinished = Unfinished.PathOf(path);
        using (FileStream file = File.Create(unfinished))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
