using System.Collections.Concurrent;
using EdgeWatch.TestKit.Mqtt;
using Xunit;

namespace EdgeWatch.TestKit.Delivery;

/// <summary>
/// Keeps what was raised and holds against it what subscribers have seen: all of it, in order per camera, and nothing else.
/// </summary>
public sealed class EventLedger
{
    private readonly ConcurrentQueue<EventKey> _raised = new();

    /// <summary>Raised but perhaps not kept: the process was killed in the middle of it. May be seen.</summary>
    private readonly ConcurrentDictionary<EventKey, bool> _unfinished = new();

    /// <summary>Messages raised so far.</summary>
    public int Raised => _raised.Count;

    /// <summary>A message is raised; those of one camera in their order.</summary>
    public void Raise(EventKey key)
    {
        _unfinished.TryRemove(key, out _);
        _raised.Enqueue(key);
    }

    /// <summary>A message is about to be raised; if <see cref="Raise"/> does not follow, it may be seen or not.</summary>
    public void Begin(EventKey key) => _unfinished[key] = true;

    /// <summary>Whether all has been seen that must be.</summary>
    public bool IsSeenBy(params MqttSubscriber[] subscribers) => _raised.ToHashSet().IsSubsetOf(Keys(subscribers));

    /// <summary>Asserts that nothing is lost, invented or out of order, and reports the figures.</summary>
    /// <param name="fault">What was done to the delivery, for the table.</param>
    /// <param name="subscribers">Who has seen what, the earlier subscriber first.</param>
    public void Settle(string fault, params MqttSubscriber[] subscribers) => Settle(fault, Keys(subscribers));

    /// <summary>Asserts the same of messages that were not sent over a broker.</summary>
    public void Settle(string fault, IReadOnlyList<EventKey> seen)
    {
        List<EventKey> first = [.. seen.Distinct()];
        int lost = _raised.Except(first).Count();
        FaultTable.Add(new FaultRow(fault, Raised, Raised - lost, seen.Count - first.Count, lost));
        Assert.Empty(_raised.Except(first));
        Assert.Empty(first.Except(_raised).Except(_unfinished.Keys));
        foreach (IGrouping<string, EventKey> camera in first.Where(key => !_unfinished.ContainsKey(key)).GroupBy(key => key.Camera))
        {
            Assert.Equal(_raised.Where(key => key.Camera == camera.Key), camera);
        }
    }

    private static List<EventKey> Keys(IEnumerable<MqttSubscriber> subscribers) =>
        [.. subscribers.SelectMany(subscriber => subscriber.On("/event")).Select(EventKey.Of)];
}
