using System.Diagnostics.Metrics;
using EdgeWatch.Cameras;
using EdgeWatch.Cameras.Clips;
using EdgeWatch.Cameras.Live;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Languages;
using EdgeWatch.Evidence;
using EdgeWatch.IntegrationTests.Evidence;
using EdgeWatch.IntegrationTests.Mqtt;
using EdgeWatch.Model;
using EdgeWatch.Mqtt.Commands;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Profiles;
using EdgeWatch.Storage;
using EdgeWatch.Streams;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using EdgeWatch.TestKit.Daemon;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.IntegrationTests.Cameras;

/// <summary>One whole camera over a short recording, without a broker.</summary>
public sealed class CameraTests : IAsyncLifetime, IDisposable
{
    private const int Frames = 30;
    private const string Learned = "state/cameras/door.normality";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeLoggerProvider _log = new();
    private readonly Life _life = new();
    private readonly OnnxPatchModel _model = OnnxPatchModel.Load(OnnxPatchModel.DefaultManifest);
    private readonly RunningNode _node = new(new MqttOptions { Host = "127.0.0.1", Port = 1 });
    private readonly LoggerFactory _loggers;
    private readonly Meter _meter = new("test");
    private readonly Relief _relief;
    private Camera _camera = null!;

    public CameraTests()
    {
        _loggers = new LoggerFactory([_log]);

        // Its clock stands still while it is the turn of the first one's half to rest.
        FakeTimeProvider turn = new(DateTimeOffset.UnixEpoch + Relief.Turn);
        _relief = new Relief(turn);
    }

    public async Task InitializeAsync()
    {
        CameraOptions options = new()
        {
            Id = "door",
            Source = await FfmpegClip.MakeAsync(_folder.File("clip.mp4"), "320x240", Frames, framesPerSecond: 10),
            Playback = Playback.Once,
        };
        _camera = new Camera(CameraSettings.Of(options, new EdgeWatchOptions()), await PartsAsync(), _life);
    }

    [ToolFact("ffmpeg")]
    public async Task A_recording_that_has_ended_is_watched_over_no_longer()
    {
        CameraHealthReader reader = _camera.ObserveHealth();

        await _camera.RunAsync(CancellationToken.None);

        Assert.True(_life.Reports > 0);
        Assert.True(_life.HasEnded);
        CameraHealth health = reader.Read();
        Assert.NotNull(health.MsPerFrame);
        Assert.Equal("Finished", _camera.Status.State.ToString());
        Assert.True(File.Exists(_folder.File(Learned)));
    }

    [ToolFact("ffmpeg")]
    public async Task While_the_chip_is_hot_a_camera_rests_in_its_turn_and_its_frames_are_counted()
    {
        _relief.IsOn = true;
        CameraHealthReader reader = _camera.ObserveHealth();

        await _camera.RunAsync(CancellationToken.None);

        Assert.Equal(0, _camera.Counts.Frames);
        Assert.Equal(Frames, _camera.Rested + _camera.Capture.Dropped);
        Assert.Equal(_camera.Rested, reader.Read().Drops.Hot);
        Assert.True(_life.Reports > 0, "resting is no hang");
    }

    [ToolFact("ffmpeg")]
    public async Task A_frame_that_comes_while_the_camera_rests_is_given_back()
    {
        // The next but one is in the half of the first.
        _relief.Join();
        _relief.IsOn = true;
        SharedParts parts = await PartsAsync();
        CameraSettings settings = CameraSettings.Of(new CameraOptions { Id = "yard", Source = "/dev/null" }, new EdgeWatchOptions());
        StreamRing ring = EventClip.RingFor(settings, parts.Time);
        using SwitchedCapture capture = new(settings, parts, ring);
        using CameraScene scene = new(settings, parts, ring);
        CameraMeter meter = new();
        LossReport losses = new("yard", parts.Time, _loggers.CreateLogger<LossReport>());
        using CameraWatch watch = new(
            scene, capture, new PictureRequest(capture, parts.Time), meter, new LiveView(parts.Time), losses, _life, _relief, parts.Time);
        Frame frame = new FramePool(new FrameSize(320, 240)).Rent();

        await watch.WatchFrameAsync(frame);

        Assert.Equal(1, meter.Rested);
        Assert.Throws<ObjectDisposedException>(frame.Share);
    }

    [ToolFact("ffmpeg")]
    public async Task A_camera_with_an_event_does_not_rest_before_its_end()
    {
        // The next but one is in the half of the first.
        _relief.Join();
        NodeAlertOptions brief = new() { EndAfter = TimeSpan.FromSeconds(1), Cooldown = TimeSpan.FromSeconds(1) };
        using Camera camera = await SquareAsync(await PartsAsync(), new Life(), brief);
        using CancellationTokenSource stop = new();
        Task running = camera.RunAsync(stop.Token);
        await Eventually.Until("an event", () => camera.AlertIsOn, TimeSpan.FromMinutes(1));

        _relief.IsOn = true;
        await Eventually.Until("rest", () => camera.Rested > 0, TimeSpan.FromMinutes(1));

        Assert.False(camera.AlertIsOn);
        await stop.CancelAsync();
        await running;
    }

    [ToolFact("ffmpeg")]
    public async Task The_event_of_a_camera_that_fails_ends_with_it()
    {
        SharedParts parts = await PartsAsync();
        Life life = new();
        using Camera camera = await SquareAsync(parts, life, new NodeAlertOptions());
        Task running = camera.RunAsync(CancellationToken.None);
        await Eventually.Until("an event", () => camera.AlertIsOn, TimeSpan.FromMinutes(1));

        life.Fails = true;

        await Assert.ThrowsAsync<InvalidOperationException>(() => running);
        EventMessage last = MessageOf(parts)!;
        Assert.Equal((AlertEventType.End, EndCause.Failed), (last.Type, last.EndedBecause));
    }

    [ToolFact("ffmpeg")]
    public async Task The_event_of_a_camera_that_cannot_tell_of_it_any_more_is_cut_off()
    {
        bool isMute = false;
        SharedParts parts = (await PartsAsync()) with
        {
            Language = () => isMute ? throw new InvalidOperationException("A bug.") : Language.English,
        };
        using Camera camera = await SquareAsync(parts, new Life(), new NodeAlertOptions());
        Task running = camera.RunAsync(CancellationToken.None);
        await Eventually.Until("an event is told", () => MessageOf(parts) is not null, TimeSpan.FromMinutes(1));

        isMute = true;

        await Assert.ThrowsAsync<InvalidOperationException>(() => running);
        EventMessage last = MessageOf(parts)!;
        Assert.Equal((AlertEventType.End, true), (last.Type, last.IsCutOff));
    }

    [ToolFact("ffmpeg")]
    public async Task A_camera_that_fails_does_not_save_what_it_has_learned_since_it_last_did()
    {
        Task running = _camera.RunAsync(CancellationToken.None);
        await Eventually.Until("a frame", () => _camera.Counts.Frames > 0);

        _life.Fails = true;

        await Assert.ThrowsAsync<InvalidOperationException>(() => running);
        Assert.False(File.Exists(_folder.File(Learned)));
    }

    [ToolFact("ffmpeg")]
    public async Task Health_and_commands_take_turns_with_the_frames()
    {
        Task running = _camera.RunAsync(CancellationToken.None);
        CameraHealthReader reader = _camera.ObserveHealth();
        while (!running.IsCompleted)
        {
            reader.Read();
            await _camera.Control.SetThresholdAsync(0.7);
            await _camera.Control.RelearnAsync(forgetsFeedback: false);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }

        await running;
        Assert.Equal(0.7, _camera.Control.Policy.Threshold);
    }

    [ToolFact("ffmpeg")]
    public async Task Nobody_can_judge_an_event_that_never_was() =>
        await Assert.ThrowsAsync<RequestRefusedException>(async () => await _camera.Control.JudgeAsync(eventId: null, Verdict.Normal));

    public Task DisposeAsync() => _node.DisposeAsync().AsTask();

    public void Dispose()
    {
        _camera.Dispose();
        _model.Dispose();
        _loggers.Dispose();
        _meter.Dispose();
        _log.Dispose();
        _folder.Dispose();
    }

    /// <summary>A camera that has learned the scene, and shows its anomaly again and again.</summary>
    private async Task<Camera> SquareAsync(SharedParts parts, Life life, NodeAlertOptions alerts)
    {
        SceneClip clip = await SceneClip.GetAsync();
        Directory.CreateDirectory(_folder.File("state/cameras"));
        await File.WriteAllBytesAsync(_folder.File("state/cameras/square.normality"), clip.Learned);
        CameraOptions options = new() { Id = "square", Source = clip.AnomalyFile, Playback = Playback.Loop };
        return new Camera(CameraSettings.Of(options, new EdgeWatchOptions { Alerts = alerts }), parts, life);
    }

    /// <summary>The last message about the newest event; null before the first.</summary>
    private static EventMessage? MessageOf(SharedParts parts) =>
        parts.Pictures.FindMessages(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, limit: 1).SingleOrDefault() is { } kept
            ? MessageJson.TryRead<EventMessage>(kept)
            : null;

    private async Task<SharedParts> PartsAsync()
    {
        NodeState state = new(_folder.File("state"), TimeProvider.System, _loggers.CreateLogger<NodeState>());
        return new SharedParts
        {
            Ffmpeg = await FfmpegTool.FindAsync(TimeProvider.System, CancellationToken.None),
            Model = _model,
            Publisher = _node.Publisher,
            Pictures = new EventPictures(TestRetention.Of(_folder.File("events")), _loggers.CreateLogger<EventPictures>()),
            Clips = new EventClips(
                TestRetention.Of(_folder.File("events")), "ffmpeg", TimeProvider.System, _loggers.CreateLogger<EventClips>()),
            Stills = new StillFinder("ffmpeg", TimeProvider.System, _loggers.CreateLogger<StillFinder>()),
            Store = new StateStore(_folder.File("state"), _loggers.CreateLogger<StateStore>()),
            State = state,
            Incidents = new Incidents(() => EdgeWatchOptions.DefaultIncidentWindow, TimeProvider.System),
            Profiles = new ProfileChoice(new EdgeWatchOptions(), state, TimeProvider.System),
            Language = () => Language.English,
            Instruments = new CameraInstruments(_meter),
            Relief = _relief,
            Time = TimeProvider.System,
            Loggers = _loggers,
        };
    }

    private sealed class Life : ISignOfLife
    {
        private int _reports;

        public int Reports => _reports;

        public bool HasEnded { get; private set; }

        /// <summary>Whether the loop that reports fails from now on.</summary>
        public bool Fails { get; set; }

        public TimeSpan Limit { get; set; }

        public void Report()
        {
            Interlocked.Increment(ref _reports);
            if (Fails)
            {
                throw new InvalidOperationException("A bug.");
            }
        }

        public void Dispose() => HasEnded = true;
    }
}
