using System.Globalization;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Events;
using EdgeWatch.Outbox;
using EdgeWatch.TestKit.Delivery;
using EdgeWatch.TestKit.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeWatch.IntegrationTests.Mqtt;

/// <summary>
/// A process of its own that publishes until it is killed. On its standard output
/// stands what it is about to raise and what it has raised, each on a line.
/// </summary>
internal static class DoomedPublisher
{
    /// <summary>Messages that one life raises at most, so that the next one can send what it left.</summary>
    private const int MostMessages = 40;

    private const string Begun = "begin";
    private const string Done = "done";

    private static readonly string[] Cameras = ["yard", "gate", "door"];

    /// <summary>Publishes.</summary>
    /// <param name="stateDirectory">Holds the outbox of all lives.</param>
    /// <param name="brokerPort">Port on this machine.</param>
    /// <param name="life">Becomes part of the events' ids.</param>
    public static async Task RunAsync(string stateDirectory, int brokerPort, string life)
    {
        using DurableOutbox outbox = new(stateDirectory, new MemoryOutbox(), TimeProvider.System, NullLogger<DurableOutbox>.Instance);
        await using RunningNode node = new(new MqttOptions { Host = "127.0.0.1", Port = brokerPort }, outbox: outbox);
        for (int i = 0; i < MostMessages; i++)
        {
            EventKey key = new(
                Cameras[i / 2 % Cameras.Length], string.Create(CultureInfo.InvariantCulture, $"{life}-{i / 2}"), (i % 2) + 1);
            Say(Begun, key);
            node.Publisher.PublishEvent(
                SampleEvents.Create(i % 2 == 0 ? AlertEventType.Start : AlertEventType.End, key.Sequence, key.EventId, key.Camera),
                snapshot: null);
            Say(Done, key);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
    }

    /// <summary>Takes a line of the output into the account.</summary>
    /// <returns>Whether it tells that a message was raised.</returns>
    public static bool Record(string line, EventLedger ledger)
    {
        if (line.Split(' ') is not [string what, string camera, string eventId, string sequence])
        {
            return false;
        }

        EventKey key = new(camera, eventId, int.Parse(sequence, CultureInfo.InvariantCulture));
        if (what == Begun)
        {
            ledger.Begin(key);
            return false;
        }

        ledger.Raise(key);
        return true;
    }

    private static void Say(string what, EventKey key)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {key.Camera} {key.EventId} {key.Sequence}"));
        Console.Out.Flush();
    }
}
