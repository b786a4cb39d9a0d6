using System.Diagnostics.CodeAnalysis;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Watching;
using EdgeWatch.Hosting.Health;
using EdgeWatch.Hosting.Systemd;
using EdgeWatch.Mqtt.Commands;
using EdgeWatch.Mqtt.Messages;
using Microsoft.Extensions.Logging;
using CameraState = EdgeWatch.Capture.CameraState;

namespace EdgeWatch.Hosting;

/// <summary>
/// One camera from its program to its messages: capture, scene watch, events. Its loops run side by side; when one fails for a bug, the
/// daemon ends. A camera that delivers nothing is no failure.
/// </summary>
internal sealed partial class CameraWatch : ICameraControl, IDisposable
{
    /// <summary>How often time-outs, progress and saving are looked after.</summary>
    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromSeconds(1);

    /// <summary>How often learned state is written while a camera learns: a power cut loses no more than that.</summary>
    private static readonly TimeSpan LearningSaveInterval = TimeSpan.FromMinutes(10);

    /// <summary>How often learned state is written after that: up to 250 kB, so some six megabytes a day and camera at most.</summary>
    private static readonly TimeSpan WatchingSaveInterval = TimeSpan.FromHours(1);

    /// <summary>How often the learning progress is published.</summary>
    private static readonly TimeSpan PhaseInterval = TimeSpan.FromSeconds(10);

    private readonly CameraOptions _options;
    private readonly LearningPolicy _learning;
    private readonly DaemonParts _parts;
    private readonly ProgressMarker _progress;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WaitingFrames _waiting = new();
    private readonly CameraCapture _capture;
    private readonly CameraEvents _events;
    private readonly CaptureSwitch _switch = new();
    private readonly CameraMeter _meter = new();
    private readonly ProcessorTime _decoder;
    private readonly AlertPolicy _configured;

    /// <summary>Guards the scene watch and the events: the frame loop and the housekeeping share them.</summary>
    private readonly SemaphoreSlim _gate = new(1, 1);

    private SceneWatch? _watch;
    private PatchHeat? _heat;
    private RecentEvents? _recent;
    private CameraPhase? _toldPhase;
    private bool _isWatchingTold;
    private long? _suspendedUntil;
    private SceneChangeWatch _sceneChange;
    private long _lastHealth;
    private long _framesBefore;
    private long _lastSaved;
    private long _lastPhase;
    private long _lossesReported;
    private long _droppedReported;
    private long _miscomputedReported;

    /// <summary>Prepares a camera; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="options">The camera.</param>
    /// <param name="daemon">What holds where the camera says nothing.</param>
    /// <param name="parts">What all cameras share.</param>
    /// <param name="progress">Told that the loops are alive; disposed with this.</param>
    public CameraWatch(CameraOptions options, EdgeWatchOptions daemon, DaemonParts parts, ProgressMarker progress)
    {
        _options = options;
        _learning = options.Learning.Resolve(daemon.Learning);
        _parts = parts;
        _progress = progress;
        _time = parts.Time;
        _logger = parts.Loggers.CreateLogger<CameraWatch>();
        _lastSaved = _time.GetTimestamp();
        _lastHealth = _lastSaved;
        _lossesReported = _lastSaved;
        _decoder = new ProcessorTime(_time);
        _sceneChange = new SceneChangeWatch(_time);
        _configured = options.Alerts.Resolve(daemon.Alerts);
        _events = new CameraEvents(
            options.Id,
            _configured,
            parts.Publisher,
            parts.Pictures,
            _time,
            parts.Loggers.CreateLogger<CameraEvents>());
        _capture = new CameraCapture(options, parts.Ffmpeg, _waiting, _time, parts.Loggers.CreateLogger<CameraCapture>());
        ApplyOverrides(parts.State.Of(options.Id));
        _capture.StatusChanged += PublishStatus;
    }

    /// <summary>Whether it delivers pictures, and why not.</summary>
    public CameraStatus Status => _capture.Status;

    /// <summary>Runs until stopped, or until a recording has been watched to its end.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        PublishStatus(_capture.Status);
        _parts.Publisher.PublishThreshold(Id, _events.Threshold);
        _parts.Publisher.PublishEnabled(Id, _switch.IsOn);
        _events.Begin();
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task delivering = _events.DeliverAsync();
        Task watching = WatchFramesAsync(ending.Token), housekeeping = KeepHouseAsync(ending.Token);
        Task[] loops = [CaptureAsync(ending.Token), watching, housekeeping];

        // The capture ends the watching, once it has seen what the capture has left.
        await Task.WhenAny(watching, housekeeping, delivering);
        await ending.CancelAsync();
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _events.CloseAsync();
        await delivering;
        Save();
        ReportLosses();
        foreach (Task loop in loops.Where(loop => loop.IsFaulted))
        {
            await loop;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _events.Dispose();
        _watch?.Dispose();
        _waiting.Dispose();
        _gate.Dispose();
        _progress.Dispose();
    }

    /// <summary>A camera that is off is there all the same: the other cameras decide when the daemon ends.</summary>
    private async Task CaptureAsync(CancellationToken ending)
    {
        try
        {
            await _switch.RunAsync(_capture.RunAsync, DisableCapture, ending);
        }
        finally
        {
            _waiting.Complete();
        }
    }

    private async Task WatchFramesAsync(CancellationToken ending)
    {
        while (await _waiting.TakeAsync(ending) is { } frame)
        {
            await _gate.WaitAsync(CancellationToken.None);
            try
            {
                await WatchFrameAsync(frame);
            }
            finally
            {
                _gate.Release();
            }

            _progress.Report();
        }
    }

    private ValueTask WatchFrameAsync(Frame frame)
    {
        HandOver(frame);
        SceneWatch watch = WatchFor(frame);
        _events.Scene.IsSuspended = IsSuspended;
        _events.Scene.Guide(watch);
        if (Process(watch, frame) is not { IsLearning: false } scored)
        {
            return ValueTask.CompletedTask;
        }

        TellWatching();
        return ObserveAsync(scored);
    }

    private async ValueTask ObserveAsync(ScoredFrame scored)
    {
        await _events.ObserveAsync(scored, _heat!);
        if (_events.Scene.IsSuspended)
        {
            return;
        }

        _recent!.Observe(scored.Patches, _events.Scene.CurrentId);
        if (_events.Scene.IsTold)
        {
            _recent.Keep();
        }
    }

    private ScoredFrame? Process(SceneWatch watch, Frame frame)
    {
        long tokens = watch.Times.Tokens;
        long start = _time.GetTimestamp();
        ScoredFrame? scored = watch.Process(frame);
        _meter.Add(_time.GetElapsedTime(start), watch.Times.Tokens - tokens);
        return scored;
    }

    private SceneWatch WatchFor(Frame frame)
    {
        if (_watch?.FrameSize == frame.Size)
        {
            return _watch;
        }

        StartWatch(frame.Size);
        bool isKnown = _parts.Store.TryLoad(_options.Id, _watch.Normality, _parts.Model.Sha256, _options.FramesPerSecond);
        _parts.Store.LoadAccepted(_options.Id, _watch.Normality.Accepted, _parts.Model.Sha256);
        TellLearning(isKnown ? "goes on" : "starts");
        return _watch;
    }

    [MemberNotNull(nameof(_watch))]
    private void StartWatch(FrameSize size)
    {
        _watch?.Dispose();
        _watch = new SceneWatch(size, _parts.Model, _learning, _time, _options.AnalysisRows)
        {
            FramesPerSecond = _options.FramesPerSecond,
        };
        _heat = new PatchHeat(_watch);
        _recent = new RecentEvents(_watch.Grid);
        _sceneChange = new SceneChangeWatch(_time);
        _isWatchingTold = false;
    }

    private void TellLearning(string begins)
    {
        if (_watch is { IsLearning: true })
        {
            LogLearning(_options.Id, begins, _watch.LearningLeft);
            PublishPhase();
        }
    }

    private void TellWatching()
    {
        if (!_isWatchingTold)
        {
            _isWatchingTold = true;
            LogWatching(_options.Id);
            if (Phase != _toldPhase)
            {
                PublishPhase();
            }

            Save();
        }
    }

    private async Task KeepHouseAsync(CancellationToken ending)
    {
        using PeriodicTimer timer = new(HousekeepingInterval, _time);
        while (await timer.WaitForNextTickAsync(ending))
        {
            await _gate.WaitAsync(CancellationToken.None);
            try
            {
                await KeepHouseOnceAsync();
            }
            finally
            {
                _gate.Release();
            }
        }
    }

    private async ValueTask KeepHouseOnceAsync()
    {
        if (_capture.Status.State is not CameraState.Online)
        {
            _progress.Report();
            await _events.CheckTimeAsync();
        }

        EndSuspensionWhenOver();
        _sceneChange.Look(_watch?.Times.Frames ?? 0, _watch?.SceneWideChanges ?? 0);
        if (_watch is not null && (Phase != _toldPhase || (_watch.IsLearning && _time.GetElapsedTime(_lastPhase) >= PhaseInterval)))
        {
            PublishPhase();
        }

        if (_time.GetElapsedTime(_lastSaved) >= SaveInterval)
        {
            Save();
            ReportLosses();
        }
    }

    private TimeSpan SaveInterval => _watch is { IsLearning: true } ? LearningSaveInterval : WatchingSaveInterval;

    private void Save()
    {
        _lastSaved = _time.GetTimestamp();
        try
        {
            if (_watch is not null)
            {
                _parts.Store.Save(_options.Id, _watch.Normality, _parts.Model.Sha256, _options.FramesPerSecond);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotSaved(_options.Id, e.Message);
        }
    }

    private void ReportLosses()
    {
        TimeSpan interval = TimeSpan.FromSeconds(Math.Round(_time.GetElapsedTime(_lossesReported).TotalSeconds));
        _lossesReported = _time.GetTimestamp();
        long dropped = _waiting.Dropped;
        if (dropped > _droppedReported)
        {
            LogDropped(_options.Id, dropped - _droppedReported, interval);
            _droppedReported = dropped;
        }

        long miscomputed = _watch?.FramesMiscomputed ?? 0;
        if (miscomputed > _miscomputedReported)
        {
            LogMiscomputed(_options.Id, miscomputed - _miscomputedReported, interval);
        }

        // A new watch, after a change of the picture's size, counts from 0.
        _miscomputedReported = miscomputed;
    }

    private CameraPhase Phase => _sceneChange.IsChanging ? CameraPhase.SceneChange
        : _watch is { IsLearning: true } ? CameraPhase.Learning
        : CameraPhase.Watching;

    private void PublishPhase()
    {
        _lastPhase = _time.GetTimestamp();
        _toldPhase = Phase;
        (double progress, TimeSpan left) = _watch is null ? (0, TimeSpan.Zero) : (_watch.LearningProgress, _watch.LearningLeft);
        _parts.Publisher.PublishPhase(_options.Id, _toldPhase switch
        {
            CameraPhase.SceneChange => PhaseMessage.SceneChange(progress, left),
            CameraPhase.Learning => PhaseMessage.Learning(progress, left),
            _ => PhaseMessage.Watching,
        });
    }

    private void PublishStatus(CameraStatus status) => _parts.Publisher.PublishCameraStatus(_options.Id, StatusMessage.Of(status));
}
