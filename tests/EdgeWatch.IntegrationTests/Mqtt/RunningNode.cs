using EdgeWatch.Configuration;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.Outbox;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging.Testing;

namespace EdgeWatch.IntegrationTests.Mqtt;

/// <summary>A publisher as the daemon composes it, running until disposed, with pauses short enough for tests.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    public const string Name = "barn-pi";

    public static readonly MqttTimings Quick = new()
    {
        KeepAlive = TimeSpan.FromSeconds(5),
        ShortestPause = TimeSpan.FromMilliseconds(50),
        LongestPause = TimeSpan.FromMilliseconds(400),
        RefusedPause = TimeSpan.FromSeconds(1),
    };

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <summary>Starts it; without an outbox of the test's own, events wait in memory; without an inbox, it does not listen.</summary>
    public RunningNode(MqttOptions options, MqttTimings? timings = null, IOutbox? outbox = null, Inbox? inbox = null)
    {
        Topics topics = new(options.BaseTopic, Name);
        Connection = new MqttConnection(
            options, topics, TimeProvider.System, Log, timings ?? Quick,
            inbox is null ? null : new Subscription(topics.CommandFilters([]), inbox));
        Publisher = new MqttPublisher(
            Connection,
            outbox ?? new MemoryOutbox(),
            topics,
            NodeIdentity.OfThisBoot(Name, "test-model"),
            new ClockState(),
            TimeProvider.System,
            PublisherLog)
        {
            BacklogPerSecond = options.Outbox.BacklogPerSecond,
        };
        _running = Publisher.RunAsync(_stop.Token);
    }

    public MqttConnection Connection { get; }

    public MqttPublisher Publisher { get; }

    public FakeLogger<MqttConnection> Log { get; } = new();

    public FakeLogger<MqttPublisher> PublisherLog { get; } = new();

    public Task UntilConnectedAsync() => Eventually.Until("the node is connected", () => Publisher.Status.Connected);

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }
}
