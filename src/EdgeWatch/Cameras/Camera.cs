using EdgeWatch.Cameras.Clips;
using EdgeWatch.Cameras.Live;
using EdgeWatch.Capture;
using EdgeWatch.Core.Events;
using EdgeWatch.Mqtt.Commands;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Streams;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Cameras;

/// <summary>
/// One camera from its program to its messages. When one of its loops fails
/// for a bug, its run fails; a camera that delivers nothing is no failure.
/// </summary>
internal sealed class Camera : IDisposable
{
    private readonly SharedParts _parts;
    private readonly ISignOfLife _life;
    private readonly SwitchedCapture _capture;
    private readonly CameraScene _scene;
    private readonly CameraMeter _meter;
    private readonly CameraWatch _watch;
    private readonly CameraControl _control;

    /// <summary>Prepares a camera; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="settings">What the config says of it.</param>
    /// <param name="parts">What all cameras share.</param>
    /// <param name="life">Told that the camera's loops are alive, and disposed when they have ended.</param>
    public Camera(CameraSettings settings, SharedParts parts, ISignOfLife life)
    {
        (_parts, _life) = (parts, life);
        StreamRing ring = EventClip.RingFor(settings, parts.Time);
        _capture = new SwitchedCapture(settings, parts, ring);
        _scene = new CameraScene(settings, parts, ring);
        KeyValuePair<string, object?> tag = new(CameraInstruments.CameraKey, settings.Id);
        _meter = new CameraMeter(seconds => parts.Instruments.RecordAnalysis(seconds, tag));
        PictureRequest pictures = new(_capture, parts.Time);
        _control = new CameraControl(settings, parts, _scene, _capture, pictures);
        Live = new LiveView(parts.Time);
        Learning = new CameraLearning(_scene);
        LossReport losses = new(settings.Id, parts.Time, parts.Loggers.CreateLogger<LossReport>());
        _watch = new CameraWatch(
            _scene, _capture, pictures, _meter, Live, losses, life, parts.Relief, parts.Time);
    }

    /// <summary>Its id.</summary>
    public string Id => _control.Id;

    /// <summary>What people can do with it.</summary>
    public ICameraControl Control => _control;

    /// <summary>Whether it delivers pictures, and why not.</summary>
    public CameraStatus Status => _capture.Status;

    /// <summary>What it does: learns, watches, or neither; null before its first frame.</summary>
    public PhaseMessage? Phase => _scene.Phase.Latest;

    /// <summary>Score of the newest frame, 0–1; null while there is none, as while learning.</summary>
    public double? Score => _meter.Score;

    /// <summary>What people see of it while they look.</summary>
    public LiveView Live { get; }

    /// <summary>What it has learned, for people.</summary>
    public CameraLearning Learning { get; }

    /// <summary>No events until then; null when they are wanted.</summary>
    public DateTimeOffset? SuspendedUntil => _parts.State.Of(Id).SuspendedUntil;

    /// <summary>Whether all zones from which alerts could come are off.</summary>
    public bool IsDisarmed => _control.IsDisarmed;

    /// <summary>Whether somebody has switched it on or off, and not the config.</summary>
    public bool IsOverridden => _parts.State.Of(Id).Enabled is not null;

    /// <summary>How long it learns what is normal.</summary>
    public TimeSpan LearningTime => _control.LearningTime;

    /// <summary>Whether an event is on.</summary>
    public bool AlertIsOn => _scene.Alerts.Events.IsOn;

    /// <summary>What has been counted of its frames since the start of the daemon.</summary>
    public CameraCounts Counts => _meter.Counts;

    /// <summary>Frames that came while it rested, since the start of the daemon.</summary>
    public long Rested => _meter.Rested;

    /// <summary>Events that have begun since the start of the daemon, by the kind of departure that weighed most.</summary>
    public IReadOnlyList<long> Alerts => _scene.Alerts.Begun;

    /// <summary>What decodes its video; see <see cref="CameraCapture.Decoder"/>.</summary>
    public string Decoder => _capture.Decoder;

    /// <summary>How its program does.</summary>
    public CaptureCounts Capture => _capture.Counts;

    /// <summary>Begins to look at how it is.</summary>
    public CameraHealthReader ObserveHealth() => new(_capture, _meter, _parts.Time);

    /// <summary>Takes over what can be changed while it runs: when alerts begin and end, how it learns, whether it is wanted.</summary>
    /// <param name="settings">Of this very camera, read in the same way.</param>
    /// <returns>Whether anything has changed.</returns>
    public ValueTask<bool> AdjustAsync(CameraSettings settings) => _control.AdjustAsync(settings);

    /// <summary>Reads the camera in another way; an event that is on goes on. Completes when it has begun.</summary>
    /// <param name="settings">Of this very camera, with the same privacy masks.</param>
    public Task RestartAsync(CameraSettings settings) => _watch.RestartAsync(settings);

    /// <summary>Says why an event that is on ends when the loops end.</summary>
    public void LeaveBecause(EndCause cause) => _scene.Alerts.ClosesBecause = cause;

    /// <summary>Says that it is offline since its run has failed.</summary>
    public void Fail() => _capture.Fail();

    /// <summary>Runs until stopped, or until a recording has been watched to its end.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using ISignOfLife life = _life;
        _parts.Publisher.PublishCameraStatus(Id, StatusWords.Of(_capture.Status, _parts.Language()));
        _parts.Publisher.PublishThreshold(Id, _control.Policy.Threshold);
        _parts.Publisher.PublishEnabled(Id, _capture.IsOn);
        _scene.Alerts.Begin(_control.Zones);
        await _watch.RunAsync(stopping);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch.Dispose();
        _scene.Dispose();
        _capture.Dispose();
        _life.Dispose();
    }
}
