using System.Globalization;
using System.Text;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Mqtt;

/// <summary>What the product takes for granted about MQTTnet.</summary>
public class BrokerLinkTests
{
    private static readonly OutgoingMessage Will = new("test/will", "gone"u8.ToArray(), MqttQos.AtLeastOnce, Retain: false);

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task A_link_that_is_disposed_of_leaves_the_last_will()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker, Will.Topic);
        BrokerLink link = await ConnectAsync(broker.Port);

        link.Dispose();

        await Eventually.Until("the will has arrived", () => subscriber.Messages.Count == 1);
        Assert.Equal("gone", subscriber.Messages[0].Text);
        await link.Ended;
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task A_link_that_says_goodbye_leaves_none()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker, Will.Topic);
        using BrokerLink link = await ConnectAsync(broker.Port);

        await link.DisconnectAsync(CancellationToken.None);
        await link.Ended;

        await Eventually.Until(
            "the broker knows", () => broker.Log.Any(line => line.Contains("Received DISCONNECT from test", StringComparison.Ordinal)));
        Assert.Empty(subscriber.Messages);
        Assert.Throws<MqttException>(() => link.Publish(Will));
    }

    [ToolFact("mosquitto")]
    public async Task A_link_that_breaks_ends_and_does_not_reconnect_by_itself()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using LinkBreaker wire = new(broker.Port);
        using BrokerLink link = await ConnectAsync(wire.Port);

        wire.Cut();
        wire.Restore();
        await link.Ended;

        Assert.Equal(1, wire.Accepted);
        Assert.Equal(LinkFailure.Closed, link.Failure!.Failure);
    }

    /// <summary>Fifty at once, small and large ones in turn: those that wait for their turn must not overtake each other.</summary>
    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task Messages_leave_in_the_order_of_the_calls_and_each_is_acknowledged()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker, "test/order");
        using BrokerLink link = await ConnectAsync(broker.Port);

        HashSet<int> waiting = [];
        for (int i = 0; i < 50; i++)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{i}").PadRight(i % 2 == 0 ? 4 : 40_000);
            waiting.Add(link.Publish(new OutgoingMessage("test/order", Encoding.UTF8.GetBytes(text), MqttQos.AtLeastOnce, Retain: false)));
        }

        await Eventually.Until("all are acknowledged", () =>
        {
            while (link.TryTakeSignal(out LinkSignal signal))
            {
                Assert.Equal((LinkSignalKind.Acknowledged, true), (signal.Kind, waiting.Remove(signal.MessageId)));
            }

            return waiting.Count == 0;
        });
        await Eventually.Until("all have arrived", () => subscriber.Messages.Count == 50);
        Assert.Equal(Enumerable.Range(0, 50), subscriber.Messages.Select(message => int.Parse(message.Text, CultureInfo.InvariantCulture)));
    }

    private static async Task<BrokerLink> ConnectAsync(int port)
    {
        LinkSettings settings = new()
        {
            Host = "127.0.0.1",
            Port = port,
            ClientId = "test",
            Protocol = MqttProtocol.V5,
            KeepAlive = TimeSpan.FromSeconds(5),
            Will = Will,
        };
        BrokerLink link = BrokerLink.Start(settings, new WakeSignal(), TimeProvider.System);
        await Eventually.Until(
            "the broker accepts", () => link.TryTakeSignal(out LinkSignal signal) && signal.Kind == LinkSignalKind.Accepted);
        return link;
    }
}
