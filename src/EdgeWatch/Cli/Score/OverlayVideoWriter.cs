using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Evidence;

namespace EdgeWatch.Cli.Score;

/// <summary>What an overlay video is like.</summary>
internal sealed record OverlayVideoOptions
{
    /// <summary>Path of the MP4 file to write.</summary>
    public required string Path { get; init; }

    /// <summary>Size of the frames; the video is higher by the score strip.</summary>
    public required FrameSize Size { get; init; }

    /// <summary>Frames a second of the video; more than 0.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>The threshold to draw, 0–1 without its ends.</summary>
    public required double Threshold { get; init; }

    /// <summary>Name or path of ffmpeg. <value>Default <c>ffmpeg</c>.</value></summary>
    public string FfmpegPath { get; init; } = "ffmpeg";
}

/// <summary>
/// Writes an MP4 that shows each frame with its heat map and, below it, the score of the last seconds. The file appears under its
/// name once it is whole; without <see cref="FinishAsync"/> it never does. Not for two threads at a time.
/// </summary>
internal sealed class OverlayVideoWriter : IAsyncDisposable
{
    /// <summary>How much of the past the strip shows.</summary>
    private const double StripSeconds = 10;

    private const int SmallestStripRows = 40;

    // The strip is a sixth of the picture's height.
    private const int StripPart = 6;

    private readonly OverlayVideoOptions _options;
    private readonly VideoWriter _video;
    private readonly RgbPicture _picture;
    private readonly byte[] _pixels;
    private readonly ScoreStrip _strip;

    private OverlayVideoWriter(OverlayVideoOptions options, VideoWriter video, int stripRows)
    {
        (_options, _video) = (options, video);
        int samples = Math.Max(2, (int)Math.Round(StripSeconds * options.FramesPerSecond));
        _strip = new ScoreStrip(options.Size.Width, stripRows, samples, options.Threshold);
        _picture = new RgbPicture(options.Size.Width, options.Size.Height + stripRows);
        _pixels = new byte[_picture.Width * _picture.Height * RgbPicture.PixelBytes];
    }

    /// <summary>Starts a video, in H.264 where ffmpeg can write it, else in MPEG-4 part 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The frame rate is not above 0, or the picture is too small for the strip.</exception>
    /// <exception cref="EvidenceException">ffmpeg is missing.</exception>
    public static async Task<OverlayVideoWriter> StartAsync(OverlayVideoOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.FramesPerSecond);
        int stripRows = Math.Max(SmallestStripRows, options.Size.Height / StripPart) & ~1;
        VideoFormat format = new()
        {
            Size = new FrameSize(options.Size.Width, options.Size.Height + stripRows),
            FramesPerSecond = options.FramesPerSecond,
            Pixels = VideoFormat.Rgb,
        };
        VideoWriter video = await VideoWriter.StartAsync(options.Path, format, options.FfmpegPath, TimeProvider.System);
        return new OverlayVideoWriter(options, video, stripRows);
    }

    /// <summary>Adds a frame.</summary>
    /// <param name="pixels">The I420 picture; it is not changed.</param>
    /// <param name="heatMap">Its scores.</param>
    /// <param name="score">The score of the whole frame, 0–1.</param>
    /// <param name="cancellationToken">Ends the wait; the video is then lost.</param>
    /// <exception cref="EvidenceException">ffmpeg failed.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> pixels, HeatMap heatMap, double score, CancellationToken cancellationToken)
    {
        Compose(pixels.Span, heatMap, score);
        await _video.WriteAsync(_pixels, cancellationToken);
    }

    /// <summary>Completes the file and gives it its name, in place of an earlier one.</summary>
    /// <exception cref="EvidenceException">ffmpeg failed.</exception>
    public Task FinishAsync(CancellationToken cancellationToken) => _video.FinishAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _video.DisposeAsync();
        _strip.Dispose();
        _picture.Dispose();
    }

    private void Compose(ReadOnlySpan<byte> pixels, in HeatMap heatMap, double score)
    {
        _picture.Show(_options.Size, pixels);
        HeatMapPainter.Paint(_picture, _options.Size, heatMap);
        _strip.Add(score);
        _strip.Paint(_picture.Canvas, _options.Size.Height);
        _picture.CopyTo(_pixels);
    }
}
