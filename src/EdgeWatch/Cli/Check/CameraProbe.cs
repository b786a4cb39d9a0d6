using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Frames;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeWatch.Cli.Check;

/// <summary>What came of one camera, tried as the daemon does it, until its first frame or its first failure.</summary>
/// <param name="Size">Size of the frame; null if there was none.</param>
/// <param name="Status">How the camera was then.</param>
/// <param name="Words">What is unusual about its address; empty if nothing is.</param>
internal sealed record CameraProbe(FrameSize? Size, CameraStatus Status, string Words)
{
    /// <summary>Tries for as long as the daemon would wait.</summary>
    /// <param name="options">The camera.</param>
    /// <param name="ffmpeg">The ffmpeg to use.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="look">Called with the frame, which is good until it returns.</param>
    public static async Task<CameraProbe> TryAsync(
        CameraOptions options, FfmpegTool ffmpeg, TimeProvider time, CancellationToken cancellationToken,
        Action<Frame>? look = null)
    {
        using WaitingFrames waiting = new();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        CameraCapture capture = new(options, ffmpeg, waiting, time, NullLogger<CameraCapture>.Instance);
        capture.StatusChanged += status =>
        {
            if (status.State is CameraState.Offline)
            {
                stop.Cancel();
            }
        };
        Task running = capture.RunAsync(stop.Token);
        try
        {
            using Frame? frame = await waiting.TakeAsync(stop.Token);
            if (frame is not null)
            {
                look?.Invoke(frame);
            }

            return new CameraProbe(frame?.Size, capture.Status, capture.Sight);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CameraProbe(null, capture.Status, capture.Sight);
        }
        finally
        {
            await stop.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
