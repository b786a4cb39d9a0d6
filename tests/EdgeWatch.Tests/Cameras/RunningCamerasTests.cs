using EdgeWatch.Cameras;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Alerts;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace EdgeWatch.Tests.Cameras;

/// <summary>Two cameras, switched off, whose housekeeping goes round once a second; that of one of them throws.</summary>
public sealed class RunningCamerasTests : IDisposable
{
    private const string Ailing = "ailing";
    private const string Steady = "steady";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ObservedTimeProvider _time = new();
    private readonly FakeLoggerProvider _log = new();
    private readonly LoggerFactory _loggers;
    private readonly IdleParts _parts;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<CameraSettings> _prepared = [];
    private readonly RunningCameras _cameras;
    private volatile bool _isIll = true;
    private int _steadyRounds;

    public RunningCamerasTests()
    {
        _loggers = new LoggerFactory([_log]);
        _parts = new IdleParts(_time, _loggers);
        _cameras = new RunningCameras(Node(Steady, Ailing), Prepare, _time, _loggers.CreateLogger<RunningCameras>());
    }

    [Fact]
    public async Task A_camera_that_fails_is_started_anew_after_a_pause_that_grows_and_another_goes_on()
    {
        Task running = _cameras.RunAsync(_stop.Token);
        Camera steady = Find(Steady);

        await FailAsync(pause: Second);
        Assert.Equal((CameraState.Offline, CaptureFailure.InternalError), (Find(Ailing).Status.State, Find(Ailing).Status.Reason));
        _time.Advance(Second);
        await UntilPreparedAsync(times: 2);
        await FailAsync(pause: 2 * Second);
        _isIll = false;
        _time.Advance(2 * Second);
        await UntilPreparedAsync(times: 3);

        await Eventually.Until("it is well", () => Find(Ailing).Status.State is CameraState.Disabled);
        int rounds = _steadyRounds;
        _time.Advance(Second);
        await Eventually.Until("the other goes on", () => _steadyRounds > rounds);
        Assert.Same(steady, Find(Steady));
        Assert.False(running.IsCompleted);
        await EndAsync(running);
    }

    [Fact]
    public async Task A_camera_that_fails_is_logged_once_with_the_exception()
    {
        Task running = _cameras.RunAsync(_stop.Token);

        await FailAsync(pause: Second);

        FakeLogRecord told = Assert.Single(_log.Collector.GetSnapshot(), record => record.Level >= LogLevel.Warning);
        Assert.Equal((718, LogLevel.Error), (told.Id.Id, told.Level));
        Assert.Equal("ill", Assert.IsType<InvalidOperationException>(told.Exception).Message);
        Assert.Contains($"Camera {Ailing} ", told.Message, StringComparison.Ordinal);
        await EndAsync(running);
    }

    [Fact]
    public async Task A_camera_that_waits_to_be_started_anew_leaves_with_the_config()
    {
        Task running = _cameras.RunAsync(_stop.Token);
        await FailAsync(pause: Second);

        CameraChanges changes = await _cameras.ApplyAsync(Node(Steady), CancellationToken.None);

        Assert.Equal([Ailing], changes.Removed);
        Assert.Equal(Steady, Assert.Single(_cameras).Id);
        _time.Advance(2 * Second);
        await EndAsync(running);
        Assert.Equal(1, Prepared);
    }

    [Fact]
    public async Task A_camera_that_waits_to_be_started_anew_is_started_at_once_when_it_has_changed()
    {
        Task running = _cameras.RunAsync(_stop.Token);
        await FailAsync(pause: Second);
        EdgeWatchOptions same = Node(Steady, Ailing);
        Assert.Empty((await _cameras.ApplyAsync(same, CancellationToken.None)).Restarted);
        Assert.Equal(1, Prepared);

        EdgeWatchOptions other = new() { Cameras = same.Cameras, Alerts = new NodeAlertOptions { Threshold = 0.9 } };
        CameraChanges changes = await _cameras.ApplyAsync(other, CancellationToken.None);

        Assert.Equal([Ailing], changes.Restarted);
        Assert.Equal([Steady], changes.Adjusted);
        Assert.Equal(2, Prepared);
        Assert.Equal(0.9, _prepared[^1].Alerts.Threshold);
        await EndAsync(running);
    }

    [Fact]
    public async Task Told_to_stop_nobody_waits_for_a_camera_that_is_to_be_started_anew()
    {
        Task running = _cameras.RunAsync(_stop.Token);
        await FailAsync(pause: Second);

        await EndAsync(running);

        Assert.Equal(1, Prepared);
    }

    public void Dispose()
    {
        _cameras.Dispose();
        _parts.Dispose();
        _loggers.Dispose();
        _log.Dispose();
        _stop.Dispose();
    }

    private static EdgeWatchOptions Node(params string[] cameras) =>
        new() { Cameras = [.. cameras.Select(id => new CameraOptions { Id = id, Source = "none", Enabled = false })] };

    private Camera Prepare(CameraSettings settings)
    {
        _prepared.Add(settings);
        return new Camera(settings, _parts.Shared, new Life(settings.Id == Ailing ? Ail : () => Interlocked.Increment(ref _steadyRounds)));
    }

    private void Ail()
    {
        if (_isIll)
        {
            throw new InvalidOperationException("ill");
        }
    }

    private int Prepared => _prepared.Count(settings => settings.Id == Ailing);

    private Camera Find(string id) => _cameras.Single(camera => camera.Id == id);

    /// <summary>Lets the housekeeping go round once, which fails, and waits until the camera waits to be started anew.</summary>
    /// <param name="pause">How long, before up to a fifth is left out.</param>
    private async Task FailAsync(TimeSpan pause)
    {
        await Eventually.Until("both keep house", () => _time.Waits.Count == 2);
        _time.Advance(Second);
        await Eventually.Until(
            "it waits", () => _time.Waits.Any(wait => wait >= 0.8 * pause && wait < pause) && Find(Ailing).Status.Reason.Length > 0);
    }

    private Task UntilPreparedAsync(int times) => Eventually.Until($"started {times} times", () => Prepared == times);

    private async Task EndAsync(Task running)
    {
        await _stop.CancelAsync();
        await running;
    }

    private sealed class Life(Action report) : ISignOfLife
    {
        public TimeSpan Limit { get; set; }

        public void Report() => report();

        public void Dispose()
        {
        }
    }
}
