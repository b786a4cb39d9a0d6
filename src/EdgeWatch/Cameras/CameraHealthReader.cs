using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Cameras;

/// <summary>Reads how a camera is, from one time to the next. For one caller at a time.</summary>
internal sealed class CameraHealthReader(CameraScene scene, SwitchedCapture capture, CameraMeter meter, TimeProvider time)
{
    private readonly ProcessorLoad _decoder = new(time);
    private long _read = time.GetTimestamp();
    private long _frames;

    /// <summary>How the camera is; rates are since the last call.</summary>
    public async ValueTask<CameraHealth> ReadAsync()
    {
        DropsHealth drops = await ReadDropsAsync();
        long now = time.GetTimestamp();
        double seconds = time.GetElapsedTime(_read, now).TotalSeconds;
        long frames = capture.Frames;
        (long scored, double? tokens, PercentilesHealth? milliseconds) = meter.Take();
        CameraHealth health = new()
        {
            State = StatusWords.Of(capture.Status).State,
            FpsIn = seconds > 0 ? WireNumber.Finite((frames - _frames) / seconds) : null,
            FpsScored = seconds > 0 ? WireNumber.Finite(scored / seconds) : null,
            Drops = drops,
            Restarts = capture.Restarts,
            LastFrameAgeSeconds = AgeOfLastFrame(now),
            TokensPerFrame = tokens,
            MsPerFrame = milliseconds,
            DecoderCpuPercent = _decoder.Look(capture.ProcessId),
        };
        (_read, _frames) = (now, frames);
        return health;
    }

    private async ValueTask<DropsHealth> ReadDropsAsync()
    {
        using CameraScene.Turn turn = await scene.EnterAsync();
        return new DropsHealth(capture.Dropped, scene.Watch?.SceneWideChanges ?? 0, scene.Watch?.PatchesLeftOut ?? 0);
    }

    /// <summary>A frame may have come since the look at the clock.</summary>
    private double? AgeOfLastFrame(long now) =>
        capture.LastFrame is { } last ? WireNumber.Finite(Math.Max(0, time.GetElapsedTime(last, now).TotalSeconds)) : null;
}
