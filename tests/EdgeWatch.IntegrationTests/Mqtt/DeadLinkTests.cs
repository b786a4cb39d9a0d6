using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Mqtt;

/// <summary>A link that dies without a sign, as behind a router that has forgotten it. Takes two keepalives.</summary>
public sealed class DeadLinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task A_link_that_swallows_everything_is_given_up()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using LinkBreaker link = new(broker.Port);
        await using FaultyNode node = new(broker.Options(port: link.Port), _folder.Path);
        await node.UntilConnectedAsync();
        node.Raise(events: 50);
        link.Swallow();
        node.Raise(events: 50);

        await Eventually.Until("the node notices", () => !node.Publisher.Status.Connected);
        node.Raise(events: 50);
        link.StopSwallowing();

        await node.SettleAsync("link dead without a FIN", subscriber);
    }
}
