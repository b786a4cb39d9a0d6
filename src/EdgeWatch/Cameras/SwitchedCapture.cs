using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Frames;
using EdgeWatch.Streams;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Cameras;

/// <summary>Brings the frames of one camera as long as it is wanted. Safe from any thread; one caller takes the frames.</summary>
internal sealed class SwitchedCapture : IDisposable
{
    /// <summary>Why a camera is off that the config wants.</summary>
    public const string OffOverMqtt = "switched off over MQTT";

    /// <summary>Why a camera is off that the config does not want.</summary>
    public const string OffInConfig = "switched off in the config";

    private readonly WaitingFrames _waiting = new();
    private readonly CaptureSwitch _switch = new();
    private readonly CameraCapture _capture;
    private volatile bool _isWantedByConfig;

    /// <summary>Prepares it; <see cref="RunAsync"/> starts it.</summary>
    public SwitchedCapture(CameraSettings settings, SharedParts parts, StreamRing ring)
    {
        _isWantedByConfig = settings.Options.Enabled;
        _capture = new CameraCapture(
            settings.Options, parts.Ffmpeg, _waiting, parts.Time, parts.Loggers.CreateLogger<CameraCapture>(), ring);
        _switch.Set(parts.State.Of(settings.Id).Enabled ?? settings.Options.Enabled);
        if (!IsOn)
        {
            Disable();
        }

        _capture.StatusChanged += status => parts.Publisher.PublishCameraStatus(settings.Id, StatusWords.Of(status, parts.Language()));
    }

    /// <summary>Whether the camera is wanted.</summary>
    public bool IsOn => _switch.IsOn;

    /// <summary>Whether it delivers pictures, and why not.</summary>
    public CameraStatus Status => _capture.Status;

    /// <summary>Whether pictures come.</summary>
    public bool IsOnline => Status.State is CameraState.Online;

    /// <summary>Frames captured since the start of the daemon.</summary>
    public long Frames => _capture.Frames;

    /// <summary>Those of them that nobody took in time.</summary>
    public long Dropped => _waiting.Dropped;

    /// <summary>Starts of the camera's program after the first.</summary>
    public long Restarts => _capture.Restarts;

    /// <summary>Monotonic time of the newest frame; null before the first.</summary>
    public long? LastFrame => _capture.LastFrame;

    /// <summary>What decodes its video; see <see cref="CameraCapture.Decoder"/>.</summary>
    public string Decoder => _capture.Decoder;

    /// <summary>All of it together.</summary>
    public CaptureCounts Counts => new(Frames, Dropped, Restarts, LastFrame);

    /// <summary>Process id of the camera's program; 0 if none runs.</summary>
    public int ProcessId => _capture.ProcessId;

    /// <summary>Says whether the config wants the camera, which matters for the words alone.</summary>
    public void SetByConfig(bool isWanted) => _isWantedByConfig = isWanted;

    /// <summary>Wants the camera or not.</summary>
    public void Set(bool isOn) => _switch.Set(isOn);

    /// <summary>Says that the watching of the camera has failed; call it when <see cref="RunAsync"/> has ended.</summary>
    public void Fail() => _capture.Fail();

    /// <summary>Reads the camera in another way; call it while neither <see cref="RunAsync"/> nor <see cref="TakeAsync"/> is on.</summary>
    public void Use(CameraOptions options)
    {
        _waiting.Reopen();
        _capture.Use(options);
    }

    /// <summary>
    /// Runs until stopped or until a recording has been played to its end; then <see cref="TakeAsync"/> gives what is left, and null.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="ending"/> fired.</exception>
    public async Task RunAsync(CancellationToken ending)
    {
        try
        {
            await _switch.RunAsync(_capture.RunAsync, Disable, ending);
        }
        finally
        {
            _waiting.Complete();
        }
    }

    /// <summary>The next frame, which the caller disposes; null when no more will come.</summary>
    public ValueTask<Frame?> TakeAsync(CancellationToken ending) => _waiting.TakeAsync(ending);

    /// <inheritdoc/>
    public void Dispose() => _waiting.Dispose();

    private void Disable() => _capture.Disable(_isWantedByConfig ? OffOverMqtt : OffInConfig);
}

/// <summary>What has been counted of a camera's program since the start of the daemon.</summary>
/// <param name="Frames">Frames captured.</param>
/// <param name="Dropped">Those of them that nobody took in time.</param>
/// <param name="Restarts">Starts of the program after the first.</param>
/// <param name="LastFrame">Monotonic time of the newest frame; null before the first.</param>
internal readonly record struct CaptureCounts(long Frames, long Dropped, long Restarts, long? LastFrame);
