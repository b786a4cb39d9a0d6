using System.Text.Json.Nodes;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>The daemon is told what to do over a real broker.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub", "mosquitto_pub")]
    public async Task What_is_set_over_MQTT_survives_a_restart_and_the_config_file_stays_as_it_was()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Teach(LiveCamera.Id, clip.Learned);
        _site.Configure(broker.Port, "15s", LiveCamera.Ordinary(clip), LiveCamera.Ordinary(clip, "door"));
        string config = await File.ReadAllTextAsync(_site.ConfigFile);
        await using (DaemonProcess daemon = _site.Start())
        {
            using MqttSubscriber first = await MqttSubscriber.StartAsync(broker);
            await daemon.UntilAsync(
                "it is online", () => Newest(first, "test/status")?.Contains("online", StringComparison.Ordinal) == true);
            await MqttSender.SendAsync(broker, "edgewatch/test/square/threshold/set", "0.725");
            await MqttSender.SendAsync(broker, "edgewatch/test/door/enabled/set", "OFF");
            await daemon.UntilAsync(
                "it is told", () => Newest(first, "square/threshold") == "0.725" && Newest(first, "door/enabled") == "OFF");
            await daemon.UntilAsync(
                "door is off", () => Newest(first, "door/status")?.Contains("switched off over MQTT", StringComparison.Ordinal) == true);
            await daemon.UntilAsync("it is in info", () => Overrides(first)?["door"] is not null);
            Assert.Equal(0, await daemon.StopAsync());
        }

        await using (DaemonProcess daemon = _site.Start())
        {
            using MqttSubscriber second = await MqttSubscriber.StartAsync(broker);
            await daemon.UntilAsync(
                "it is online", () => Newest(second, "test/status")?.Contains("online", StringComparison.Ordinal) == true);
            await daemon.UntilAsync(
                "what was set is told", () => Newest(second, "square/threshold") == "0.725" && Newest(second, "door/enabled") == "OFF");
            Assert.Equal("""{"door":{"enabled":"OFF"},"square":{"threshold":0.725}}""", Overrides(second)!.ToJsonString());
            Assert.Equal("disabled", (string?)JsonNode.Parse(Newest(second, "door/status")!)!["state"]);

            await MqttSender.SendAsync(broker, "edgewatch/test/door/enabled/set", "ON");
            await daemon.UntilAsync("door is watched again", () => daemon.HasLogged("door is online"));
            Assert.Equal(0, await daemon.StopAsync());
        }

        Assert.Equal(config, await File.ReadAllTextAsync(_site.ConfigFile));
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub", "mosquitto_pub")]
    public async Task What_was_called_normal_does_not_alarm_again()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Teach(LiveCamera.Id, clip.Learned);
        _site.Teach("control", clip.Learned);
        _site.Configure(broker.Port, "15s", LiveCamera.WithAnomalies(clip), LiveCamera.WithAnomalies(clip, "control"));
        await using DaemonProcess daemon = _site.Start();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await daemon.UntilLoggedAsync("square: event", "ended");

        await MqttSender.SendAsync(broker, "edgewatch/test/square/feedback", """{"event_id":"last","verdict":"normal"}""");
        await daemon.UntilAsync("it is learned", () => Newest(subscriber, "response/feedback") is not null);
        string learned = Newest(subscriber, "response/feedback")!;
        await daemon.UntilAsync(
            "a rise that had begun before is over", () => Newest(subscriber, "square/anomaly")!.Contains("OFF", StringComparison.Ordinal));
        int before = Alarms("square");
        int others = Alarms("control");

        // Both cameras show the same anomaly every ten seconds.
        await daemon.UntilAsync("the other camera alarms once more", () => Alarms("control") > others);
        await daemon.UntilAsync("and it is over", () => Newest(subscriber, "control/event")!.Contains("\"end\"", StringComparison.Ordinal));

        Assert.Equal("ok", (string?)JsonNode.Parse(learned)!["status"]);
        Assert.Equal(before, Alarms("square"));
        Assert.True(File.Exists(Path.Combine(_site.StateDirectory, "cameras", "square.lessons")));
        Assert.Equal(0, await daemon.StopAsync());

        int Alarms(string camera) =>
            subscriber.On($"{camera}/event").Count(message => message.Text.Contains("\"start\"", StringComparison.Ordinal));
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub", "mosquitto_pub")]
    public async Task Requests_are_answered_and_nonsense_is_too()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Teach(LiveCamera.Id, clip.Learned);
        _site.Configure(broker.Port, "15s", LiveCamera.WithAnomalies(clip));
        await using DaemonProcess daemon = _site.Start();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await daemon.UntilLoggedAsync("event", "ended");

        Assert.Equal("test", (string?)(await AskAsync("ping", new JsonObject()))["node"]);
        JsonObject picture = await AskAsync("snapshot", new JsonObject { ["camera"] = "square" });
        Assert.Equal([0xFF, 0xD8, 0xFF], Convert.FromBase64String((string)picture["jpeg"]!)[..3]);
        JsonArray events = (await AskAsync("events", new JsonObject { ["limit"] = 1 }))["events"]!.AsArray();
        Assert.Empty(MessageSchema.Load("event").Check(Assert.Single(events)!.ToJsonString()));
        Assert.True((bool)(await AskAsync("config/check", new JsonObject()))["valid"]!);
        Assert.Equal("square", (string?)(await AskAsync("suspend", new JsonObject { ["minutes"] = 10 }))["cameras"]![0]);
        await AskAsync("relearn", new JsonObject { ["camera"] = "square" });
        await daemon.UntilLoggedAsync("learning starts again");

        await MqttSender.SendAsync(broker, "edgewatch/test/request/dance", "{}");
        await MqttSender.SendAsync(broker, "edgewatch/test/request/ping", "{\"broken\":");
        await MqttSender.SendAsync(broker, "edgewatch/test/request/relearn", new byte[100_000]);
        await MqttSender.SendAsync(broker, "edgewatch/test/square/enabled/set", [0xFF, 0xFE]);
        (string Verb, string Reason)[] refusals =
            [("dance", "no such verb"), ("ping", "no valid JSON"), ("relearn", "100000 bytes"), ("enabled", "not UTF-8")];
        foreach ((string verb, string reason) in refusals)
        {
            await daemon.UntilAsync(
                reason, () => subscriber.On($"response/{verb}").Any(answer => answer.Text.Contains(reason, StringComparison.Ordinal)));
        }

        Assert.All(
            subscriber.Messages,
            message => Assert.True(IsCommand(message.Topic) || Contract.Check(message) is [], $"{message.Topic}: {message.Text}"));
        Assert.Equal(0, await daemon.StopAsync());
        Assert.Single(daemon.Log, line => line.Contains("was refused", StringComparison.Ordinal));

        async Task<JsonObject> AskAsync(string verb, JsonObject data)
        {
            string transaction = Guid.NewGuid().ToString();
            await MqttSender.SendAsync(
                broker, $"edgewatch/test/request/{verb}", new JsonObject { ["transaction"] = transaction, ["data"] = data }.ToJsonString());
            await daemon.UntilAsync(
                $"an answer to {verb}",
                () => subscriber.On($"response/{verb}").Any(answer => answer.Text.Contains(transaction, StringComparison.Ordinal)));
            JsonNode answer = JsonNode.Parse(
                subscriber.On($"response/{verb}").Single(answer => answer.Text.Contains(transaction, StringComparison.Ordinal)).Text)!;
            Assert.Equal("ok", (string?)answer["status"]);
            return answer["data"]!.AsObject();
        }
    }

    private static bool IsCommand(string topic) =>
        topic.Contains("/request/", StringComparison.Ordinal)
        || topic.EndsWith("/set", StringComparison.Ordinal)
        || topic.EndsWith("/feedback", StringComparison.Ordinal);

    private static string? Newest(MqttSubscriber subscriber, string topicEnd) =>
        subscriber.On(topicEnd) is [.., var newest] ? newest.Text : null;

    private static JsonObject? Overrides(MqttSubscriber subscriber) =>
        Newest(subscriber, "test/info") is { } info ? JsonNode.Parse(info)!["overrides"]!.AsObject() : null;
}
