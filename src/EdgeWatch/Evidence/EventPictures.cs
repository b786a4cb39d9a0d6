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
            TryWriteLocked(eventId, pictures);
        }

        return pictures;
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

    private void TryWriteLocked(string eventId, EventPictureSet pictures)
    {
        try
        {
            string folder = Path.Combine(retention.EventsDirectory, eventId);
            Directory.CreateDirectory(folder);
            Write(folder, SnapshotName, pictures.Snapshot);
            Write(folder, HeatMapName, pictures.HeatMap);
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
    private static void Write(string folder, string name, byte[]? jpeg)
    {
        if (jpeg is null)
        {
            return;
        }

        string path = Path.Combine(folder, name);
        string unfinished = path + ".part";
        using (FileStream file = File.Create(unfinished))
        {
            file.Write(jpeg);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
