using System.Text.Json.Nodes;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>The running daemon tells of events whose like it has seen before.</summary>
public sealed class SeenBeforeTests : IDisposable
{
    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task An_event_says_for_the_how_manieth_time_its_like_comes_and_goes_on_counting_after_a_restart()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Teach(LiveCamera.Id, clip.Learned);
        _site.Configure(broker.Port, "15s", LiveCamera.WithAnomalies(clip));
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using (DaemonProcess first = _site.Start())
        {
            await first.UntilAsync("one was seen before", () => Repeats(subscriber).Any());
            Assert.Equal(0, await first.StopAsync());
        }

        int before = Repeats(subscriber).Max(TimesOf);
        string[] events = [.. Ids(subscriber)];
        await using DaemonProcess second = _site.Start();
        await second.UntilAsync(
            "it goes on counting",
            () => Repeats(subscriber).Any(its => !events.Contains((string)its["event_id"]!) && TimesOf(its) > before));
        Assert.Equal(0, await second.StopAsync());

        JsonNode repeat = Repeats(subscriber).First();
        Assert.Equal(1, TimesOf(repeat));
        Assert.Matches("usual here, for the second time this week, last (today|on [A-Z][a-z]+day) [0-9]+:[0-9]{2}$", ReasonOf(repeat));
        Assert.All(subscriber.Messages, message => Assert.Empty(Contract.Check(message)));
    }

    private static int TimesOf(JsonNode message) => (int)message["seen_before"]!["times"]!;

    private static string ReasonOf(JsonNode message) => (string)message["reasons"]![0]!["text"]!;

    private static IEnumerable<string> Ids(MqttSubscriber subscriber) => Messages(subscriber).Select(its => (string)its["event_id"]!);

    private static IEnumerable<JsonNode> Repeats(MqttSubscriber subscriber) =>
        Messages(subscriber).Where(its => its["seen_before"] is not null);

    private static IEnumerable<JsonNode> Messages(MqttSubscriber subscriber) =>
        subscriber.On($"{LiveCamera.Id}/event").Select(message => JsonNode.Parse(message.Text)!);
}
