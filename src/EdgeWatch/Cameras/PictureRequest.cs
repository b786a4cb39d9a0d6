using EdgeWatch.Capture;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Languages;
using EdgeWatch.Evidence;
using EdgeWatch.Mqtt.Commands;

namespace EdgeWatch.Cameras;

/// <summary>Makes a picture of the next frame for somebody who asks. Safe from any thread.</summary>
internal sealed class PictureRequest(SwitchedCapture capture, TimeProvider time)
{
    /// <summary>A camera that is online delivers its next frame well within this.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private TaskCompletionSource<Frame>? _wanted;

    /// <summary>The next frame as a JPEG file; who asked before and still waits gets none.</summary>
    /// <exception cref="RequestRefusedException">None comes.</exception>
    public async Task<CameraPicture> TakeAsync(CancellationToken cancellationToken)
    {
        if (capture.Status is { State: not CameraState.Online } status)
        {
            throw new RequestRefusedException($"the camera delivers no pictures: {StatusWords.Of(status, Language.English).Reason}");
        }

        using Frame frame = await NextFrameAsync(cancellationToken);
        try
        {
            using RgbPicture picture = RgbPicture.Of(frame);
            return new CameraPicture(picture.ToJpeg(), frame.Size, frame.CapturedAt);
        }
        catch (EvidenceException e)
        {
            throw new RequestRefusedException($"the picture cannot be made: {e.Message}");
        }
    }

    /// <summary>Gives a frame to whoever waits for one.</summary>
    public void HandOver(Frame frame)
    {
        if (Interlocked.Exchange(ref _wanted, null) is { } wanted)
        {
            Frame shared = frame.Share();
            if (!wanted.TrySetResult(shared))
            {
                shared.Dispose();
            }
        }
    }

    private async Task<Frame> NextFrameAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource<Frame> wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _wanted, wanted)?.TrySetCanceled(CancellationToken.None);
        try
        {
            return await wanted.Task.WaitAsync(Limit, time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            if (!wanted.TrySetCanceled(CancellationToken.None) && wanted.Task.IsCompletedSuccessfully)
            {
                (await wanted.Task).Dispose();
            }

            cancellationToken.ThrowIfCancellationRequested();
            throw new RequestRefusedException($"no frame came within {Limit.TotalSeconds} s");
        }
    }
}
