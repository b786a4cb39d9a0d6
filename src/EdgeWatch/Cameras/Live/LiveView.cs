using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Evidence;

namespace EdgeWatch.Cameras.Live;

/// <summary>
/// What people see of a camera while they look at it: its newest picture, made only while somebody looks, and its latest scores. Safe from
/// any thread, but <see cref="Wants"/> and <see cref="Show"/>, which are for one caller.
/// </summary>
internal sealed class LiveView(TimeProvider time)
{
    /// <summary>Columns of a picture at most: enough for a phone and for half of a desktop, at a third of the bytes of full HD.</summary>
    private const int MostColumns = 960;

    /// <summary>Of 100: what moves is seen well, and a picture takes half of what one of an event does.</summary>
    private const int JpegQuality = 70;

    /// <summary>Five pictures a second at most: enough to follow somebody who walks.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private volatile LivePicture? _newest;
    private volatile bool _isDrawing;
    private int _viewers;
    private int _attentionViewers;
    private long _due;
    private long _drawn;

    /// <summary>Its latest scores.</summary>
    public ScoreTrace Scores { get; } = new();

    /// <summary>The newest picture; null while nobody has looked for long enough for one.</summary>
    public LivePicture? Newest => _newest;

    /// <summary>Whether a picture is to be shown now: somebody looks, and the last one is old enough and done.</summary>
    public bool Wants => Volatile.Read(ref _viewers) > 0 && !_isDrawing && time.GetTimestamp() >= _due;

    /// <summary>Whether somebody wants to see where the network looks.</summary>
    public bool WantsAttention => Volatile.Read(ref _attentionViewers) > 0;

    /// <summary>Somebody looks, until what is returned is disposed.</summary>
    /// <param name="withAttention">Whether they want to see where the network looks, too.</param>
    public IDisposable Look(bool withAttention = false)
    {
        Interlocked.Increment(ref _viewers);
        Interlocked.Add(ref _attentionViewers, withAttention ? 1 : 0);
        return new Viewer(this, withAttention);
    }

    /// <summary>Makes a picture of a frame, beside the caller.</summary>
    /// <param name="frame">The frame; it is shared for as long as it is needed.</param>
    /// <param name="heat">Its scores; null where nothing is said about it.</param>
    /// <param name="attention">Where the network looks in it; null where nobody wants to see that, or it cannot be told.</param>
    public void Show(Frame frame, HeatMap? heat, AttentionMap? attention)
    {
        long now = time.GetTimestamp();
        long interval = time.TimestampsIn(Interval);
        // A frame that comes a little late does not put off all that follow.
        _due = Math.Max(_due, now - (interval / 4)) + interval;
        _isDrawing = true;
        Frame shared = frame.Share();
        _ = Task.Run(() => Draw(shared, heat, attention));
    }

    private void Draw(Frame frame, HeatMap? heat, AttentionMap? attention)
    {
        LivePicture? made = null;
        try
        {
            using (frame)
            {
                using RgbPicture picture = RgbPicture.Of(frame);
                made = new LivePicture(
                    ++_drawn, picture.ToJpeg(MostColumns, JpegQuality), frame.Size, frame.CapturedAt, heat, attention);
            }
        }
        catch (EvidenceException)
        {
            // Who looks sees that there is no picture; why is in the log as soon as an event wants one.
        }
        finally
        {
            _isDrawing = false;
            _newest = Volatile.Read(ref _viewers) > 0 ? made : null;
        }
    }

    private void Leave(bool withAttention)
    {
        Interlocked.Add(ref _attentionViewers, withAttention ? -1 : 0);
        if (Interlocked.Decrement(ref _viewers) == 0)
        {
            _newest = null;
        }
    }

    private sealed class Viewer(LiveView view, bool withAttention) : IDisposable
    {
        private LiveView? _view = view;

        public void Dispose() => Interlocked.Exchange(ref _view, null)?.Leave(withAttention);
    }
}

/// <summary>A picture of a camera for people who look at it now.</summary>
/// <param name="Number">Counts the camera's pictures.</param>
/// <param name="Jpeg">A JPEG file, smaller than the frame where that is large.</param>
/// <param name="Size">Of the frame.</param>
/// <param name="CapturedAt">When it was taken.</param>
/// <param name="Heat">The frame's scores; null where nothing is said about it, as while the camera learns.</param>
/// <param name="Attention">Where the network looks in it; null where nobody wants to see that, or it cannot be told.</param>
internal sealed record LivePicture(
    long Number, byte[] Jpeg, FrameSize Size, DateTimeOffset CapturedAt, HeatMap? Heat, AttentionMap? Attention);
