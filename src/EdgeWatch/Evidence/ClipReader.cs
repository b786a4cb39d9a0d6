using System.Globalization;
using EdgeWatch.Capture;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Evidence;

/// <summary>
/// The pictures of a part of a clip, as large as a canvas allows and at a rate of one's own, decoded one after the other behind everything
/// else on the machine. Not for two threads at a time.
/// </summary>
internal sealed class ClipReader : IAsyncDisposable
{
    private readonly ChildPictures _pictures;
    private readonly CancellationToken _stopping;
    private FramePool? _pool;

    private ClipReader(FfmpegChild ffmpeg, CancellationToken stopping) =>
        (_pictures, _stopping) = (new ChildPictures(ffmpeg, stopping), stopping);

    /// <summary>Begins to decode.</summary>
    /// <param name="ffmpegPath">The ffmpeg to use.</param>
    /// <param name="file">The clip.</param>
    /// <param name="from">Where in it.</param>
    /// <param name="most">The largest that the pictures may become; they keep their shape.</param>
    /// <param name="framesPerSecond">How many there are a second.</param>
    /// <param name="stopping">Ends it.</param>
    /// <exception cref="EvidenceException">There is no ffmpeg.</exception>
    public static ClipReader Open(
        string ffmpegPath, string file, TimeSpan from, FrameSize most, double framesPerSecond, CancellationToken stopping)
    {
        string rate = framesPerSecond.ToString(CultureInfo.InvariantCulture);
        string start = from.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        FfmpegChild ffmpeg = FfmpegChild.Start(
            ffmpegPath,
            [
                "-threads", "1", "-filter_threads", "1", "-ss", start, "-i", "file:" + file, "-map", "0:v:0", "-an",
                "-vf", $"fps={rate},scale='trunc(iw*sar/2)*2':ih,setsar=1,scale={most.Width}:{most.Height}"
                    + ":force_original_aspect_ratio=decrease:force_divisible_by=2:out_range=full:out_color_matrix=bt601",
                "-pix_fmt", "yuv420p", "-f", "yuv4mpegpipe", "pipe:1",
            ],
            givesWay: true);
        ffmpeg.CloseInput();
        return new ClipReader(ffmpeg, stopping);
    }

    /// <summary>The next picture, to be disposed; null at the end, which a clip that cannot be read comes to at once.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async ValueTask<Frame?> ReadAsync()
    {
        try
        {
            if (_pool is null && await _pictures.BeginAsync())
            {
                _pool = new FramePool(_pictures.Size, capacity: 1);
            }

            return _pool is null ? null : await _pictures.ReadAsync(_pool);
        }
        catch (Exception e) when (e is CaptureException or IOException)
        {
            _stopping.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _pictures.DisposeAsync();
}
