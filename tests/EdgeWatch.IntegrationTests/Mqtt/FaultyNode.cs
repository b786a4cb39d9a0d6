using System.Globalization;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Events;
using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.Outbox;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Delivery;
using EdgeWatch.TestKit.Mqtt;
using Microsoft.Extensions.Logging.Testing;

namespace EdgeWatch.IntegrationTests.Mqtt;

/// <summary>A node with its outbox on disk that raises events and keeps account of them.</summary>
internal sealed class FaultyNode : IAsyncDisposable
{
    private static readonly string[] Cameras = ["yard", "gate", "door"];

    /// <summary>For all to arrive, also on a slow machine that does much else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DurableOutbox _outbox;
    private readonly RunningNode _node;
    private int _events;

    public FaultyNode(MqttOptions options, string stateDirectory)
    {
        _outbox = new DurableOutbox(stateDirectory, new MemoryOutbox(), TimeProvider.System, new FakeLogger<DurableOutbox>());
        _node = new RunningNode(options, outbox: _outbox);
    }

    public EventLedger Ledger { get; } = new();

    public MqttPublisher Publisher => _node.Publisher;

    public Task UntilConnectedAsync() => _node.UntilConnectedAsync();

    /// <summary>Raises whole events, start and end, on all cameras in turn.</summary>
    public void Raise(int events)
    {
        for (int i = 0; i < events; i++)
        {
            string camera = Cameras[_events % Cameras.Length];
            string id = string.Create(CultureInfo.InvariantCulture, $"{camera}-{_events++}");
            Raise(camera, id, AlertEventType.Start, sequence: 1);
            Raise(camera, id, AlertEventType.End, sequence: 2);
        }
    }

    /// <summary>Waits until all has been seen and all acknowledged, then asserts that nothing is wrong.</summary>
    public async Task SettleAsync(string fault, params MqttSubscriber[] subscribers)
    {
        await Eventually.Until("all has been seen", () => Ledger.IsSeenBy(subscribers), Patience);
        await Eventually.Until("all is acknowledged", () => Publisher.Outbox.Queued == 0, Patience);
        Ledger.Settle(fault, subscribers);
        Assert.Null(Publisher.Outbox.Fault);
        Assert.Equal((0, 0), (Publisher.Outbox.DroppedUpdates, Publisher.Outbox.DroppedEvents));
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _outbox.Dispose();
    }

    private void Raise(string camera, string eventId, AlertEventType type, int sequence)
    {
        Ledger.Raise(new EventKey(camera, eventId, sequence));
        Publisher.PublishEvent(SampleEvents.Create(type, sequence, eventId, camera), snapshot: null);
    }
}
