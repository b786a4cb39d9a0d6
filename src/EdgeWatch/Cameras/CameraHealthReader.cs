using EdgeWatch.Capture;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Cameras;

/// <summary>Reads how a camera is, from one time to the next. For one caller; who wants rates of another pace has another.</summary>
internal sealed class CameraHealthReader(SwitchedCapture capture, CameraMeter meter, TimeProvider time)
{
    private readonly ProcessorLoad _decoder = new(time);
    private long _read = time.GetTimestamp();
    private long _received = capture.Frames;
    private CameraCounts _counted = meter.Counts;

    /// <summary>How the camera is; rates are since the last call.</summary>
    public CameraHealth Read()
    {
        long now = time.GetTimestamp();
        double seconds = time.GetElapsedTime(_read, now).TotalSeconds;
        long received = capture.Frames;
        CameraCounts all = meter.Counts;
        CameraCounts since = all - _counted;
        CameraHealth health = new()
        {
            State = StatusWords.AvailabilityOf(capture.Status.State),
            Trouble = capture.Status is { State: CameraState.Online, Reason: { Length: > 0 } trouble } ? trouble : null,
            FpsIn = seconds > 0 ? WireNumber.Finite((received - _received) / seconds) : null,
            FpsScored = seconds > 0 ? WireNumber.Finite(since.Frames / seconds) : null,
            Drops = new DropsHealth(capture.Dropped, all.SceneChanges, all.PatchesLeftOut, meter.Rested),
            Restarts = capture.Restarts,
            LastFrameAgeSeconds = AgeOfLastFrame(now),
            TokensPerFrame = since.Frames > 0 ? WireNumber.Finite((double)since.Patches / since.Frames) : null,
            MsPerFrame = meter.Newest(since.Frames),
            DecoderCpuPercent = _decoder.Look(capture.ProcessId),
        };
        (_read, _received, _counted) = (now, received, all);
        return health;
    }

    /// <summary>A frame may have come since the look at the clock.</summary>
    private double? AgeOfLastFrame(long now) =>
        capture.LastFrame is { } last ? WireNumber.Finite(Math.Max(0, time.GetElapsedTime(last, now).TotalSeconds)) : null;
}
