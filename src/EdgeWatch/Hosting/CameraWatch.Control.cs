using EdgeWatch.Configuration;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Watching;
using EdgeWatch.Evidence;
using EdgeWatch.Mqtt.Commands;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Storage;
using CameraState = EdgeWatch.Capture.CameraState;

namespace EdgeWatch.Hosting;

/// <content>What people can do with a camera while it runs, and how it is.</content>
internal sealed partial class CameraWatch
{
    /// <summary>A camera that is online delivers its next frame well within this.</summary>
    private static readonly TimeSpan PictureLimit = TimeSpan.FromSeconds(5);

    private TaskCompletionSource<Frame>? _pictureWanted;

    /// <inheritdoc/>
    public string Id => _options.Id;

    /// <inheritdoc/>
    public AlertPolicy Policy => _events.Scene.Policy;

    private bool IsSuspended => _suspendedUntil is { } until && _time.GetTimestamp() < until;

    /// <inheritdoc/>
    public async ValueTask SetThresholdAsync(double? threshold)
    {
        AlertPolicy policy = threshold is { } value ? _configured.WithThreshold(value) : _configured;
        await _gate.WaitAsync();
        try
        {
            _events.Scene.Policy = policy;
        }
        finally
        {
            _gate.Release();
        }

        _parts.State.Change(Id, overrides => overrides with { Threshold = policy == _configured ? null : threshold });
        _parts.Publisher.PublishThreshold(Id, policy.Threshold);
        LogThreshold(Id, policy.Threshold);
    }

    /// <inheritdoc/>
    public void SetEnabled(bool enabled)
    {
        _parts.State.Change(Id, overrides => overrides with { Enabled = enabled == _options.Enabled ? null : enabled });
        _switch.Set(enabled);
        _parts.Publisher.PublishEnabled(Id, enabled);
        LogEnabled(Id, enabled ? "on" : "off");
    }

    /// <inheritdoc/>
    public async ValueTask SuspendAsync(TimeSpan length)
    {
        bool isOn = length > TimeSpan.Zero;
        await _gate.WaitAsync();
        try
        {
            _suspendedUntil = isOn ? After(length) : null;
            if (isOn)
            {
                await _events.EndAsync();
            }
        }
        finally
        {
            _gate.Release();
        }

        _parts.State.Change(Id, overrides => overrides with { SuspendedUntil = isOn ? _time.GetUtcNow() + length : null });
        LogSuspended(Id, length);
    }

    /// <inheritdoc/>
    public async ValueTask RelearnAsync()
    {
        await _gate.WaitAsync();
        try
        {
            await _events.EndAsync();
            _parts.Store.Forget(Id);
            if (_watch is not null)
            {
                StartWatch(_watch.FrameSize);
                TellLearning("starts again");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"what was learned cannot be removed: {e.Message}");
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<string> JudgeAsync(string? eventId, bool isNormal)
    {
        await _gate.WaitAsync();
        try
        {
            string id = eventId ?? _recent?.Latest ?? throw new CommandException("this camera has had no event since the start of the program");
            SurpriseMap shown = _recent?.Find(id)
                ?? throw new CommandException($"this event is not remembered; the last {RecentEvents.Capacity} since the start of the program are");
            Judge(_watch!.Normality, shown, isNormal);
            LogJudged(Id, id, isNormal ? "normal" : "an anomaly");
            return id;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<CameraPicture> TakePictureAsync(CancellationToken cancellationToken)
    {
        if (_capture.Status is { State: not CameraState.Online } status)
        {
            throw new CommandException($"the camera delivers no pictures: {StatusMessage.Of(status).Reason}");
        }

        using Frame frame = await NextFrameAsync(cancellationToken);
        try
        {
            using RgbPicture picture = RgbPicture.Of(frame);
            return new CameraPicture(picture.ToJpeg(), frame.Size, frame.CapturedAt);
        }
        catch (EvidenceException e)
        {
            throw new CommandException($"the picture cannot be made: {e.Message}");
        }
    }

    /// <summary>How the camera is; rates are since the last call.</summary>
    public CameraHealth ReadHealth()
    {
        long now = _time.GetTimestamp();
        double seconds = _time.GetElapsedTime(_lastHealth, now).TotalSeconds;
        long frames = _capture.Frames;
        (long scored, double? tokens, PercentilesHealth? milliseconds) = _meter.Take();
        CameraHealth health = new()
        {
            State = StatusMessage.Of(_capture.Status).State,
            FpsIn = seconds > 0 ? WireNumber.Finite((frames - _framesBefore) / seconds) : null,
            FpsScored = seconds > 0 ? WireNumber.Finite(scored / seconds) : null,
            Drops = new DropsHealth(_waiting.Dropped, _watch?.SceneWideChanges ?? 0, _watch?.PatchesLeftOut ?? 0),
            Restarts = _capture.Restarts,
            // A frame may have come since the look at the clock.
            LastFrameAgeSeconds = _capture.LastFrame is { } last ? WireNumber.Finite(Math.Max(0, _time.GetElapsedTime(last, now).TotalSeconds)) : null,
            TokensPerFrame = tokens,
            MsPerFrame = milliseconds,
            DecoderCpuPercent = _decoder.Look(_capture.ProcessId),
        };
        (_lastHealth, _framesBefore) = (now, frames);
        return health;
    }

    private void Judge(SceneNormality normality, SurpriseMap shown, bool isNormal)
    {
        normality.Judge(shown, isNormal);

        // Saved at once: what was said must hold after a restart, too.
        Save();
        try
        {
            _parts.Store.SaveAccepted(Id, normality.Accepted, _parts.Model.Sha256);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotSaved(Id, e.Message);
        }
    }

    /// <summary>Settings of an earlier run, as far as the config file of now allows them.</summary>
    private void ApplyOverrides(CameraOverrides overrides)
    {
        if (overrides.Threshold is { } threshold)
        {
            bool isPossible = threshold >= AlertPolicy.LeastThreshold(_configured.Hysteresis) && threshold <= AlertOptions.MaxThreshold;
            _events.Scene.Policy = isPossible ? _configured.WithThreshold(threshold) : _configured;
        }

        _switch.Set(overrides.Enabled ?? _options.Enabled);
        if (!_switch.IsOn)
        {
            DisableCapture();
        }

        // The clock may have been stepped since: nobody can have asked for more than the longest suspension.
        TimeSpan left = overrides.SuspendedUntil - _time.GetUtcNow() ?? TimeSpan.Zero;
        _suspendedUntil = left > TimeSpan.Zero ? After(left < RequestVerbs.LongestSuspension ? left : RequestVerbs.LongestSuspension) : null;
    }

    private void DisableCapture() => _capture.Disable(_options.Enabled ? "switched off over MQTT" : "switched off in the config");

    private long After(TimeSpan length) => _time.GetTimestamp() + (long)(length.TotalSeconds * _time.TimestampFrequency);

    private void EndSuspensionWhenOver()
    {
        if (_suspendedUntil is not null && !IsSuspended)
        {
            _suspendedUntil = null;
            _parts.State.Change(Id, overrides => overrides with { SuspendedUntil = null });
            LogSuspended(Id, TimeSpan.Zero);
        }
    }

    private async Task<Frame> NextFrameAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource<Frame> wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _pictureWanted, wanted)?.TrySetCanceled(CancellationToken.None);
        try
        {
            return await wanted.Task.WaitAsync(PictureLimit, _time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            if (!wanted.TrySetCanceled(CancellationToken.None) && wanted.Task.IsCompletedSuccessfully)
            {
                (await wanted.Task).Dispose();
            }

            cancellationToken.ThrowIfCancellationRequested();
            throw new CommandException($"no frame came within {PictureLimit.TotalSeconds} s");
        }
    }

    /// <summary>Gives a frame to whoever waits for one.</summary>
    private void HandOver(Frame frame)
    {
        if (Interlocked.Exchange(ref _pictureWanted, null) is { } wanted)
        {
            Frame shared = frame.Share();
            if (!wanted.TrySetResult(shared))
            {
                shared.Dispose();
            }
        }
    }
}
