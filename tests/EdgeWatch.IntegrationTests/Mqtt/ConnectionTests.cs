using EdgeWatch.Configuration;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Mqtt;

public class ConnectionTests
{
    private const string Online = """{"state":"online"}""";
    private const string Offline = """{"state":"offline"}""";

    [ToolFact("mosquitto", "mosquitto_pub")]
    public async Task A_message_that_would_fill_the_memory_does_not_even_arrive()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        Inbox inbox = new();
        await using RunningNode node = new(broker.Options(), inbox: inbox);
        await node.UntilConnectedAsync();
        await Eventually.Until(
            "it is subscribed",
            () => broker.Log.Any(line => line.Contains("Sending SUBACK to edgewatch-barn-pi", StringComparison.Ordinal)));

        await MqttSender.SendAsync(broker, "edgewatch/barn-pi/request/ping", new byte[Inbox.MostPacketBytes]);
        await MqttSender.SendAsync(broker, "edgewatch/barn-pi/request/ping", new byte[Inbox.MostPayloadBytes + 1]);
        await Eventually.Until("the smaller one has arrived", () => inbox.Messages.Count > 0);

        Assert.Equal(1, inbox.Received);
        Assert.True(inbox.Messages.TryRead(out IncomingMessage message));
        Assert.Equal(Inbox.MostPayloadBytes + 1, message.Length);
        Assert.True(node.Publisher.Status.Connected);
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task Online_is_published_on_connect_and_offline_on_stop()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        RunningNode node = new(broker.Options());
        await Eventually.Until("the node is online", () => subscriber.On("/status").Count == 1);
        Assert.Equal("MQTT 5", node.Publisher.Status.Reason);

        await node.DisposeAsync();

        await Eventually.Until("the node is offline", () => subscriber.On("/status").Count == 2);
        Assert.Equal([Online, Offline], subscriber.On("/status").Select(message => message.Text));
        Assert.Contains(
            node.Log.Collector.GetSnapshot(), entry => entry is { Id.Id: 504 } && entry.Message.Contains("True", StringComparison.Ordinal));
        await Eventually.Until(
            "the broker has logged a clean end",
            () => broker.Log.Any(line => line.Contains("Received DISCONNECT from edgewatch-barn-pi", StringComparison.Ordinal)));
        using MqttSubscriber late = await MqttSubscriber.StartAsync(broker);
        await Eventually.Until("the retained status arrives", () => late.Messages.Count == 1);
        Assert.Equal(Offline, late.Messages[0].Text);
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task A_link_that_breaks_makes_the_broker_publish_offline_and_the_node_come_back()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using LinkBreaker link = new(broker.Port);
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using RunningNode node = new(broker.Options(port: link.Port));
        await Eventually.Until("the node is online", () => subscriber.On("/status").Count == 1);

        link.Cut();
        await Eventually.Until("the last will has arrived", () => subscriber.On("/status").Count == 2);
        link.Restore();
        await Eventually.Until("the node is online again", () => subscriber.On("/status").Count == 3);

        Assert.Equal([Online, Offline, Online], subscriber.On("/status").Select(message => message.Text));
        Assert.Equal(2, node.Publisher.Status.Connects);
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task A_wrong_password_is_a_reason_in_words_without_a_tight_loop_or_a_secret_in_the_log()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartWithPasswordAsync();
        const string secret = "wrong-but-still-secret";
        await using LinkBreaker link = new(broker.Port);
        MqttOptions options = broker.Options(port: link.Port);
        options.Username = MosquittoProcess.Username;
        options.PasswordFile = broker.Write("password", secret + "\n");
        await using RunningNode node = new(options);

        // Refused pauses are 200–400 ms here (the longest pause rules), so four attempts take 0.6 s at least.
        long start = TimeProvider.System.GetTimestamp();
        await Eventually.Until("there were four attempts", () => link.Accepted >= 4);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10));

        Assert.False(node.Publisher.Status.Connected);
        Assert.Equal(0, node.Publisher.Status.Connects);
        Assert.Contains("Not authorized", node.Publisher.Status.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.Single(node.Log.Collector.GetSnapshot());
        Assert.DoesNotContain(
            node.Log.Collector.GetSnapshot(), entry => $"{entry.Message} {entry.Exception}".Contains(secret, StringComparison.Ordinal));
    }

    [ToolFact("mosquitto", "mosquitto_passwd")]
    public async Task The_first_line_of_the_password_file_lets_in_even_when_it_is_written_later()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartWithPasswordAsync();
        MqttOptions options = broker.Options();
        options.Username = MosquittoProcess.Username;
        options.PasswordFile = Path.Combine(Path.GetTempPath(), $"edgewatch-{Guid.NewGuid():n}");
        await using RunningNode node = new(options);
        await Eventually.Until(
            "the missing file is the reason", () => node.Publisher.Status.Reason.Contains("password_file", StringComparison.Ordinal));

        await File.WriteAllTextAsync(options.PasswordFile, MosquittoProcess.Password + "\nsecond line\n");

        await node.UntilConnectedAsync();
        Assert.Equal(1, node.Publisher.Status.Connects);
        File.Delete(options.PasswordFile);
    }

    [ToolFact("mosquitto")]
    public async Task A_take_over_that_the_broker_tells_of_is_reported_and_not_fought()
    {
        const byte sessionTakenOver = 0x8E;
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using LinkBreaker link = new(broker.Port);
        await using RunningNode node = new(
            broker.Options(port: link.Port), RunningNode.Quick with { LongestPause = TimeSpan.FromMinutes(2) });
        await Eventually.Until("online is acknowledged", () => node.Publisher.Status.Acknowledged == 1);

        link.DisconnectClients(sessionTakenOver);

        await Eventually.Until("it is reported", () => node.Log.Collector.GetSnapshot().Any(entry => entry.Id == 502));
        Assert.Contains("taken over", node.Publisher.Status.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("edgewatch-barn-pi", node.Log.LatestRecord.Message, StringComparison.Ordinal);

        // After a mere loss it would be back in 50 to 100 ms; now it waits a minute at least.
        await Assert.ThrowsAsync<Xunit.Sdk.XunitException>(
            () => Eventually.Until("it tries again", () => link.Accepted > 1, TimeSpan.FromSeconds(2)));
    }

    [ToolFact("mosquitto")]
    public async Task A_second_client_that_the_broker_does_not_tell_of_is_suspected_and_the_fight_dies_down()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        MqttTimings timings = RunningNode.Quick with
        {
            ShortestPause = TimeSpan.FromMilliseconds(100),
            LongestPause = TimeSpan.FromMinutes(2),
        };
        await using RunningNode first = new(broker.Options(), timings);
        await first.UntilConnectedAsync();
        await using RunningNode second = new(broker.Options(), timings);

        await Eventually.Until(
            "it is suspected or told",
            () => first.Log.Collector.GetSnapshot().Concat(second.Log.Collector.GetSnapshot()).Any(entry => entry.Id.Id is 502 or 505));

        // The pauses double: 100, 200, 400 ms for the one that is thrown out three times, no more for the other.
        Assert.InRange(first.Publisher.Status.Connects + second.Publisher.Status.Connects, 2, 8);
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task A_broker_without_mqtt_5_is_served_with_3_1_1()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using LinkBreaker old = new(broker.Port) { OnMqtt5 = Mqtt5Answer.Refused };
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using RunningNode node = new(broker.Options(port: old.Port));

        await node.UntilConnectedAsync();
        node.Publisher.PublishEvent(SampleEvents.Create(), snapshot: null);

        Assert.Equal("MQTT 3.1.1", node.Publisher.Status.Reason);
        await Eventually.Until("the event has arrived", () => subscriber.On("/event").Count == 1);
        await Eventually.Until("it is acknowledged", () => node.Publisher.Outbox.Queued == 0);
        Assert.Equal([503, 500], node.Log.Collector.GetSnapshot().Select(entry => entry.Id.Id));
    }

    [ToolFact("mosquitto")]
    public Task A_broker_that_closes_at_mqtt_5_is_served_with_3_1_1() => AssertFallsBackAsync(Mqtt5Answer.Closed);

    [ToolFact("mosquitto")]
    public Task A_broker_that_does_not_answer_in_mqtt_5_is_served_with_3_1_1() => AssertFallsBackAsync(Mqtt5Answer.Ignored);

    [ToolFact("mosquitto")]
    public async Task A_broker_without_retained_messages_is_served_and_the_log_says_what_is_missing()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartLimitedAsync(everywhere: "retain_available false");
        await using RunningNode node = new(broker.Options());
        await node.UntilConnectedAsync();

        node.Publisher.PublishThreshold("yard", 0.6);
        node.Publisher.PublishEvent(SampleEvents.Create(), snapshot: null);

        await Eventually.Until("status, state and event are acknowledged", () => node.Publisher.Status.Acknowledged == 3);
        Assert.Contains(broker.Log, line => line.Contains("Received PUBLISH from edgewatch-barn-pi (d0, q1, r0,", StringComparison.Ordinal)
            && line.Contains("'edgewatch/barn-pi/yard/threshold'", StringComparison.Ordinal));
        Assert.Equal(("MQTT 5", 1, 0), (node.Publisher.Status.Reason, node.Publisher.Status.Connects, node.Publisher.Status.Refused));
        Assert.Single(node.Log.Collector.GetSnapshot(), entry => entry.Id == 507);
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task A_broker_that_acknowledges_nothing_is_served_and_the_log_says_what_is_missing()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartLimitedAsync(listener: "max_qos 0");
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using RunningNode node = new(broker.Options());
        await node.UntilConnectedAsync();

        node.Publisher.PublishEvent(SampleEvents.Create(), snapshot: null);

        await Eventually.Until("the event has arrived", () => subscriber.On("/event").Count == 1);
        await Eventually.Until("it is off the outbox", () => node.Publisher.Outbox.Queued == 0);
        Assert.Single(node.Log.Collector.GetSnapshot(), entry => entry.Id == 508);
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task A_message_larger_than_the_broker_takes_is_counted_and_does_not_jam_the_others()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartLimitedAsync(everywhere: "max_packet_size 20000");
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await using RunningNode node = new(broker.Options());
        await node.UntilConnectedAsync();

        node.Publisher.PublishSnapshot("yard", new byte[20_000]);
        node.Publisher.PublishHeatmap("yard", new byte[19_900]);
        node.Publisher.PublishEvent(SampleEvents.Create(), snapshot: null);

        await Eventually.Until("what fits has arrived", () => subscriber.On("/event").Count == 1 && subscriber.On("/heatmap").Count == 1);
        Assert.Equal(1, node.Publisher.Status.Connects);
        Assert.Equal(1, node.Publisher.Status.Refused);
        string text = Assert.Single(node.PublisherLog.Collector.GetSnapshot()).Message;
        Assert.Contains("Packet too large", text, StringComparison.Ordinal);
    }

    /// <summary>
    /// MQTTnet's own keepalive counts what is sent: with scores on their way, it would take a dead link for alive for ever.
    /// </summary>
    [ToolFact("mosquitto")]
    public async Task A_link_that_falls_silent_is_noticed_although_there_is_always_something_to_send()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using LinkBreaker link = new(broker.Port);
        await using RunningNode node = new(broker.Options(port: link.Port));
        await Eventually.Until("online is acknowledged", () => node.Publisher.Status.Acknowledged == 1);
        long published = node.Publisher.Status.Published;

        link.Swallow();

        double score = 0;
        await Eventually.Until(
            "the node notices",
            () =>
            {
                node.Publisher.PublishScore("yard", score = (score + 0.01) % 1, raw: 1, threshold: 0.6, tokens: 1);
                return !node.Publisher.Status.Connected;
            },
            TimeSpan.FromSeconds(12));
        Assert.InRange(node.Publisher.Status.Published - published, 4, 12);
        Assert.Contains("did not answer within the keepalive", node.Publisher.Status.Reason, StringComparison.Ordinal);
    }

    [ToolFact("mosquitto")]
    public async Task A_link_that_falls_silent_is_noticed_within_two_keepalives()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using LinkBreaker link = new(broker.Port);
        await using RunningNode node = new(broker.Options(port: link.Port));
        await Eventually.Until("online is acknowledged", () => node.Publisher.Status.Acknowledged == 1);

        link.Freeze();

        // Two keepalives of 5 s, and one second of grain for each.
        await Eventually.Until("the node notices", () => !node.Publisher.Status.Connected, TimeSpan.FromSeconds(12));
        Assert.Contains("did not answer within the keepalive", node.Publisher.Status.Reason, StringComparison.Ordinal);
        link.Cut();
        link.Thaw();
        link.Restore();
        await node.UntilConnectedAsync();
    }

    [ToolFact("mosquitto")]
    public async Task A_broker_that_accepts_and_then_says_nothing_is_no_connection()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        broker.Pause();
        await using RunningNode node = new(broker.Options());

        await Eventually.Until(
            "the node gives up", () => node.Log.Collector.GetSnapshot().Any(entry => entry.Id == 501), TimeSpan.FromSeconds(12));
        Assert.Equal(0, node.Publisher.Status.Connects);

        broker.Resume();
        await node.UntilConnectedAsync();
    }

    [ToolFact("mosquitto")]
    public async Task Stopping_takes_no_longer_than_its_limits_when_the_broker_hangs()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        MqttTimings timings = RunningNode.Quick with { StopLimit = TimeSpan.FromSeconds(0.5) };
        await using RunningNode node = new(broker.Options(), timings);
        await Eventually.Until("online is acknowledged", () => node.Publisher.Status.Acknowledged == 1);
        broker.Pause();
        node.Publisher.PublishEvent(SampleEvents.Create(), snapshot: null);

        long start = TimeProvider.System.GetTimestamp();
        await node.StopAsync();

        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.Contains(
            node.Log.Collector.GetSnapshot(),
            entry => entry is { Id.Id: 504 } && entry.Message.Contains("False", StringComparison.Ordinal));
    }

    [ToolFact("mosquitto", "mosquitto_sub")]
    public async Task Stopping_sends_first_what_is_left()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        RunningNode node = new(broker.Options());
        await node.UntilConnectedAsync();
        for (int sequence = 1; sequence <= 50; sequence++)
        {
            node.Publisher.PublishEvent(SampleEvents.Create(sequence: sequence), snapshot: null);
        }

        await node.DisposeAsync();

        await Eventually.Until("the node is offline", () => subscriber.On("/status").Count == 2);
        Assert.Equal(50, subscriber.On("/event").Count);
        Assert.Equal(Offline, subscriber.Messages[^1].Text);
    }

    [Fact]
    public async Task Stopping_while_there_is_no_broker_is_immediate()
    {
        await using LinkBreaker link = new(targetPort: 1);
        RunningNode node = new(new MqttOptions { Host = "127.0.0.1", Port = link.Port });
        await Eventually.Until("an attempt has failed", () => node.Log.Collector.GetSnapshot().Any(entry => entry.Id == 501));

        Task stopping = node.DisposeAsync().AsTask();

        await Eventually.Until("it has stopped", () => stopping.IsCompletedSuccessfully, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_a_reason_in_words()
    {
        await using RunningNode node = new(new MqttOptions { Host = "no-such-broker.invalid" });

        await Eventually.Until("the reason is known", () => node.Log.Collector.GetSnapshot().Any(entry => entry.Id == 501));
        Assert.Contains("lookup", node.Publisher.Status.Reason, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task AssertFallsBackAsync(Mqtt5Answer answer)
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await using LinkBreaker old = new(broker.Port) { OnMqtt5 = answer };
        await using RunningNode node = new(broker.Options(port: old.Port));

        await Eventually.Until("the node is connected", () => node.Publisher.Status.Connected, TimeSpan.FromSeconds(20));
        node.Publisher.PublishEvent(SampleEvents.Create(), snapshot: null);

        Assert.Equal("MQTT 3.1.1", node.Publisher.Status.Reason);
        await Eventually.Until("it is acknowledged", () => node.Publisher.Outbox.Queued == 0);
    }
}
