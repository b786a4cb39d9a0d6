using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>Two daemons at one broker.</summary>
public sealed class NeighboursTests : IDisposable
{
    private readonly DaemonSite _one = new();
    private readonly DaemonSite _other = new();

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub", "mosquitto_pub")]
    public async Task Two_nodes_do_not_touch_each_others_topics()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using DaemonProcess one = Start(_one, "north", broker, clip);
        await using DaemonProcess other = Start(_other, "north-2", broker, clip);
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker, "#");
        await one.UntilAsync(
            "both are online",
            () => Newest(subscriber, "edgewatch/north/status").Contains("online", StringComparison.Ordinal)
                && Newest(subscriber, "edgewatch/north-2/status").Contains("online", StringComparison.Ordinal));

        await MqttSender.SendAsync(broker, "edgewatch/north/square/threshold/set", "0.9");
        await MqttSender.SendAsync(broker, "edgewatch/north-2/request/ping", "{}");
        await one.UntilAsync("one has heard it", () => Newest(subscriber, "edgewatch/north/square/threshold") == "0.9");
        await other.UntilAsync("the other has answered", () => subscriber.On("edgewatch/north-2/response/ping").Count == 1);
        Assert.Equal(0, await one.StopAsync());
        await Eventually.Until(
            "one is offline", () => Newest(subscriber, "edgewatch/north/status").Contains("offline", StringComparison.Ordinal));

        Assert.Equal("0.5", Newest(subscriber, "edgewatch/north-2/square/threshold"));
        Assert.Empty(subscriber.On("edgewatch/north/response/ping"));
        Assert.Contains("online", Newest(subscriber, "edgewatch/north-2/status"), StringComparison.Ordinal);
        Assert.All(
            subscriber.Messages.Where(
                message =>
                    message.Topic.Contains("north", StringComparison.Ordinal) && !message.Topic.EndsWith("/set", StringComparison.Ordinal)),
            message => Assert.Single(Owners(message.Topic)));
        Assert.Equal(0, await other.StopAsync());
    }

    /// <summary>The broker at hand does not tell a client that another took its id, so that takes three cuts.</summary>
    [ToolFact("ffmpeg", "mosquitto")]
    public async Task A_second_node_of_the_same_name_says_so()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using DaemonProcess one = Start(_one, "north", broker, clip);
        await one.UntilLoggedAsync("Connected to");
        await using DaemonProcess other = Start(_other, "north", broker, clip);

        await other.UntilLoggedAsync("does another client use the id edgewatch-north, a second node named north?");

        Assert.Equal(0, await other.StopAsync());
        Assert.Equal(0, await one.StopAsync());
    }

    private static DaemonProcess Start(DaemonSite site, string node, MosquittoProcess broker, SceneClip clip)
    {
        site.Node = node;
        site.Teach(LiveCamera.Id, clip.Learned);
        site.Configure(broker.Port, "15s", LiveCamera.Ordinary(clip));
        return site.Start();
    }

    private static string Newest(MqttSubscriber subscriber, string topic) =>
        subscriber.Messages.LastOrDefault(message => message.Topic == topic)?.Text ?? "";

    private static string[] Owners(string topic) => [.. new[] { "north", "north-2" }.Where(node =>
        topic.StartsWith($"edgewatch/{node}/", StringComparison.Ordinal)
        || topic == $"homeassistant/device/edgewatch_{node}/config"
        || topic.StartsWith($"homeassistant/device/edgewatch_{node}_C_", StringComparison.Ordinal))];
}
