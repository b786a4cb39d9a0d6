using System.Text.Json;
using EdgeWatch.Core.Events;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Mqtt;

public class DeliveryTests
{
    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task An_event_arrives_once_not_retained_and_as_its_schema_says()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using (RunningNode node = new(broker.Options()))
        {
            node.Publisher.PublishEvent(SampleEvents.Create(AlertEventType.Start, sequence: 1), "events/x/snapshot.jpg");
            await Eventually.Until("the event is acknowledged", () => node.Publisher.Outbox.Queued == 0);
        }

        await Eventually.Until("the node is offline", () => subscriber.On("barn-pi/status").Count == 2);
        ReceivedMessage message = Assert.Single(subscriber.On("/event"));
        Assert.Equal("edgewatch/barn-pi/yard/event", message.Topic);
        Assert.Equal((1, false), (message.Qos, message.Retained));
        Assert.Empty(MessageSchema.Load("event").Check(message.Text));
        Assert.Contains("3.1×", message.Text, StringComparison.Ordinal);
        using MqttSubscriber late = await MqttSubscriber.StartAsync(broker);
        Assert.Empty(late.On("/event"));
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task Events_of_a_broker_outage_arrive_afterwards_in_order()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        broker.Kill();
        await using LinkBreaker link = new(broker.Port);
        await using RunningNode node = new(broker.Options(port: link.Port));
        for (int sequence = 1; sequence <= 100; sequence++)
        {
            node.Publisher.PublishEvent(SampleEvents.Create(sequence: sequence), snapshot: null);
        }

        await Eventually.Until("a first attempt has failed", () => node.Log.Collector.GetSnapshot().Any(entry => entry.Id == 501));
        link.Cut();
        await broker.RestartAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        link.Restore();

        await Eventually.Until("all events have arrived", () => subscriber.On("/event").Count >= 100);
        Assert.Equal(Enumerable.Range(1, 100), Sequences(subscriber));
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task Killing_the_broker_in_a_burst_of_500_events_loses_none()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using LinkBreaker link = new(broker.Port);
        await using RunningNode node = new(broker.Options(port: link.Port));

        // QoS 0: what the broker has written to this subscriber before its PUBACK survives the broker's death in the kernel.
        MqttSubscriber before = await MqttSubscriber.StartAsync(broker, qos: 0);
        Task burst = Task.Run(() =>
        {
            for (int sequence = 1; sequence <= 500; sequence++)
            {
                node.Publisher.PublishEvent(SampleEvents.Create(sequence: sequence), snapshot: null);
            }
        });
        await Eventually.Until("the burst has begun to arrive", () => before.On("/event").Count > 10);
        broker.Kill();
        link.Cut();
        await burst;
        await Eventually.Until("the node notices", () => !node.Publisher.Status.Connected);
        Assert.InRange(node.Publisher.Outbox.Queued, 1, 499);

        await broker.RestartAsync();
        using MqttSubscriber after = await MqttSubscriber.StartAsync(broker, qos: 0);
        link.Restore();
        await Eventually.Until("all events are acknowledged", () => node.Publisher.Outbox.Queued == 0);
        await Eventually.Until("the last event has arrived", () => Sequences(after).Contains(500));

        Assert.Equal(Enumerable.Range(1, 500), Sequences(before).Concat(Sequences(after)).Distinct().Order());
        Assert.Equal(Sequences(after).Order(), Sequences(after));
        before.Dispose();
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task Many_cut_links_lose_no_event_and_keep_the_order()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using LinkBreaker link = new(broker.Port);
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using RunningNode node = new(broker.Options(port: link.Port));
        for (int round = 0; round < 5; round++)
        {
            await node.UntilConnectedAsync();
            for (int sequence = 1; sequence <= 100; sequence++)
            {
                node.Publisher.PublishEvent(SampleEvents.Create(sequence: (round * 100) + sequence), snapshot: null);
            }

            link.Cut();
            await Eventually.Until("the node notices", () => !node.Publisher.Status.Connected);
            link.Restore();
        }

        await Eventually.Until("all events are acknowledged", () => node.Publisher.Outbox.Queued == 0);
        await Eventually.Until("the last event has arrived", () => Sequences(subscriber).Contains(500));

        // Doubles are allowed; without them the order is that of the events.
        Assert.Equal(Enumerable.Range(1, 500), Sequences(subscriber).Distinct());
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task Retained_state_is_there_before_online_and_only_the_newest()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using LinkBreaker link = new(broker.Port);
        link.Cut();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using RunningNode node = new(broker.Options(port: link.Port));
        for (int minute = 9; minute >= 0; minute--)
        {
            node.Publisher.PublishPhase("yard", PhaseMessage.Learning(1 - (minute / 10.0), TimeSpan.FromMinutes(minute)));
        }

        node.Publisher.PublishPhase("yard", PhaseMessage.Watching);
        node.Publisher.PublishAnomaly("yard", AnomalyMessage.Off(0.1, 0.6, SampleEvents.StartedAt));
        node.Publisher.PublishCameraStatus("yard", new CameraStatusMessage(CameraAvailability.Online, null, SampleEvents.StartedAt));
        link.Restore();

        await Eventually.Until("the node is online", () => subscriber.On("barn-pi/status").Count == 1);
        Assert.Equal(
            ["yard/phase", "yard/anomaly", "yard/status", "status"],
            subscriber.Messages.Select(message => message.Topic["edgewatch/barn-pi/".Length..]));
        using MqttSubscriber late = await MqttSubscriber.StartAsync(broker);
        await Eventually.Until("all retained messages have arrived", () => late.Messages.Count == 4);
        Assert.All(late.Messages, message => Assert.True(message.Retained));
        Assert.Equal("""{"phase":"watching","progress":1,"seconds_left":0}""", Assert.Single(late.On("/phase")).Text);
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task A_snapshot_of_300_kB_arrives_intact_and_survives_a_broker_that_forgets()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using RunningNode node = new(broker.Options());
        byte[] jpeg = new byte[300_000];
        new Random(1).NextBytes(jpeg);
        node.Publisher.PublishSnapshot("yard", jpeg);
        node.Publisher.PublishHeatmap("yard", [0xFF, 0xD8, 0x00]);
        await Eventually.Until("it is published", () => node.Publisher.Status.Acknowledged == 3);

        broker.Kill();
        await broker.RestartAsync();
        await Eventually.Until("it is published again", () => node.Publisher.Status.Acknowledged == 6);

        using MqttSubscriber late = await MqttSubscriber.StartAsync(broker);
        await Eventually.Until("the pictures have arrived", () => late.Messages.Count == 3);
        Assert.Equal(jpeg, Assert.Single(late.On("/snapshot")).Payload);
        Assert.Equal([0xFF, 0xD8, 0x00], Assert.Single(late.On("/heatmap")).Payload);
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task Scores_are_sent_at_qos_0_throttled_and_dropped_while_there_is_no_link()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using LinkBreaker link = new(broker.Port);
        link.Cut();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using RunningNode node = new(broker.Options(port: link.Port));
        node.Publisher.PublishScore("yard", 0.11, 1, 0.6, tokens: 1);
        link.Restore();
        await node.UntilConnectedAsync();

        node.Publisher.PublishScore("yard", 0.22, 2, 0.6, tokens: 2);
        node.Publisher.PublishScore("yard", 0.33, 3, 0.6, tokens: 3);
        node.Publisher.PublishEvent(SampleEvents.Create(), snapshot: null);

        await Eventually.Until("the event has arrived", () => subscriber.On("/event").Count == 1);
        ReceivedMessage score = Assert.Single(subscriber.On("/score"));
        Assert.Equal((0, false), (score.Qos, score.Retained));
        Assert.Equal("""{"score":0.22,"raw":2,"threshold":0.6,"tokens":2}""", score.Text);
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task A_message_leaves_at_once()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using RunningNode node = new(broker.Options());
        await Eventually.Until("online is acknowledged", () => node.Publisher.Status.Acknowledged == 1);

        long start = TimeProvider.System.GetTimestamp();
        for (int sequence = 1; sequence <= 20; sequence++)
        {
            node.Publisher.PublishEvent(SampleEvents.Create(sequence: sequence), snapshot: null);
            await Eventually.Until("it is acknowledged", () => node.Publisher.Outbox.Queued == 0);
        }

        // MQTTnet looks after its keepalive every 250 ms: twenty messages that waited for that would take five seconds.
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task A_topic_that_the_broker_denies_is_counted_and_does_not_jam_the_others()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartWithDeniedTopicAsync("edgewatch/barn-pi/yard/event");
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using RunningNode node = new(broker.Options());
        node.Publisher.PublishEvent(SampleEvents.Create(sequence: 1, cameraId: "yard"), snapshot: null);
        node.Publisher.PublishEvent(SampleEvents.Create(sequence: 2, cameraId: "yard"), snapshot: null);
        node.Publisher.PublishEvent(SampleEvents.Create(sequence: 3, cameraId: "gate"), snapshot: null);

        await Eventually.Until("the other camera's event has arrived", () => subscriber.On("gate/event").Count == 1);
        await Eventually.Until("the outbox is empty", () => node.Publisher.Outbox.Queued == 0);
        Assert.Equal(2, node.Publisher.Status.Refused);
        string text = Assert.Single(node.PublisherLog.Collector.GetSnapshot()).Message;
        Assert.Contains("edgewatch/barn-pi/yard/event", text, StringComparison.Ordinal);
        Assert.Contains("Not authorized", text, StringComparison.OrdinalIgnoreCase);
    }

    [ToolFact("mosquitto")]
    public async Task A_removal_that_the_broker_denies_is_not_done()
    {
        const string Topic = "edgewatch/barn-pi/yard/phase";
        await using MosquittoProcess broker = await MosquittoProcess.StartWithDeniedTopicAsync(Topic);
        await using RunningNode node = new(broker.Options());
        bool isDone = false;
        node.Publisher.PublishRetained(Topic, [], () => isDone = true);
        await Eventually.Until("it is refused", () => node.Publisher.Status.Refused == 1);

        node.Publisher.PublishEvent(SampleEvents.Create(), snapshot: null);
        await Eventually.Until("what came after it is acknowledged", () => node.Publisher.Outbox.Queued == 0);
        Assert.False(isDone);
    }

    private static List<int> Sequences(MqttSubscriber subscriber) => [.. subscriber.On("/event").Select(message =>
    {
        using JsonDocument json = JsonDocument.Parse(message.Payload);
        return json.RootElement.GetProperty("sequence").GetInt32();
    })];
}
