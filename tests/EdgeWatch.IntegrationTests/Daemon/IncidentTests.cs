using System.Text.Json.Nodes;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>Events that go on, and events of several cameras, of a daemon with a real broker.</summary>
public sealed class IncidentTests : IDisposable
{
    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task Events_of_several_cameras_are_one_incident_which_outlives_a_crash_and_those_that_last_become_urgent()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Teach(LiveCamera.Id, clip.Learned);
        _site.Teach("door", clip.Learned);
        _site.Configure(
            broker.Port,
            "15s",
            LiveCamera.WithAnomalies(clip) + ", alerts: {escalate_after: 1s}",
            LiveCamera.WithAnomalies(clip, "door"));
        Directory.CreateDirectory(_site.File("conf.d"));
        _site.Write("conf.d/incidents.yaml", "incident_window: 5min\n");
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using (DaemonProcess daemon = _site.Start())
        {
            await daemon.UntilAsync(
                "both have told of an event", () => Starts(subscriber, "square").Any() && Starts(subscriber, "door").Any());
            await daemon.UntilAsync(
                "one is urgent", () => Events(subscriber, "square").Any(message => (string?)message["level"] == "urgent"));
            await daemon.CrashAsync();
        }

        string[] before = [.. Events(subscriber, "square").Select(message => (string)message["event_id"]!).Distinct()];
        await using (DaemonProcess daemon = _site.Start())
        {
            await daemon.UntilAsync(
                "another event is told of", () => Starts(subscriber, "square").Any(start => !before.Contains((string)start["event_id"]!)));
            Assert.Equal(0, await daemon.StopAsync());
        }

        JsonNode[] all = [.. Events(subscriber, "square"), .. Events(subscriber, "door")];
        string incident = Assert.Single(all.Select(message => (string)message["incident_id"]!).Distinct());
        Assert.Contains(all, message => (string)message["event_id"]! == incident);
        Assert.All(Events(subscriber, "door"), message => Assert.Equal("alert", (string?)message["level"]));
        Assert.All(subscriber.Messages, message => Assert.Empty(Contract.Check(message)));
    }

    private static IEnumerable<JsonNode> Starts(MqttSubscriber subscriber, string camera) =>
        Events(subscriber, camera).Where(message => (string?)message["type"] == "start");

    private static JsonNode[] Events(MqttSubscriber subscriber, string camera) =>
        [.. subscriber.On($"{camera}/event").Select(message => JsonNode.Parse(message.Text)!)];
}
