namespace EdgeWatch.Evidence;

/// <summary>
/// Writes an MP4 file of pictures that can be played while it is loaded. It appears under its name once it is whole; without
/// <see cref="FinishAsync"/> it never does. Not for two threads at a time.
/// </summary>
internal sealed class VideoWriter : IAsyncDisposable
{
    private readonly string _path;
    private readonly FfmpegChild _ffmpeg;
    private bool _isWhole;

    private VideoWriter(string path, FfmpegChild ffmpeg) => (_path, _ffmpeg) = (path, ffmpeg);

    private string UnfinishedPath => Unfinished.PathOf(_path);

    /// <summary>Starts a video.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">What it is like.</param>
    /// <param name="ffmpegPath">The ffmpeg to use.</param>
    /// <param name="time">Clock of limits.</param>
    /// <exception cref="EvidenceException">ffmpeg is missing.</exception>
    public static async Task<VideoWriter> StartAsync(string path, VideoFormat format, string ffmpegPath, TimeProvider time)
    {
        VideoEncoder encoder = await VideoEncoder.OfAsync(ffmpegPath, time);
        return new VideoWriter(path, FfmpegChild.Start(
            ffmpegPath, [.. format.Input, .. Output(encoder, format, Unfinished.PathOf(path))], format.GivesWay));
    }

    /// <summary>Adds a picture.</summary>
    /// <exception cref="EvidenceException">ffmpeg failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired; the video is lost.</exception>
    public Task WriteAsync(ReadOnlyMemory<byte> picture, CancellationToken cancellationToken) =>
        _ffmpeg.WriteAsync(picture, cancellationToken);

    /// <summary>Completes the file and gives it its name, in place of an earlier one.</summary>
    /// <exception cref="EvidenceException">ffmpeg failed.</exception>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        _ffmpeg.CloseInput();
        await _ffmpeg.WaitAsync(cancellationToken);
        File.Move(UnfinishedPath, _path, overwrite: true);
        _isWhole = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ffmpeg.DisposeAsync();
        if (!_isWhole)
        {
            Unfinished.Remove(_path);
        }
    }

    // Players take untagged video for limited range, to which ffmpeg brings RGB of itself. 4:2:0 needs even sides.
    private static IEnumerable<string> Output(VideoEncoder encoder, VideoFormat format, string path) =>
    [
        "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", .. encoder.Arguments(format),
        "-pix_fmt", "yuv420p", "-color_range", "tv", "-movflags", "+faststart", "-f", "mp4", "-y", "file:" + path,
    ];
}
