using EdgeWatch.Capture;
using EdgeWatch.Core.Configuration;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Watching;
using EdgeWatch.Hosting.Systemd;
using EdgeWatch.Mqtt.Messages;
using Microsoft.Extensions.Logging;
using CameraState = EdgeWatch.Capture.CameraState;

namespace EdgeWatch.Hosting;

/// <summary>
/// One camera from its program to its messages: capture, scene watch, events. Its loops run side by side; when one fails for a bug, the
/// daemon ends. A camera that delivers nothing is no failure.
/// </summary>
internal sealed partial class CameraWatch : IDisposable
{
    /// <summary>How often time-outs, progress and saving are looked after.</summary>
    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromSeconds(1);

    /// <summary>How often learned state is written: some 3 kB, so half a megabyte a day and camera.</summary>
    private static readonly TimeSpan SaveInterval = TimeSpan.FromMinutes(10);

    /// <summary>How often the learning progress is published.</summary>
    private static readonly TimeSpan PhaseInterval = TimeSpan.FromSeconds(10);

    private readonly CameraOptions _options;
    private readonly LearningPolicy _learning;
    private readonly DaemonParts _parts;
    private readonly ProgressMarker _progress;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LatestFrameSlot _slot = new();
    private readonly CameraCapture _capture;
    private readonly CameraEvents _events;

    /// <summary>Guards the scene watch and the events: the frame loop and the housekeeping share them.</summary>
    private readonly SemaphoreSlim _gate = new(1, 1);

    private SceneWatch? _watch;
    private PatchHeat? _heat;
    private bool _isWatchingTold;
    private long _lastSaved;
    private long _lastPhase;
    private long _droppedReported;

    /// <summary>Prepares a camera; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="options">The camera.</param>
    /// <param name="daemon">What holds where the camera says nothing.</param>
    /// <param name="parts">What all cameras share.</param>
    /// <param name="progress">Told that the loops are alive; disposed with this.</param>
    public CameraWatch(CameraOptions options, EdgeWatchOptions daemon, DaemonParts parts, ProgressMarker progress)
    {
        _options = options;
        _learning = LearningPolicy.Resolve(options.Learning, daemon.Learning);
        _parts = parts;
        _progress = progress;
        _time = parts.Time;
        _logger = parts.Loggers.CreateLogger<CameraWatch>();
        _lastSaved = _time.GetTimestamp();
        _events = new CameraEvents(
            options.Id,
            AlertPolicy.Resolve(options.Alerts, daemon.Alerts),
            parts.Publisher,
            parts.Pictures,
            _time,
            parts.Loggers.CreateLogger<CameraEvents>());
        _capture = new CameraCapture(options, parts.Ffmpeg, _slot, _time, parts.Loggers.CreateLogger<CameraCapture>());
        _capture.StatusChanged += PublishStatus;
    }

    /// <summary>Runs until stopped, or until a recording has been watched to its end.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        PublishStatus(_capture.Status);
        _events.Begin();
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task delivering = _events.DeliverAsync();
        Task[] loops = [CaptureAsync(ending.Token), WatchFramesAsync(ending.Token), KeepHouseAsync(ending.Token)];
        await Task.WhenAny([.. loops, delivering]);
        await ending.CancelAsync();
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _events.CloseAsync();
        await delivering;
        Save();
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
        _slot.Dispose();
        _gate.Dispose();
        _progress.Dispose();
    }

    private async Task CaptureAsync(CancellationToken ending)
    {
        await _capture.RunAsync(ending);
        if (_capture.Status.State is CameraState.Disabled)
        {
            // There is nothing to do but to be there: the other cameras decide when the daemon ends.
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, ending);
        }
    }

    private async Task WatchFramesAsync(CancellationToken ending)
    {
        while (true)
        {
            Frame frame = await _slot.TakeAsync(ending);
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
        SceneWatch watch = WatchFor(frame);
        watch.KeepsLearning = _events.IsIdle;
        if (watch.Process(frame) is not { IsLearning: false } scored)
        {
            return ValueTask.CompletedTask;
        }

        TellWatching();
        return _events.ObserveAsync(scored, _heat!);
    }

    private SceneWatch WatchFor(Frame frame)
    {
        if (_watch?.FrameSize == frame.Size)
        {
            return _watch;
        }

        _watch?.Dispose();
        _watch = new SceneWatch(frame.Size, _parts.Model, _learning, _time)
        {
            FramesPerSecond = _options.FramesPerSecond,
        };
        _heat = new PatchHeat(_watch);
        bool isKnown = _parts.Store.TryLoad(_options.Id, _watch.Normality, _parts.Model.Sha256, _options.FramesPerSecond);
        _isWatchingTold = false;
        if (_watch.IsLearning)
        {
            LogLearning(_options.Id, isKnown ? "goes on" : "starts", _watch.LearningLeft);
            PublishPhase();
        }

        return _watch;
    }

    private void TellWatching()
    {
        if (!_isWatchingTold)
        {
            _isWatchingTold = true;
            LogWatching(_options.Id);
            PublishPhase();
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

        if (_watch is { IsLearning: true } && _time.GetElapsedTime(_lastPhase) >= PhaseInterval)
        {
            PublishPhase();
        }

        if (_time.GetElapsedTime(_lastSaved) >= SaveInterval)
        {
            Save();
            ReportDrops();
        }
    }

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

    private void ReportDrops()
    {
        long dropped = _slot.Dropped;
        if (dropped > _droppedReported)
        {
            LogDropped(_options.Id, dropped - _droppedReported, SaveInterval);
            _droppedReported = dropped;
        }
    }

    private void PublishPhase()
    {
        _lastPhase = _time.GetTimestamp();
        _parts.Publisher.PublishPhase(_options.Id, _watch is { IsLearning: true }
            ? PhaseMessage.Learning(_watch.LearningProgress, _watch.LearningLeft)
            : PhaseMessage.Watching);
    }

    private void PublishStatus(CameraStatus status) => _parts.Publisher.PublishCameraStatus(_options.Id, StatusMessage.Of(status));
}
