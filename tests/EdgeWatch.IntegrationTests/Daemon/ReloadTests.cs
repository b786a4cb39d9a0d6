using System.Diagnostics;
using System.Text.Json.Nodes;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Scoring;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>The config file is read again while the daemon runs, with a real broker.</summary>
public sealed class ReloadTests : IDisposable
{
    private const int DeadPort = 1;
    private const string Refusing = "id: refusing, source: \"rtsp://127.0.0.1:1/live\"";

    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg")]
    public async Task SIGHUP_with_nothing_to_reload_is_harmless()
    {
        _site.Configure(DeadPort, "30s", Refusing);
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilReadyAsync();
        await daemon.UntilLoggedAsync("refusing is offline");

        await daemon.ReloadAsync();

        await daemon.UntilLoggedAsync("was read again: nothing has changed");
        Assert.Single(daemon.Log, line => line.Contains("refusing is offline", StringComparison.Ordinal));
        Assert.Single(daemon.Notify.Messages, message => message.StartsWith("RELOADING=1\nMONOTONIC_USEC=", StringComparison.Ordinal));
        Assert.Equal("READY=1", daemon.Notify.Messages.Last(message => message[0] is 'R'));
        Assert.Equal(0, await daemon.StopAsync());
    }

    /// <summary>A config file that is a pipe tells when the daemon has got as far as reading it.</summary>
    [ToolFact("ffmpeg", "mkfifo")]
    public async Task SIGHUP_while_it_starts_is_harmless()
    {
        _site.Configure(DeadPort, "30s", Refusing);
        byte[] config = await File.ReadAllBytesAsync(_site.ConfigFile);
        File.Delete(_site.ConfigFile);
        using (Process mkfifo = Process.Start("mkfifo", [_site.ConfigFile]))
        {
            await mkfifo.WaitForExitAsync();
        }

        await using DaemonProcess daemon = _site.Start();
        await using (FileStream pipe = new(_site.ConfigFile, FileMode.Open, FileAccess.Write))
        {
            daemon.Signal(UnixSignal.HangUp);
            await pipe.WriteAsync(config);
            File.Delete(_site.ConfigFile);
            await File.WriteAllBytesAsync(_site.ConfigFile, config);
        }

        await daemon.UntilReadyAsync();
        await daemon.UntilLoggedAsync("was read again: nothing has changed");
        Assert.Equal(0, await daemon.StopAsync());
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub", "mosquitto_pub")]
    public async Task Only_what_has_changed_starts_again_and_an_event_that_is_on_goes_on()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Teach(LiveCamera.Id, clip.Learned);
        _site.Teach("door", clip.Learned);
        string square = LiveCamera.WithAnomalies(clip) + ", alerts: {cooldown: 1h}";
        _site.Configure(broker.Port, "15s", square, LiveCamera.Ordinary(clip, "door"), LiveCamera.Ordinary(clip, "gone"));
        await using DaemonProcess daemon = _site.Start();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await daemon.UntilLoggedAsync("square: event", "began");
        await daemon.UntilAsync("its start is told", () => Events(subscriber).Any(message => IsOf(message, "start")));
        await daemon.UntilLoggedAsync("Camera door: watching");
        await daemon.UntilLoggedAsync("Camera gone: learning starts");

        _site.Configure(
            broker.Port,
            "15s",
            square.Replace("1h", "1s", StringComparison.Ordinal),
            LiveCamera.Ordinary(clip, "door") + ", glances_per_second: 1",
            LiveCamera.Ordinary(clip, "new") + ", alerts: {threshold: 0.7}");
        string english = await File.ReadAllTextAsync(_site.ConfigFile);
        _site.Write("edgewatch.yaml", english.Replace("end_after: 1s", "end_after: 1s, language: de", StringComparison.Ordinal));
        await daemon.ReloadAsync();

        await daemon.UntilLoggedAsync(
            "was read again: added: new; removed: gone; started again: door; adjusted: square; in force: alerts.language.");
        await daemon.UntilLoggedAsync("square: event", "ended");
        await daemon.UntilAsync(
            "door knows what it had learned",
            () => daemon.Log.Count(line => line.Contains("door: watching", StringComparison.Ordinal)) == 2);
        Assert.False(daemon.HasLogged("door: learning starts"));
        Assert.Single(daemon.Log, line => line.Contains("square is online", StringComparison.Ordinal));
        Assert.Single(daemon.Log, line => line.Contains("Connected to", StringComparison.Ordinal));
        await MqttSender.SendAsync(broker, "edgewatch/test/new/threshold/set", "0.66");
        await daemon.UntilAsync("the new camera listens", () => Newest(subscriber, "new/threshold") == "0.66");
        await daemon.UntilAsync("what is gone is gone at the broker", () => Newest(subscriber, "gone/status") is "");
        using MqttSubscriber late = await MqttSubscriber.StartAsync(broker);
        Assert.DoesNotContain(late.Messages, message => message.Topic.Contains("/gone/", StringComparison.Ordinal));
        Assert.Equal(["square", "door", "new"], Info(subscriber)["cameras"]!.AsArray().Select(id => (string)id!));
        await daemon.UntilAsync("its end is told, with its clip", () => Events(subscriber).Any(message => IsOf(message, "end")));
        Assert.Equal(IdOf(Events(subscriber), "start"), IdOf(Events(subscriber), "end"));
        Assert.Equal(
            (WordsOf(Events(subscriber), "start", Language.English), WordsOf(Events(subscriber), "end", Language.German)),
            (TextOf(Events(subscriber), "start"), TextOf(Events(subscriber), "end")));
        using MqttSubscriber home = await MqttSubscriber.StartAsync(broker, "homeassistant/#");
        await daemon.UntilAsync(
            "Home Assistant has the names in German",
            () => Newest(home, "C_square/config")?.Contains("Letzter Alarm", StringComparison.Ordinal) is true);
        Assert.Equal(0, await daemon.StopAsync());
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task A_camera_that_is_read_in_another_way_keeps_its_event()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Teach(LiveCamera.Id, clip.Learned);
        string square = LiveCamera.WithAnomalies(clip) + ", alerts: {cooldown: 1m}";
        string door = LiveCamera.Ordinary(clip, "door");
        _site.Configure(broker.Port, "15s", square, door);
        await using DaemonProcess daemon = _site.Start();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await daemon.UntilAsync("its start is told", () => Events(subscriber).Any(message => IsOf(message, "start")));
        string id = IdOf(Events(subscriber), "start");

        string[] changes =
        [
            ", stall_timeout: 10s, decoder: auto", ", glances_per_second: 1", ", clips: {enabled: false}", ", clips: {pre_roll: 2s}",
        ];
        foreach (string change in changes)
        {
            int online = OnlineTimes(subscriber);
            _site.Configure(broker.Port, "15s", square + change, door);
            await daemon.ReloadAsync();
            await daemon.UntilAsync("it is online again", () => OnlineTimes(subscriber) > online);
        }

        int told = Events(subscriber).Length;
        await daemon.UntilAsync("its event goes on", () => Events(subscriber).Length > told);
        Assert.All(Events(subscriber), message => Assert.Equal(id, (string)message["event_id"]!));
        Assert.Contains("ON", Newest(subscriber, "square/anomaly"), StringComparison.Ordinal);
        Assert.Equal(1, daemon.Log.Count(line => line.Contains("door is online", StringComparison.Ordinal)));

        _site.Write("edgewatch.yaml", await File.ReadAllTextAsync(_site.ConfigFile) + "\nclips: {audio: true}\n");
        await daemon.ReloadAsync();
        await daemon.UntilLoggedAsync("was read again: started again: square, door; in force: clips.audio.");

        _site.Configure(broker.Port, "15s", door);
        await daemon.ReloadAsync();

        await daemon.UntilAsync("its end is told", () => Events(subscriber).Any(message => IsOf(message, "end")));
        JsonNode[] all = Events(subscriber);
        Assert.Equal(("removed", id), ((string?)all[^1]["ended_because"], (string)all[^1]["event_id"]!));
        Assert.Equal(Enumerable.Range(1, all.Length), all.Select(message => (int)message["sequence"]!));
        Assert.All(subscriber.On("square/event"), message => Assert.Empty(Contract.Check(message)));
        Assert.Equal(0, await daemon.StopAsync());
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub", "mosquitto_pub")]
    public async Task A_file_with_mistakes_changes_nothing_and_is_told_everywhere()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Configure(broker.Port, "30s", Refusing);
        string good = await File.ReadAllTextAsync(_site.ConfigFile);
        await using DaemonProcess daemon = _site.Start();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await daemon.UntilAsync("it is online", () => Newest(subscriber, "test/status") is { Length: > 0 });

        _site.Write("edgewatch.yaml", good.Replace("end_after: 1s", "end_after: 1y, treshold: 0.6", StringComparison.Ordinal));
        await daemon.ReloadAsync();

        int line = 1 + Array.FindIndex(good.Split('\n'), text => text.StartsWith("alerts:", StringComparison.Ordinal));
        string first = $"{_site.ConfigFile}:{line}:10: alerts.end_after: '1y' is not a duration";
        await daemon.UntilLoggedAsync("fail: ", first);
        await daemon.UntilLoggedAsync(
            "fail: ", $"{_site.ConfigFile}:{line}:25: alerts.treshold: is not a known key; did you mean threshold?");
        await daemon.UntilLoggedAsync("has 2 mistake(s): nothing has changed");
        await daemon.UntilAsync("systemctl status says so", () => daemon.Notify.Messages.Any(message =>
            message.StartsWith("STATUS=", StringComparison.Ordinal)
            && message.Contains($"the config file has mistakes, the one before is in force: {first}", StringComparison.Ordinal)));
        await daemon.UntilAsync("info says so", () => Info(subscriber)["reload"] is not null);
        JsonNode mistake = Info(subscriber)["reload"]!["mistakes"]![0]!;
        Assert.Equal((line, 10, "alerts.end_after"), ((int)mistake["line"]!, (int)mistake["column"]!, (string)mistake["key"]!));
        await daemon.UntilAsync(
            "health says so",
            () => Newest(subscriber, "test/health")?.Contains("the one before is in force", StringComparison.Ordinal) == true);

        _site.Write("edgewatch.yaml", good);
        await daemon.ReloadAsync();

        await daemon.UntilAsync("all is well again", () => Info(subscriber)["reload"]!["mistakes"]!.AsArray().Count == 0);
        Assert.All(subscriber.Messages, message => Assert.Empty(Contract.Check(message)));
        Assert.Equal(0, await daemon.StopAsync());
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub", "mosquitto_pub")]
    public async Task Another_broker_is_gone_to_and_the_one_before_is_left_in_order()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess before = await MosquittoProcess.StartAnonymousAsync();
        await using MosquittoProcess after = await MosquittoProcess.StartAnonymousAsync();
        _site.Configure(before.Port, "30s", LiveCamera.Ordinary(clip));
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilLoggedAsync("Connected to", $":{before.Port}");
        await daemon.UntilLoggedAsync("square is online");

        _site.Configure(after.Port, "30s", LiveCamera.Ordinary(clip));
        using MqttSubscriber left = await MqttSubscriber.StartAsync(before);
        await daemon.ReloadAsync();
        await daemon.UntilLoggedAsync("Connected to", $":{after.Port}");

        using MqttSubscriber reached = await MqttSubscriber.StartAsync(after);
        await daemon.UntilAsync("it is online there", () => IsOnline(reached, "test/status"));
        await daemon.UntilAsync("the camera, too", () => IsOnline(reached, "square/status"));
        Assert.Contains("offline", Newest(left, "test/status"), StringComparison.Ordinal);
        Assert.Single(daemon.Log, line => line.Contains("square is online", StringComparison.Ordinal));
        Assert.Equal(0, await daemon.StopAsync());
    }

    [ToolFact("ffmpeg")]
    public async Task A_camera_that_comes_as_a_file_is_taken_by_itself_where_the_config_wants_that()
    {
        _site.Configure(DeadPort, "30s", Refusing);
        Directory.CreateDirectory(_site.File("conf.d"));
        _site.Write("conf.d/00-reload.yaml", "reload_on_change: true\n");
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilReadyAsync();

        _site.Write("conf.d/yard.yaml", "cameras:\n  - id: yard\n    source: rtsp://127.0.0.1:1/live\n");

        await daemon.UntilLoggedAsync("was read again: added: yard.");
        await daemon.UntilLoggedAsync("yard is offline");

        _site.Write("conf.d/yard.yaml", "cameras:\n  - id: yard\n    sauce: rtsp://127.0.0.1:1/live\n");

        await daemon.UntilLoggedAsync("fail: ", $"{_site.File("conf.d/yard.yaml")}:3:5: cameras[1].sauce: is not a known key");
        Assert.Equal(0, await daemon.StopAsync());
    }

    [ToolFact("ffmpeg")]
    public async Task What_cannot_change_while_it_runs_stays_as_it_was_and_is_named()
    {
        _site.Configure(DeadPort, "30s", Refusing);
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilReadyAsync();

        _site.Node = "other";
        _site.Configure(DeadPort, "30s", Refusing, "id: second, source: \"rtsp://127.0.0.1:1/live\"");
        await daemon.ReloadAsync();

        await daemon.UntilLoggedAsync("added: second");
        await daemon.UntilLoggedAsync("The service has to be started again for node");
        await daemon.UntilAsync("systemctl status says so", () => daemon.Notify.Messages.Any(
            message => message.Contains("the service has to be started again for node", StringComparison.Ordinal)));
        Assert.Equal(0, await daemon.StopAsync());
    }

    /// <summary>The log does not say the same for a fourth time in a minute.</summary>
    private static int OnlineTimes(MqttSubscriber subscriber) =>
        subscriber.On("square/status").Count(message => message.Text.Contains("\"online\"", StringComparison.Ordinal));

    private static JsonNode[] Events(MqttSubscriber subscriber) =>
        [.. subscriber.On("square/event").Select(message => JsonNode.Parse(message.Text)!)];

    private static bool IsOf(JsonNode message, string type) => (string)message["type"]! == type;

    private static string IdOf(JsonNode[] events, string type) => (string)events.First(message => IsOf(message, type))["event_id"]!;

    private static string TextOf(JsonNode[] events, string type) => (string)ReasonOf(events, type)["text"]!;

    /// <summary>What the first reason of a message is in a language.</summary>
    private static string WordsOf(JsonNode[] events, string type, Language language)
    {
        JsonNode reason = ReasonOf(events, type);
        return ReasonWriter.Put(language, (string)reason["kind"]!, (string?)reason["detail"], (double?)reason["ratio"])!;
    }

    private static JsonNode ReasonOf(JsonNode[] events, string type) => events.First(message => IsOf(message, type))["reasons"]![0]!;

    private static JsonNode Info(MqttSubscriber subscriber) => JsonNode.Parse(Newest(subscriber, "test/info") ?? "{}")!;

    private static bool IsOnline(MqttSubscriber subscriber, string topicEnd) =>
        Newest(subscriber, topicEnd)?.Contains("online", StringComparison.Ordinal) == true;

    private static string? Newest(MqttSubscriber subscriber, string topicEnd) =>
        subscriber.On(topicEnd) is [.., var newest] ? newest.Text : null;
}
