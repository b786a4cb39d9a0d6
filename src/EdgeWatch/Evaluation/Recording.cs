using System.Runtime.CompilerServices;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Evaluation;

/// <summary>Reads recordings from beginning to end.</summary>
internal static class Recording
{
    /// <summary>All frames of a recording in order, as fast as they can be read; whoever enumerates disposes them.</summary>
    /// <param name="source">A file, a folder of images, an image pattern or anything else that a camera can be.</param>
    /// <param name="framesPerSecond">Frames a second, of images and after sampling.</param>
    /// <param name="ffmpeg">The ffmpeg to use.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="EdgeWatchException">It cannot be read; the message names it and says why.</exception>
    public static IAsyncEnumerable<Frame> ReadAsync(
        string source, double framesPerSecond, FfmpegTool ffmpeg, CancellationToken cancellationToken) => ReadAsync(
            new CameraOptions
            {
                Id = "recording",
                Source = source,
                FramesPerSecond = framesPerSecond,
                SequenceFramesPerSecond = framesPerSecond,
                Speed = PlaybackSpeed.Fastest,
            },
            ffmpeg,
            cancellationToken);

    private static async IAsyncEnumerable<Frame> ReadAsync(
        CameraOptions options, FfmpegTool ffmpeg, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        VideoReader reader = await OpenAsync(options, ffmpeg, cancellationToken);
        await using (reader)
        {
            while (await NextAsync(reader, options, cancellationToken) is { } frame)
            {
                yield return frame;
            }
        }
    }

    private static async Task<VideoReader> OpenAsync(CameraOptions options, FfmpegTool ffmpeg, CancellationToken cancellationToken)
    {
        try
        {
            return await VideoReader.OpenAsync(options, ffmpeg, TimeProvider.System, cancellationToken);
        }
        catch (CaptureException e)
        {
            throw Unreadable(options, e);
        }
    }

    private static async ValueTask<Frame?> NextAsync(VideoReader reader, CameraOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (CaptureException e)
        {
            throw Unreadable(options, e);
        }
    }

    private static EdgeWatchException Unreadable(CameraOptions options, CaptureException e) =>
        new($"{Redaction.Redact(options.Source)} cannot be read: {e.Message}", e, e.ExitCode);
}
