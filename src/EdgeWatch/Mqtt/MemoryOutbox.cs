using EdgeWatch.Core.Events;

namespace EdgeWatch.Mqtt;

/// <summary>
/// An outbox in memory: it outlives broker outages, not the process. The first version's stand-in for the durable one, with the
/// same limits. When full, the oldest updates go first, then the oldest whole events; every drop is counted.
/// </summary>
/// <param name="capacity">Most messages.</param>
/// <param name="capacityBytes">Most bytes of payload.</param>
/// <param name="time">Dates the messages; the machine's clock when null.</param>
internal sealed class MemoryOutbox(
    int capacity = MemoryOutbox.DefaultCapacity, long capacityBytes = MemoryOutbox.DefaultCapacityBytes, TimeProvider? time = null) : IOutbox
{
    /// <summary>Messages: days of outage at some hundred events a day, three messages each.</summary>
    public const int DefaultCapacity = 10_000;

    /// <summary>64 MiB, which a Pi with 1 GiB can spare.</summary>
    public const long DefaultCapacityBytes = 64L * 1024 * 1024;

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly LinkedList<OutboxMessage> _messages = new();
    private long _lastId;
    private long _bytes;
    private long _droppedUpdates;
    private long _droppedEvents;

    /// <inheritdoc/>
    public OutboxCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return new OutboxCounts(_messages.Count, _bytes, _droppedUpdates, _droppedEvents, _messages.First?.Value.AppendedAt);
            }
        }
    }

    /// <inheritdoc/>
    public void Append(string eventId, AlertEventType type, string topic, byte[] payload)
    {
        lock (_gate)
        {
            _messages.AddLast(new OutboxMessage(++_lastId, eventId, type, topic, payload, _time.GetUtcNow()));
            _bytes += payload.Length;
            while (_messages.Count > capacity || _bytes > capacityBytes)
            {
                DropOldestLocked();
            }
        }
    }

    /// <inheritdoc/>
    public OutboxMessage? Next(long afterId)
    {
        lock (_gate)
        {
            // What is before it is on its way: never more than the session's window.
            return _messages.FirstOrDefault(message => message.Id > afterId);
        }
    }

    /// <inheritdoc/>
    public void Remove(long id)
    {
        lock (_gate)
        {
            if (FindLocked(message => message.Id == id) is { } node)
            {
                RemoveLocked(node);
            }
        }
    }

    private void DropOldestLocked()
    {
        if (FindLocked(message => message.Type == AlertEventType.Update) is { } update)
        {
            RemoveLocked(update);
            _droppedUpdates++;
            return;
        }

        string oldestEvent = _messages.First!.Value.EventId;
        while (FindLocked(message => message.EventId == oldestEvent) is { } message)
        {
            RemoveLocked(message);
        }

        _droppedEvents++;
    }

    private LinkedListNode<OutboxMessage>? FindLocked(Predicate<OutboxMessage> wanted)
    {
        LinkedListNode<OutboxMessage>? node = _messages.First;
        while (node is not null && !wanted(node.Value))
        {
            node = node.Next;
        }

        return node;
    }

    private void RemoveLocked(LinkedListNode<OutboxMessage> node)
    {
        _messages.Remove(node);
        _bytes -= node.Value.Payload.Length;
    }
}
