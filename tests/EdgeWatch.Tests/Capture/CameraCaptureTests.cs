using System.Collections.Concurrent;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Frames;
using EdgeWatch.Streams;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace EdgeWatch.Tests.Capture;

public sealed class CameraCaptureTests : IAsyncLifetime, IDisposable
{
    private readonly ObservedTimeProvider _time = new();
    private readonly FramePool _pool = new(new FrameSize(16, 16));
    private readonly WaitingFrames _waiting = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly FakeLogger<CameraCapture> _log = new();
    private readonly ConcurrentQueue<FakeSession> _sessions = new();
    private readonly ConcurrentQueue<CameraStatus> _changes = new();
    private CameraCapture _camera = null!;
    private Task _running = Task.CompletedTask;
    private Exception? _openFailure;
    private bool _isLive;

    public Task InitializeAsync() => Task.CompletedTask;

    [Fact]
    public async Task First_frame_makes_the_camera_online()
    {
        Run();
        Assert.Equal(CameraState.Connecting, _camera.Status.State);

        (await SessionAsync(1)).Send(_pool.Rent());

        await Eventually.Until("online", () => _camera.Status.State == CameraState.Online);
        using Frame? frame = await _waiting.TakeAsync(CancellationToken.None);
        Assert.Equal(1, _camera.Frames);
        Assert.Equal(0, _camera.Restarts);
    }

    [Fact]
    public void A_stream_that_cannot_be_had_is_said_once_until_it_came_again()
    {
        StreamRing ring = new(new StreamWish(MostBytes: 1000, TimeSpan.Zero), _time);
        _ = new CameraCapture(new CameraOptions { Id = "yard" }, new FfmpegTool("", 5), _waiting, _time, _log, ring);
        foreach (string? fault in new[] { "no room", "no room", null, "no room" })
        {
            ring.Fault = fault;
        }

        Assert.Equal([111, 111], _log.Collector.GetSnapshot().Select(line => line.Id.Id));
        Assert.EndsWith("cannot be had: no room", _log.LatestRecord.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_are_retried_after_1_2_and_4_seconds()
    {
        Run();
        foreach (int wait in new[] { 1, 2, 4 })
        {
            (await SessionAsync(_sessions.Count)).End(CaptureFailure.Refused);
            await WaitsAsync(TimeSpan.FromSeconds(wait));
            int before = _sessions.Count;
            _time.Advance(TimeSpan.FromSeconds(wait) - TimeSpan.FromTicks(1));
            Assert.Equal(before, _sessions.Count);
            _time.Advance(TimeSpan.FromTicks(1));
            await SessionAsync(before + 1);
        }

        Assert.Equal(3, _camera.Restarts);
        Assert.All(_sessions.SkipLast(1), session => Assert.True(session.IsDisposed));
    }

    [Fact]
    public async Task Offline_since_stays_the_first_failure_and_is_logged_once()
    {
        DateTimeOffset start = _time.GetUtcNow();
        Run();
        for (int i = 1; i <= 4; i++)
        {
            (await SessionAsync(i)).End(CaptureFailure.Unreachable);
            await WaitsAsync(TimeSpan.FromSeconds(1 << (i - 1)));
            _time.Advance(TimeSpan.FromSeconds(1 << (i - 1)));
        }

        Assert.Equal(
            new CameraStatus(CameraState.Offline, CaptureFailure.Unreachable, start) { Detail = CaptureFailure.Unreachable },
            _camera.Status);
        Assert.Single(_changes);
        Assert.Single(_log.Collector.GetSnapshot(), entry => entry.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task A_new_reason_is_told_without_a_new_since()
    {
        DateTimeOffset start = _time.GetUtcNow();
        Run();
        (await SessionAsync(1)).End(CaptureFailure.Unreachable);
        await WaitsAsync(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));

        (await SessionAsync(2)).End(CaptureFailure.Unauthorized);

        await Eventually.Until("new reason", () => _camera.Status.Reason == CaptureFailure.Unauthorized);
        Assert.Equal(start, _camera.Status.Since);
        Assert.Equal([CaptureFailure.Unreachable, CaptureFailure.Unauthorized], _changes.Select(status => status.Reason));
    }

    [Fact]
    public async Task A_camera_that_falls_silent_is_stalled_and_restarted()
    {
        Run();
        FakeSession session = await SessionAsync(1);
        session.Send(_pool.Rent());
        await Eventually.Until("online", () => _camera.Status.State == CameraState.Online);

        await Eventually.Until("limit of a stall", () => _time.Waits is [{ } limit] && limit == TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(10));

        await WaitsAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(CaptureFailure.Stalled, _camera.Status.Reason);
        Assert.True(session.IsDisposed);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await SessionAsync(2)).Send(_pool.Rent());
        await Eventually.Until("online again", () => _camera.Status.State == CameraState.Online);
        Assert.Equal(1, _camera.Restarts);
    }

    [Fact]
    public async Task Frames_in_time_are_no_stall()
    {
        Run();
        FakeSession session = await SessionAsync(1);
        for (int i = 1; i <= 5; i++)
        {
            session.Send(_pool.Rent());
            await Eventually.Until(
                "captured", () => _camera.Frames == i && _time.Waits is [{ } limit] && limit == TimeSpan.FromSeconds(10));
            _time.Advance(TimeSpan.FromSeconds(9));
        }

        Assert.Equal(CameraState.Online, _camera.Status.State);
        Assert.Single(_sessions);
    }

    [Fact]
    public async Task Thirty_good_seconds_make_the_next_failure_the_first()
    {
        Run();
        await FailTwiceAsync();
        FakeSession session = await SessionAsync(3);
        for (int i = 1; i <= 5; i++)
        {
            session.Send(_pool.Rent());
            await Eventually.Until(
                "captured", () => _camera.Frames == i && _time.Waits is [{ } limit] && limit == TimeSpan.FromSeconds(10));
            _time.Advance(TimeSpan.FromSeconds(8));
        }

        session.End(CaptureFailure.Ended);

        await WaitsAsync(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task One_good_frame_does_not_shorten_the_wait()
    {
        Run();
        await FailTwiceAsync();
        FakeSession session = await SessionAsync(3);
        session.Send(_pool.Rent());
        await Eventually.Until("online", () => _camera.Status.State == CameraState.Online);

        session.End(CaptureFailure.Ended);

        await WaitsAsync(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_recording_played_to_its_end_is_finished()
    {
        Run();
        FakeSession session = await SessionAsync(1);
        session.Send(_pool.Rent());

        session.End(CaptureFailure.Ended, isFinished: true);

        await _running;
        Assert.Equal([CameraState.Online, CameraState.Finished], _changes.Select(status => status.State));
    }

    [Fact]
    public async Task A_recording_read_as_fast_as_possible_waits_for_the_analysis_and_loses_nothing()
    {
        const int Frames = 3 * WaitingFrames.Capacity;
        Run(new CameraOptions { Id = "yard", Speed = PlaybackSpeed.Fastest, StallTimeout = TimeSpan.FromSeconds(10) });
        FakeSession session = await SessionAsync(1);
        for (int i = 0; i < Frames; i++)
        {
            session.Send(_pool.Rent());
        }

        await Eventually.Until("full, without a limit of a stall", () => _camera.Frames == WaitingFrames.Capacity && _time.Waits is []);
        for (int i = 0; i < Frames; i++)
        {
            using Frame? frame = await _waiting.TakeAsync(CancellationToken.None);
        }

        Assert.Equal((Frames, 0), (_camera.Frames, _camera.Dropped));
        await Eventually.Until("limit of a stall", () => _time.Waits is [{ } limit] && limit == TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_camera_that_was_stopped_and_disabled_can_run_again()
    {
        Run();
        await SessionAsync(1);
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);

        _camera.Disable("switched off over MQTT");

        Assert.Equal((CameraState.Disabled, "switched off over MQTT"), (_camera.Status.State, _camera.Status.Reason));
        using CancellationTokenSource stopAgain = new();
        Task again = _camera.RunAsync(stopAgain.Token);
        FakeSession session = await SessionAsync(2);
        session.Send(_pool.Rent());
        await Eventually.Until("the camera is online again", () => _camera.Status.State == CameraState.Online);
        await stopAgain.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => again);
    }

    [Fact]
    public async Task A_program_that_does_not_start_is_offline_with_the_reason()
    {
        _openFailure = new CaptureException(CaptureFailure.ProgramNotFound, "program not found: gst-launch-1.0");
        Run();

        await WaitsAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(CaptureFailure.ProgramNotFound, _camera.Status.Reason);
        Assert.Contains(_log.Collector.GetSnapshot(), entry => entry.Message.Contains("gst-launch-1.0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Garbage_and_broken_pipes_are_offline()
    {
        Run();
        (await SessionAsync(1)).Fail(new CaptureException(CaptureFailure.Garbled));
        await WaitsAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(CaptureFailure.Garbled, _camera.Status.Reason);
        _time.Advance(TimeSpan.FromSeconds(1));

        (await SessionAsync(2)).Fail(new IOException("pipe"));

        await WaitsAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(CaptureFailure.Ended, _camera.Status.Reason);
    }

    [Fact]
    public async Task Stopping_ends_the_program()
    {
        Run();
        FakeSession session = await SessionAsync(1);

        await _stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        Assert.True(session.IsDisposed);
    }

    [Fact]
    public async Task Stopping_ends_the_wait_for_a_restart()
    {
        Run();
        (await SessionAsync(1)).End(CaptureFailure.Refused);
        await WaitsAsync(TimeSpan.FromSeconds(1));

        await _stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _waiting.Dispose();
        _stop.Dispose();
    }

    private void Run(CameraOptions? options = null)
    {
        options ??= new CameraOptions { Id = "yard", StallTimeout = TimeSpan.FromSeconds(10) };
        _camera = new CameraCapture(options, _waiting, _time, _log, random: () => 0, Open);
        _isLive = options.Speed is PlaybackSpeed.Native;
        _camera.StatusChanged += _changes.Enqueue;
        _running = _camera.RunAsync(_stop.Token);
    }

    private FakeSession Open()
    {
        if (_openFailure is not null)
        {
            throw _openFailure;
        }

        FakeSession session = new() { IsLive = _isLive };
        _sessions.Enqueue(session);
        return session;
    }

    private async Task<FakeSession> SessionAsync(int number)
    {
        await Eventually.Until($"session {number}", () => _sessions.Count == number);
        return _sessions.Last();
    }

    private Task WaitsAsync(TimeSpan wait) => Eventually.Until($"waits {wait}", () => _time.Waits is [{ } only] && only == wait);

    private async Task FailTwiceAsync()
    {
        for (int i = 1; i <= 2; i++)
        {
            (await SessionAsync(i)).End(CaptureFailure.Refused);
            await WaitsAsync(TimeSpan.FromSeconds(i));
            _time.Advance(TimeSpan.FromSeconds(i));
        }
    }
}
