using EdgeWatch.Configuration;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Capture;

/// <summary>
/// Reads a source once from beginning to end without dropping a frame: the program waits while nobody reads. For scoring and
/// evaluation; live cameras want <see cref="CameraCapture"/>.
/// </summary>
public sealed class VideoReader : IAsyncDisposable
{
    private readonly CaptureSession _session;

    private VideoReader(CaptureSession session) => _session = session;

    /// <summary>Frames a second that the stream announced; 0 before the first frame, or if it did not.</summary>
    public double FramesPerSecond => _session.FramesPerSecond;

    /// <summary>Starts reading.</summary>
    /// <param name="options">
    /// The source. <see cref="CameraOptions.Speed"/> counts too: <see cref="PlaybackSpeed.Fastest"/> is usual here.
    /// </param>
    /// <param name="ffmpeg">The ffmpeg to use.</param>
    /// <param name="time">Gives the time of the first frame; those of a recording follow at its rate.</param>
    /// <param name="cancellationToken">Ends the look at the source.</param>
    /// <exception cref="CaptureException">There is nothing to start or to read.</exception>
    public static async Task<VideoReader> OpenAsync(
        CameraOptions options, FfmpegTool ffmpeg, TimeProvider time, CancellationToken cancellationToken)
    {
        SourceFinder finder = new(options, time);
        CaptureSession session = await CaptureSession.OpenAsync(
            options, finder, ffmpeg, size => new FramePool(size), countsTime: true, ring: null, decoder: null, time, cancellationToken);
        return new VideoReader(session);
    }

    /// <summary>Waits for the next frame.</summary>
    /// <returns>A frame that the caller disposes; null at the end.</returns>
    /// <exception cref="CaptureException">There was no picture, or the source broke off; the message says why.</exception>
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancellationToken)
    {
        Frame? frame = await _session.ReadAsync(cancellationToken);
        if (frame is null)
        {
            await CheckEndAsync();
        }

        return frame;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private async Task CheckEndAsync()
    {
        CaptureEnd end = await _session.EndAsync();
        if (!end.IsClean)
        {
            throw new CaptureException(end.Reason, end.Detail);
        }
    }
}
