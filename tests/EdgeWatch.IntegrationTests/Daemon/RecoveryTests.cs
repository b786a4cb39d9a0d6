using System.Text.Json;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

public sealed class RecoveryTests : IDisposable
{
    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task Events_of_a_broker_outage_arrive_when_it_is_back()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Teach(LiveCamera.Id, clip.Learned);
        _site.Configure(broker.Port, "15s", LiveCamera.WithAnomalies(clip));
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilLoggedAsync("Connected to 127.0.0.1");
        broker.Kill();
        await daemon.UntilLoggedAsync("event", "ended");

        await broker.RestartAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);

        await daemon.UntilAsync("the event arrives", () => Types(subscriber).Contains("end"));
        string[] types = Types(subscriber);
        Assert.Equal("start", types[0]);
        Assert.Equal(1, Json(subscriber.On("/event")[0]).GetProperty("sequence").GetInt32());
        await daemon.UntilAsync("its picture arrives", () => subscriber.On("square/snapshot").Count > 0);
        Assert.Equal(0, await daemon.StopAsync());
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task An_event_that_was_on_when_the_daemon_was_killed_is_ended_at_the_next_start()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        _site.Teach(LiveCamera.Id, clip.Learned);
        _site.Configure(broker.Port, "15s", LiveCamera.WithAnomalies(clip));
        await using (DaemonProcess first = _site.Start())
        {
            await first.UntilAsync("an event begins", () => Types(subscriber).Contains("start"));
            await first.CrashAsync();
        }

        string eventId = Json(subscriber.On("/event")[0]).GetProperty("event_id").GetString()!;
        await using DaemonProcess second = _site.Start();
        await second.UntilAsync("it ends", () => MessagesOf(eventId, subscriber).Any(message => message.Type == "end"));

        var messages = MessagesOf(eventId, subscriber).Distinct().ToList();
        Assert.Equal(Enumerable.Range(1, messages.Count), messages.Select(message => message.Sequence));
        Assert.Equal("end", Assert.Single(messages, message => message.IsCutOff).Type);
        await second.UntilLoggedAsync(eventId, "was cut off");
        Assert.Equal(0, await second.StopAsync());

        await using DaemonProcess third = _site.Start();
        await third.UntilLoggedAsync("Camera square: watching");
        Assert.False(third.HasLogged("was cut off"));
    }

    [ToolFact("ffmpeg", "mosquitto")]
    public async Task A_camera_whose_program_was_killed_comes_back_and_still_knows_what_is_normal()
    {
        SceneClip clip = await SceneClip.GetAsync();
        _site.Teach(LiveCamera.Id, clip.Learned);
        _site.Configure(1, "15s", LiveCamera.WithAnomalies(clip));
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilLoggedAsync("Camera square: watching");
        int ffmpeg = Assert.Single(ProcessTable.ChildrenOf(daemon.Id, "ffmpeg"));

        UnixSignal.Send(ffmpeg, UnixSignal.Kill);

        await daemon.UntilAsync(
            "it is online a second time", () => daemon.Log.Count(line => line.Contains("is online", StringComparison.Ordinal)) == 2);
        await daemon.UntilLoggedAsync("event", "began");
        Assert.True(daemon.HasLogged("Camera square is offline"));
        Assert.False(daemon.HasLogged("learning"));
        Assert.Equal(0, await daemon.StopAsync());
    }

    [ToolFact("ffmpeg")]
    public async Task A_daemon_that_was_killed_goes_on_watching_with_what_it_has_learned()
    {
        SceneClip clip = await SceneClip.GetAsync();
        _site.Configure(1, "10s", LiveCamera.Ordinary(clip));
        await using (DaemonProcess first = _site.Start())
        {
            await first.UntilLoggedAsync("learning starts");
            await first.UntilLoggedAsync("Camera square: watching");
            await first.UntilAsync("what was learned is saved", () => File.Exists(_site.LearnedFile(LiveCamera.Id)));
            await first.CrashAsync();
        }

        await using DaemonProcess second = _site.Start();
        await second.UntilLoggedAsync("Camera square: watching");
        Assert.False(second.HasLogged("learning"));
        Assert.Equal(0, await second.StopAsync());
    }

    [ToolFact("ffmpeg")]
    public async Task A_daemon_that_is_stopped_while_it_learns_goes_on_learning_where_it_was()
    {
        SceneClip clip = await SceneClip.GetAsync();
        _site.Configure(1, "10min", LiveCamera.Ordinary(clip));
        await using (DaemonProcess first = _site.Start())
        {
            await first.UntilLoggedAsync("learning starts");
            Assert.Equal(0, await first.StopAsync());
        }

        await using DaemonProcess second = _site.Start();
        await second.UntilLoggedAsync("learning goes on");
        Assert.Equal(0, await second.StopAsync());
    }

    [ToolFact("ffmpeg")]
    public async Task Cameras_end_with_a_daemon_that_was_killed()
    {
        SceneClip clip = await SceneClip.GetAsync();
        _site.Configure(1, "10min", LiveCamera.Ordinary(clip));
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilLoggedAsync("learning starts");
        int ffmpeg = Assert.Single(ProcessTable.ChildrenOf(daemon.Id, "ffmpeg"));

        await daemon.CrashAsync();

        await Eventually.Until("ffmpeg has ended", () => !ProcessTable.IsAlive(ffmpeg));
    }

    [ToolFact("ffmpeg")]
    public async Task A_daemon_that_was_frozen_goes_on()
    {
        SceneClip clip = await SceneClip.GetAsync();
        _site.Teach(LiveCamera.Id, clip.Learned);
        _site.Configure(1, "15s", LiveCamera.WithAnomalies(clip));
        await using DaemonProcess daemon = _site.Start(("WATCHDOG_USEC", "400000"));
        await daemon.UntilLoggedAsync("Camera square: watching");
        daemon.Signal(UnixSignal.Stop);
        await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System, CancellationToken.None);
        int pings = daemon.Notify.Count("WATCHDOG=1");

        daemon.Signal(UnixSignal.Continue);

        await daemon.UntilAsync("the watchdog is fed again", () => daemon.Notify.Count("WATCHDOG=1") > pings + 2);
        await daemon.UntilLoggedAsync("event", "began");
        Assert.Equal(0, await daemon.StopAsync());
    }

    private static string[] Types(MqttSubscriber subscriber) =>
        [.. subscriber.On("/event").Select(message => Json(message).GetProperty("type").GetString()!)];

    private static JsonElement Json(ReceivedMessage message) => JsonDocument.Parse(message.Text).RootElement;

    private static List<(string Type, int Sequence, bool IsCutOff)> MessagesOf(string eventId, MqttSubscriber subscriber) =>
    [
        .. subscriber.On("/event")
            .Select(Json)
            .Where(message => message.GetProperty("event_id").GetString() == eventId)
            .Select(message => (
                message.GetProperty("type").GetString()!,
                message.GetProperty("sequence").GetInt32(),
                message.TryGetProperty("cut_off", out _))),
    ];
}
