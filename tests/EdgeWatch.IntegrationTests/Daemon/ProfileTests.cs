using System.Text.Json.Nodes;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>Profiles and quiet hours of a daemon with a real broker.</summary>
public sealed class ProfileTests : IDisposable
{
    private readonly DaemonSite _site = new();

    public ProfileTests() => Directory.CreateDirectory(_site.File("conf.d"));

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub", "mosquitto_pub")]
    public async Task What_is_set_by_hand_holds_at_once_survives_a_restart_and_starts_no_camera_again()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Teach(LiveCamera.Id, clip.Learned);
        _site.Configure(broker.Port, "15s", LiveCamera.Ordinary(clip), LiveCamera.Ordinary(clip, "door"));
        _site.Write("conf.d/profiles.yaml", """
            profiles:
              - {name: night, alerts: {threshold: 0.45}}
              - {name: away, cameras: [{id: door, enabled: false}]}
            """);
        await using (DaemonProcess daemon = _site.Start())
        {
            using MqttSubscriber first = await MqttSubscriber.StartAsync(broker);
            await daemon.UntilAsync("it says which profile", () => Newest(first, "test/profile") == "default");
            await daemon.UntilLoggedAsync("square is online");
            await daemon.UntilLoggedAsync("door is online");
            await MqttSender.SendAsync(broker, "edgewatch/test/door/threshold/set", "0.7");
            await daemon.UntilAsync("door has its own threshold", () => Newest(first, "door/threshold") == "0.7");

            await MqttSender.SendAsync(broker, "edgewatch/test/profile/set", "night");
            await daemon.UntilAsync(
                "it is in force", () => Newest(first, "test/profile") == "night" && Newest(first, "square/threshold") == "0.45");
            Assert.Equal("0.7", Newest(first, "door/threshold"));

            ProgramResult away = await AskAsync("away");
            Assert.True(away.ExitCode == 0, away.Errors);
            Assert.StartsWith("away, set by hand ", away.Output, StringComparison.Ordinal);
            await daemon.UntilAsync(
                "it is in force", () => Newest(first, "door/enabled") == "OFF" && Newest(first, "square/threshold") == "0.5");
            Assert.Single(daemon.Log, line => line.Contains("square is online", StringComparison.Ordinal));
            await MqttSender.SendAsync(broker, "edgewatch/test/door/enabled/set", "ON");
            await daemon.UntilAsync("what is set for a camera counts more", () => Newest(first, "door/enabled") == "ON");

            ProgramResult wrong = await AskAsync("nihgt");
            Assert.Equal(1, wrong.ExitCode);
            Assert.Contains("there are: default, night, away, and auto", wrong.Errors, StringComparison.Ordinal);
            AssertContract(first);
            Assert.Equal(0, await daemon.StopAsync());
        }

        await using (DaemonProcess daemon = _site.Start())
        {
            using MqttSubscriber second = await MqttSubscriber.StartAsync(broker);
            await daemon.UntilLoggedAsync("In force: profile away, set by hand");

            // What the first one has said is retained; only who sees this one online may command it.
            await daemon.UntilAsync(
                "it is online", () => Newest(second, "test/status")?.Contains("online", StringComparison.Ordinal) == true);
            await daemon.UntilAsync("it says so", () => Info(second)["profile"] is { } profile && (string?)profile["set_by"] == "hand");
            Assert.Equal(("away", "ON"), (Newest(second, "test/profile"), Newest(second, "door/enabled")));

            await MqttSender.SendAsync(broker, "edgewatch/test/door/enabled/set", "default");
            await daemon.UntilAsync("the profile decides again", () => Newest(second, "door/enabled") == "OFF");
            await MqttSender.SendAsync(broker, "edgewatch/test/profile/set", "auto");
            await daemon.UntilAsync("the schedule decides again", () => Newest(second, "test/profile") == "default");
            Assert.Equal(0, await daemon.StopAsync());
        }
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub", "mosquitto_pub")]
    public async Task What_is_recorded_while_it_is_quiet_and_goes_on_is_told_afterwards()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Teach(LiveCamera.Id, clip.Learned);
        _site.Configure(broker.Port, "15s", LiveCamera.WithAnomalies(clip) + ", alerts: {cooldown: 1h}");
        _site.Write("conf.d/profiles.yaml", "profiles: [{name: calm, quiet: true}]\ndefault_profile: calm\n");
        await using DaemonProcess daemon = _site.Start();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await daemon.UntilLoggedAsync("square: event", "began");
        await daemon.UntilAsync("it is recorded", () => Recorded().Length == 1);
        JsonNode recorded = Recorded()[0];
        Assert.Equal((0, "calm"), ((int)recorded["sequence"]!, (string?)recorded["profile"]));
        Assert.True(File.Exists(Path.Combine(_site.StateDirectory, (string)recorded["snapshot"]!)));
        await daemon.UntilAsync("it says that it is quiet", () => (bool?)Info(subscriber)["quiet"]?["on"] == true);

        await MqttSender.SendAsync(broker, "edgewatch/test/profile/set", "default");

        await daemon.UntilAsync("it is told", () => subscriber.On("square/event").Any());
        JsonNode told = JsonNode.Parse(subscriber.On("square/event")[0].Text)!;
        Assert.Equal(("start", 1, "default"), ((string)told["type"]!, (int)told["sequence"]!, (string)told["profile"]!));
        Assert.Equal((string)recorded["event_id"]!, (string)told["event_id"]!);
        Assert.True((string)told["started_at"]! == (string)recorded["started_at"]!);
        Assert.Equal(0, await daemon.StopAsync());

        await Eventually.Until("its end is told", () => subscriber.On("square/event").Any(message => TypeOf(message) == "end"));
        string[] topics = [.. subscriber.Messages.Select(message => message.Topic)];
        int command = Array.IndexOf(topics, "edgewatch/test/profile/set");
        Assert.True(command >= 0);
        Assert.True(Array.IndexOf(topics, "edgewatch/test/square/snapshot") > command, "no picture while it is quiet");
        ReceivedMessage alarm = subscriber.On("square/anomaly").First(message => message.Text.Contains("\"ON\"", StringComparison.Ordinal));
        Assert.True(Array.IndexOf([.. subscriber.Messages], alarm) > command);
        AssertContract(subscriber);
    }

    private static void AssertContract(MqttSubscriber subscriber) => Assert.All(
        subscriber.Messages.Where(message => !message.Topic.EndsWith("/set", StringComparison.Ordinal)),
        message => Assert.Empty(Contract.Check(message)));

    private JsonNode[] Recorded() =>
    [
        .. Directory.GetFiles(_site.StateDirectory, "event.json", SearchOption.AllDirectories)
            .Select(file => JsonNode.Parse(File.ReadAllText(file))!),
    ];

    private Task<ProgramResult> AskAsync(params string[] arguments) =>
        BuiltProgram.RunAsync(["profile", .. arguments, "--config", _site.ConfigFile]);

    private static string TypeOf(ReceivedMessage message) => (string)JsonNode.Parse(message.Text)!["type"]!;

    private static JsonNode Info(MqttSubscriber subscriber) => JsonNode.Parse(Newest(subscriber, "test/info") ?? "{}")!;

    private static string? Newest(MqttSubscriber subscriber, string topicEnd) =>
        subscriber.On(topicEnd) is [.., var newest] ? newest.Text : null;
}
