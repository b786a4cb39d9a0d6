using System.Text.Json.Nodes;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Languages;
using EdgeWatch.Mqtt.HomeAssistant;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Mqtt;
using Microsoft.Extensions.Logging.Testing;

namespace EdgeWatch.IntegrationTests.Mqtt;

/// <summary>What a node leaves at a real broker, and how it tidies up after a change of its config.</summary>
public sealed class RetainedLedgerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task A_camera_that_left_the_config_leaves_nothing_at_the_broker()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await RunAsync(
            broker, ["edgewatch/barn-pi/yard/status", "edgewatch/barn-pi/door/status"], [Device("yard", "score"), Device("door", "score")]);
        Assert.Equal(4, (await RetainedAsync(broker)).Count);

        await RunAsync(broker, ["edgewatch/barn-pi/yard/status"], [Device("yard", "score")]);

        Assert.Equal(
            ["edgewatch/barn-pi/yard/status", "homeassistant/device/yard/config"],
            (await RetainedAsync(broker)).Select(message => message.Topic).Order(StringComparer.Ordinal));
        Assert.Equal(2, State().Retained.Count);
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task A_component_that_left_is_first_sent_with_its_platform_alone()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await RunAsync(broker, [], [Device("yard", "score", "volume")]);
        using MqttSubscriber homeAssistant = await MqttSubscriber.StartAsync(broker, "homeassistant/#");

        await RunAsync(broker, [], [Device("yard", "score")]);

        await Eventually.Until("both payloads", () => homeAssistant.Messages.Count(message => !message.Retained) == 2);
        JsonNode[] components =
            [.. homeAssistant.Messages.Where(message => !message.Retained).Select(message => JsonNode.Parse(message.Text)!["components"]!)];
        Assert.Equal("""{"platform":"sensor"}""", components[0]["volume"]!.ToJsonString());
        Assert.Equal(["score"], components[1].AsObject().Select(component => component.Key));
        Assert.Equal(["score"], State().Retained["homeassistant/device/yard/config"].Keys);
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task What_others_have_at_the_broker_is_never_touched()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using MqttSubscriber everything = await MqttSubscriber.StartAsync(broker, "#");
        await RunAsync(broker, ["edgewatch/barn-pi/yard/status"], [Device("yard", "score")]);

        await RunAsync(broker, [], []);

        string[] touched =
        [
            .. everything.Messages.Select(message => message.Topic)
                .Where(topic => !topic.StartsWith("testkit/", StringComparison.Ordinal))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(["edgewatch/barn-pi/status", "edgewatch/barn-pi/yard/status", "homeassistant/device/yard/config"], touched);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// One run of a node: it publishes a retained payload on each topic, brings its descriptions, and stops when all is acknowledged.
    /// </summary>
    private async Task RunAsync(MosquittoProcess broker, string[] topics, DeviceDescription[] devices)
    {
        NodeState state = State();
        await using (RunningNode node = new(broker.Options()))
        {
            await node.UntilConnectedAsync();
            foreach (string topic in topics)
            {
                node.Publisher.PublishRetained(topic, "{}"u8.ToArray());
            }

            new RetainedLedger(state, node.Publisher).Bring(
                topics, [.. devices.Select(device => (device.TopicBelow(MqttOptions.DefaultDiscoveryPrefix), device))]);
            await Eventually.Until("the broker has all", () => state.Retained.Keys.ToHashSet().SetEquals(
                [.. topics, .. devices.Select(device => device.TopicBelow(MqttOptions.DefaultDiscoveryPrefix))])
                && devices.All(
                    device => state.Retained[device.TopicBelow(MqttOptions.DefaultDiscoveryPrefix)].SequenceEqual(device.Platforms)));
        }

        await state.RunAsync(new CancellationToken(canceled: true));
    }

    private NodeState State() => new(_folder.Path, TimeProvider.System, new FakeLogger<NodeState>());

    private static DeviceDescription Device(string id, params string[] sensors) => new(
        id,
        new JsonObject { ["identifiers"] = new JsonArray(id) },
        new JsonObject { ["name"] = "test" },
        [],
        Language.English,
        [
            .. sensors.Select(sensor => new Component(sensor, "sensor", new JsonObject { ["state_topic"] = "a" })
            {
                Name = new Saying("entity.score"),
            }),
        ]);

    private static async Task<IReadOnlyList<ReceivedMessage>> RetainedAsync(MosquittoProcess broker)
    {
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker, "#");
        await Eventually.Until("retained messages", () => subscriber.Messages.Count > 0);
        return
        [
            .. subscriber.Messages.Where(message => message.Retained
                && !message.Topic.StartsWith("testkit/", StringComparison.Ordinal)
                && message.Topic != "edgewatch/barn-pi/status"),
        ];
    }
}
