using EdgeWatch.Capture;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Zones;
using EdgeWatch.Streams;

namespace EdgeWatch.Evidence;

/// <summary>
/// The pictures of a part of a camera's stream, decoded one after the other behind everything else on the machine. What the camera's masks
/// cover is black in each before anybody gets it. Not for two threads at a time.
/// </summary>
internal sealed class CutReader : IAsyncDisposable
{
    private readonly FfmpegChild _ffmpeg;
    private readonly StreamCut _cut;
    private readonly ChildPictures _pictures;
    private readonly CancellationToken _stopping;
    private readonly Task _feeding;
    private PictureMask? _mask;

    private CutReader(FfmpegChild ffmpeg, StreamCut cut, CancellationToken stopping)
    {
        (_ffmpeg, _cut, _stopping) = (ffmpeg, cut, stopping);
        _pictures = new ChildPictures(ffmpeg, stopping);
        _feeding = FeedAsync();
    }

    /// <summary>Size of the pictures.</summary>
    public FrameSize Size => _pictures.Size;

    /// <summary>Begins to decode.</summary>
    /// <param name="ffmpegPath">The ffmpeg to use.</param>
    /// <param name="cut">The part.</param>
    /// <param name="filter">What is done to the pictures: which, how many, in which colours.</param>
    /// <param name="output">What else ffmpeg is told of its output.</param>
    /// <param name="stopping">Ends it.</param>
    /// <exception cref="EvidenceException">There is no picture in it, or no ffmpeg.</exception>
    /// <exception cref="CaptureException">The pictures are not as they are asked for.</exception>
    public static async Task<CutReader> OpenAsync(
        string ffmpegPath, StreamCut cut, string filter, string[] output, CancellationToken stopping)
    {
        // One thread: each more would take its share of memory. An odd column is cut, as for the analysis.
        FfmpegChild ffmpeg = FfmpegChild.Start(
            ffmpegPath,
            [
                "-threads", "1", "-filter_threads", "1", "-f", "mov", "-i", "pipe:0", "-map", "0:v:0",
                "-vf", $"crop=trunc(iw/2)*2:ih:0:0,{filter}", .. output, "-pix_fmt", "yuv420p", "-f", "yuv4mpegpipe", "pipe:1",
            ],
            givesWay: true);
        CutReader reader = new(ffmpeg, cut, stopping);
        try
        {
            await reader.BeginAsync();
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next picture, to be disposed; null at the end.</summary>
    /// <param name="pool">Of <see cref="Size"/>.</param>
    /// <exception cref="CaptureException">Something else follows.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async ValueTask<Frame?> ReadAsync(FramePool pool)
    {
        Frame? next = await _pictures.ReadAsync(pool);
        if (next is not null)
        {
            _mask?.BlackOut(next);
        }

        return next;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _ffmpeg.Kill();
        await _feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _pictures.DisposeAsync();
    }

    private async Task BeginAsync()
    {
        if (!await _pictures.BeginAsync())
        {
            await _ffmpeg.WaitAsync(_stopping);
            throw new EvidenceException("ffmpeg gave no picture");
        }

        _mask = _cut.Masks.Count > 0 ? new PictureMask(_cut.Masks, Size, PictureMask.MarginOfWhole) : null;
    }

    private async Task FeedAsync()
    {
        await _cut.WriteToAsync(async part => await _ffmpeg.WriteAsync(part, _stopping));
        _ffmpeg.CloseInput();
    }
}
