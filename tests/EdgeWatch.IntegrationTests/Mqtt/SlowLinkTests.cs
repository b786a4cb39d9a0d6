using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Mqtt;

/// <summary>A link of 1 kB/s, over which a picture takes minutes.</summary>
public sealed class SlowLinkTests : IDisposable
{
    private const int BytesPerSecond = 1000;

    /// <summary>Twenty seconds of this link, four keepalives of the test.</summary>
    private const int PictureBytes = 20_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task Events_arrive_over_a_link_that_pictures_break()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using LinkBreaker link = new(broker.Port) { BytesPerSecond = BytesPerSecond };
        await using FaultyNode node = new(broker.Options(port: link.Port), _folder.Path);
        await node.UntilConnectedAsync();
        node.Raise(events: 3);
        node.Publisher.PublishSnapshot("yard", new byte[PictureBytes]);
        node.Publisher.PublishHeatmap("yard", new byte[PictureBytes]);
        node.Raise(events: 3);

        await node.SettleAsync("link of 1 kB/s", subscriber);
    }
}
