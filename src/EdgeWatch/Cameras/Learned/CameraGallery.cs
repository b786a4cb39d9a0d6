using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Gallery;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Watching;
using EdgeWatch.Evidence;

namespace EdgeWatch.Cameras.Learned;

/// <summary>
/// Takes the pictures of a camera's gallery, and finds in it what is most like what an event shows. For one caller at a time.
/// </summary>
/// <param name="watch">The camera's watch.</param>
/// <param name="time">The clock.</param>
internal sealed class CameraGallery(SceneWatch watch, TimeProvider time) : IDisposable
{
    /// <summary>Columns of a picture at most: what is as large as a person in 240 rows can be made out.</summary>
    private const int MostColumns = 480;

    /// <summary>Of 100; such a picture takes some 20 kB.</summary>
    private const int JpegQuality = 70;

    /// <summary>Time from one picture to the next: making one takes some milliseconds.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly OddestGlance _oddest = new(watch.Grid, time);
    private Task<byte[]?> _drawing = Task.FromResult<byte[]?>(null);
    private int _number;
    private DateTimeOffset _takenAt;
    private long _due;

    /// <summary>The pictures.</summary>
    public SceneGallery Pictures { get; } = new(
        (PresenceNormality)watch.Normality.ByKind[PresenceNormality.Kind.Index],
        (AppearanceNormality)watch.Normality.ByKind[AppearanceNormality.Kind.Index],
        watch.Grid);

    /// <summary>Takes a picture of the newest frame, beside the caller, if it is worth one.</summary>
    /// <param name="frame">The frame that the watch was given last.</param>
    public void Follow(Frame frame)
    {
        if (!_drawing.IsCompleted || time.GetTimestamp() < _due)
        {
            return;
        }

        Finish();
        _number = Pictures.Choose();
        if (_number > 0)
        {
            _due = time.GetTimestamp() + time.TimestampsIn(Interval);
            _takenAt = frame.CapturedAt;
            Frame shared = frame.Share();
            _drawing = Task.Run(() => Draw(shared));
        }
    }

    /// <summary>Takes the next scored frame into account, before it is told of.</summary>
    /// <param name="scored">The frame.</param>
    /// <param name="eventId">The event that is on or may begin; null for none.</param>
    public void Follow(ScoredFrame scored, string? eventId) => _oddest.Follow(scored, eventId);

    /// <summary>What an event shows beside what is normal and most like it; see <see cref="OddestGlance.Tell"/>.</summary>
    public NearestNormal? FindNearest(string eventId) => _oddest.Tell(eventId, Pictures);

    /// <summary>Puts the picture into the gallery that was made last.</summary>
    public void Finish()
    {
        if (_number == 0 || !_drawing.IsCompleted)
        {
            return;
        }

        if (_drawing.Result is { } jpeg)
        {
            Pictures.Put(_number, new GalleryPicture(jpeg, _takenAt));
        }
        else
        {
            Pictures.Drop(_number);
        }

        _number = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _oddest.Dispose();

    private static byte[]? Draw(Frame frame)
    {
        using (frame)
        {
            try
            {
                using RgbPicture picture = RgbPicture.Of(frame);
                return picture.ToJpeg(MostColumns, JpegQuality);
            }
            catch (EvidenceException)
            {
                // Why is in the log as soon as an event wants a picture.
                return null;
            }
        }
    }
}
