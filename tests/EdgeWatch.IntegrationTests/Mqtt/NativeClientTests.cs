using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Native;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Mqtt;

/// <summary>What the product takes for granted about libmosquitto.</summary>
public class NativeClientTests
{
    private static readonly OutgoingMessage Will = new("test/will", "gone"u8.ToArray(), MqttQos.AtLeastOnce, Retain: false);

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task A_client_that_is_destroyed_leaves_its_last_will()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker, Will.Topic);
        NativeClient client = await ConnectAsync(broker.Port);

        client.Dispose();

        await Eventually.Until("the will has arrived", () => subscriber.Messages.Count == 1);
        Assert.Equal("gone", subscriber.Messages[0].Text);
        await client.Ended;
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task A_client_that_disconnects_leaves_none()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker, Will.Topic);
        using NativeClient client = await ConnectAsync(broker.Port);

        client.Disconnect();
        await client.Ended;

        await Eventually.Until("the broker knows", () => broker.Log.Any(line => line.Contains("Received DISCONNECT from test", StringComparison.Ordinal)));
        Assert.Empty(subscriber.Messages);
        Assert.Throws<MqttException>(() => client.Publish(Will));
    }

    [ToolFact("mosquitto")]
    public async Task A_client_whose_link_breaks_ends_and_does_not_reconnect_by_itself()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using LinkBreaker link = new(broker.Port);
        using NativeClient client = await ConnectAsync(link.Port);

        link.Cut();
        link.Restore();
        await client.Ended;

        Assert.Equal(1, link.Accepted);
        Assert.Equal(LinkFailure.Lost, client.Failure!.Failure);
    }

    private static async Task<NativeClient> ConnectAsync(int port)
    {
        MosquittoLibrary.EnsureLoaded();
        ClientSettings settings = new()
        {
            Host = "127.0.0.1",
            Port = port,
            ClientId = "test",
            Protocol = MqttProtocol.V5,
            KeepAlive = TimeSpan.FromSeconds(5),
            Will = Will,
        };
        NativeClient client = NativeClient.Start(settings, new WakeSignal());
        await Eventually.Until("the broker accepts", () => client.TryTakeSignal(out LinkSignal signal) && signal is { Kind: LinkSignalKind.Connack, Code: 0 });
        return client;
    }
}
