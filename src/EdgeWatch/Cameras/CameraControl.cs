using EdgeWatch.Core.Events;
using EdgeWatch.Mqtt.Commands;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Cameras;

/// <summary>Does with a camera what people ask for while it runs.</summary>
internal sealed partial class CameraControl : ICameraControl
{
    private readonly SharedParts _parts;
    private readonly CameraScene _scene;
    private readonly SwitchedCapture _capture;
    private readonly PictureRequest _pictures;
    private readonly CameraFeedback _feedback;
    private readonly ILogger _logger;
    private CameraSettings _settings;

    /// <summary>Takes a camera over, with the threshold of an earlier run.</summary>
    public CameraControl(CameraSettings settings, SharedParts parts, CameraScene scene, SwitchedCapture capture, PictureRequest pictures)
    {
        (_settings, _parts, _scene, _capture, _pictures) = (settings, parts, scene, capture, pictures);
        _feedback = new CameraFeedback(settings.Id, parts, scene);
        _logger = parts.Loggers.CreateLogger<CameraControl>();
        scene.Alerts.Events.Policy = PolicyOf(settings.Alerts);
    }

    /// <inheritdoc/>
    public string Id => _settings.Id;

    /// <summary>When alerts begin and end at the moment. A record that is replaced whole, so that anybody may look at it.</summary>
    public AlertPolicy Policy => _scene.Alerts.Events.Policy;

    /// <inheritdoc/>
    public IReadOnlyList<string> Zones => _settings.WatchedZones;

    /// <summary>Whether all zones from which alerts could come are off.</summary>
    public bool IsDisarmed => _settings.IsDisarmed;

    /// <summary>How long it learns what is normal.</summary>
    public TimeSpan LearningTime => _settings.Learning.Duration;

    /// <summary>Takes another config over, under what was set over MQTT; nothing that is on ends.</summary>
    /// <returns>Whether anything has changed.</returns>
    public async ValueTask<bool> AdjustAsync(CameraSettings settings)
    {
        CameraSettings before = _settings;
        _settings = settings;
        bool areZonesOther = !settings.Zones.SequenceEqual(before.Zones);
        bool isOther = settings.Alerts != before.Alerts || settings.Learning != before.Learning || settings.Clips != before.Clips
            || areZonesOther;
        if (isOther)
        {
            using CameraScene.Turn turn = await _scene.EnterAsync();
            _scene.Alerts.Events.Policy = PolicyOf(settings.Alerts);
            await _scene.AdjustAsync(settings);
        }

        _parts.Publisher.PublishThreshold(Id, Policy.Threshold);
        bool isEnabled = settings.Options.Enabled;
        if (isEnabled != before.Options.Enabled)
        {
            _capture.SetByConfig(isEnabled);
            Enable(_parts.State.Of(Id).Enabled ?? isEnabled);
        }

        return isOther || isEnabled != before.Options.Enabled;
    }

    /// <inheritdoc/>
    public async ValueTask SetThresholdAsync(double? threshold)
    {
        AlertPolicy policy = threshold is { } value ? _settings.Alerts.WithThreshold(value) : _settings.Alerts;
        using (await _scene.EnterAsync())
        {
            _scene.Alerts.Events.Policy = policy;
        }

        _parts.State.Change(Id, overrides => overrides with { Threshold = policy == _settings.Alerts ? null : threshold });
        _parts.Publisher.PublishThreshold(Id, policy.Threshold);
        LogThreshold(Id, policy.Threshold);
    }

    /// <inheritdoc/>
    public void LeaveThreshold() => _parts.State.Change(Id, overrides => overrides with { Threshold = null });

    /// <inheritdoc/>
    public void SetEnabled(bool? enabled)
    {
        bool byConfig = _settings.Options.Enabled;
        _parts.State.Change(Id, overrides => overrides with { Enabled = enabled == byConfig ? null : enabled });
        Enable(enabled ?? byConfig);
        LogEnabled(Id, enabled ?? byConfig ? "on" : "off");
    }

    /// <inheritdoc/>
    public async ValueTask SuspendAsync(TimeSpan length)
    {
        using CameraScene.Turn turn = await _scene.EnterAsync();
        _scene.Suspension.Set(length);
        if (length > TimeSpan.Zero)
        {
            await _scene.Alerts.EndAsync(EndCause.Suspended);
        }
    }

    /// <inheritdoc/>
    public async ValueTask RelearnAsync(bool forgetsFeedback)
    {
        using CameraScene.Turn turn = await _scene.EnterAsync();
        try
        {
            await _scene.Alerts.EndAsync(EndCause.Learning);
            _scene.Relearn(forgetsFeedback);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestRefusedException($"what was learned cannot be removed: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public ValueTask<Judgement> JudgeAsync(string? eventId, Verdict verdict) => _feedback.JudgeAsync(eventId, verdict);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Judgement>> ListJudgementsAsync() => _feedback.ListAsync();

    /// <inheritdoc/>
    public Task<CameraPicture> TakePictureAsync(CancellationToken cancellationToken) => _pictures.TakeAsync(cancellationToken);

    private void Enable(bool enabled)
    {
        _capture.Set(enabled);
        _parts.Publisher.PublishEnabled(Id, enabled);
    }

    /// <summary>With the threshold that was set over MQTT, as far as the config file of now allows it.</summary>
    private AlertPolicy PolicyOf(AlertPolicy configured) =>
        _parts.State.Of(_settings.Id).Threshold is { } threshold && ThresholdRange.Of(configured).Holds(threshold)
            ? configured.WithThreshold(threshold)
            : configured;

    [LoggerMessage(706, LogLevel.Information, "Camera {Camera}: the threshold is {Threshold:0.###} now.")]
    private partial void LogThreshold(string camera, double threshold);

    [LoggerMessage(707, LogLevel.Information, "Camera {Camera}: switched {State} over MQTT.")]
    private partial void LogEnabled(string camera, string state);
}
