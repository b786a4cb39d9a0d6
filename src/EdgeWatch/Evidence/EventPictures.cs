using System.Buffers;
using EdgeWatch.Core.Evidence;
using EdgeWatch.Core.Frames;
using Microsoft.Extensions.Logging;
using EventId = EdgeWatch.Core.Events.EventId;

namespace EdgeWatch.Evidence;

/// <summary>
/// Makes the snapshot and the heat map of an event and keeps them in a folder of bounded size. Neither a full disk nor a broken
/// ffmpeg reaches the caller: an alert without pictures is still an alert.
/// </summary>
/// <param name="encoder">Makes the JPEG files.</param>
/// <param name="retention">The folder and its bounds.</param>
/// <param name="logger">Told when pictures begin to fail and when they work again.</param>
public sealed partial class EventPictures(JpegEncoder encoder, PictureRetention retention, ILogger<EventPictures> logger)
{
    /// <summary>Name of the file with what the camera saw.</summary>
    public const string SnapshotName = "snapshot.jpg";

    /// <summary>Name of the file with the unusual places in colour.</summary>
    public const string HeatMapName = "heatmap.jpg";

    /// <summary>Name of the file with the latest message about the event.</summary>
    public const string MessageName = "event.json";

    private readonly Lock _gate = new();
    private bool _encodingFails;
    private bool _writingFails;

    /// <summary>Makes both pictures, writes them, in place of earlier ones of the same event, and removes old events.</summary>
    /// <param name="eventId">The event's ULID.</param>
    /// <param name="frame">The frame to show; the caller keeps its lease until the task ends.</param>
    /// <param name="heatMap">Its scores; they must not change until the task ends.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The pictures, also when they could not be written.</returns>
    /// <exception cref="ArgumentException"><paramref name="eventId"/> is no ULID.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired.</exception>
    public async Task<EventPictureSet> SaveAsync(string eventId, Frame frame, HeatMap heatMap, CancellationToken cancellationToken)
    {
        if (!EventId.IsValid(eventId))
        {
            throw new ArgumentException("Not a ULID.", nameof(eventId));
        }

        byte[]? snapshot = await TryEncodeAsync(frame.Size, frame.Pixels, cancellationToken).ConfigureAwait(false);
        byte[]? painted = await TryEncodeHeatMapAsync(frame, heatMap, cancellationToken).ConfigureAwait(false);
        var pictures = new EventPictureSet(snapshot, painted);
        lock (_gate)
        {
            TryWriteLocked(eventId, (SnapshotName, pictures.Snapshot), (HeatMapName, pictures.HeatMap));
        }

        return pictures;
    }

    /// <summary>Keeps the latest message about an event beside its pictures, for those who ask later.</summary>
    /// <param name="eventId">The event's ULID.</param>
    /// <param name="message">The payload.</param>
    public void SaveMessage(string eventId, byte[] message)
    {
        lock (_gate)
        {
            TryWriteLocked(eventId, (MessageName, message));
        }
    }

    /// <summary>The latest messages about past events that can be read, the newest event first.</summary>
    /// <param name="from">Events that began then or later.</param>
    /// <param name="to">Events that began then or before.</param>
    /// <param name="limit">Most events.</param>
    public IEnumerable<byte[]> FindMessages(DateTimeOffset from, DateTimeOffset to, int limit) => retention.EventIds()
        .Where(id => EventId.TimeOf(id) is var began && began >= from && began <= to)
        .OrderDescending(StringComparer.Ordinal)
        .Select(TryReadMessage)
        .OfType<byte[]>()
        .Take(limit);

    private byte[]? TryReadMessage(string eventId)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(retention.EventsDirectory, eventId, MessageName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether an event's snapshot is on disk.</summary>
    public bool HasSnapshot(string eventId) => File.Exists(Path.Combine(retention.EventsDirectory, eventId, SnapshotName));

    private async Task<byte[]?> TryEncodeHeatMapAsync(Frame frame, HeatMap heatMap, CancellationToken cancellationToken)
    {
        int length = frame.Size.TotalBytes;
        byte[] copy = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            frame.Pixels.Span.CopyTo(copy);
            HeatMapPainter.Paint(new I420Canvas(frame.Size, copy.AsSpan(0, length)), heatMap);
            return await TryEncodeAsync(frame.Size, copy.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private async Task<byte[]?> TryEncodeAsync(FrameSize size, ReadOnlyMemory<byte> pixels, CancellationToken cancellationToken)
    {
        try
        {
            byte[] jpeg = await encoder.EncodeAsync(size, pixels, cancellationToken).ConfigureAwait(false);
            if (Interlocked.Exchange(ref _encodingFails, false))
            {
                LogEncodingWorks();
            }

            return jpeg;
        }
        catch (EvidenceException exception)
        {
            if (!Interlocked.Exchange(ref _encodingFails, true))
            {
                LogEncodingFails(exception.Message);
            }

            return null;
        }
    }

    private void TryWriteLocked(string eventId, params ReadOnlySpan<(string Name, byte[]? Content)> files)
    {
        try
        {
            string folder = Path.Combine(retention.EventsDirectory, eventId);
            Directory.CreateDirectory(folder);
            foreach ((string name, byte[]? content) in files)
            {
                Write(folder, name, content);
            }

            retention.Enforce(eventId);
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

    // Written beside and renamed, so that a reader or a power cut never meets half a picture.
    private static void Write(string folder, string name, byte[]? content)
    {
        if (content is null)
        {
            return;
        }

        string path = Path.Combine(folder, name);
        string unfinished = path + ".part";
        using (FileStream file = File.Create(unfinished))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
