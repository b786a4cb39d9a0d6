using EdgeWatch.Configuration;
using EdgeWatch.Core.Events;

namespace EdgeWatch.Outbox;

/// <summary>
/// An outbox in memory: it outlives broker outages, not the process. When full, the oldest updates go first, then the oldest whole
/// events; every drop is counted.
/// </summary>
/// <param name="capacity">Most messages.</param>
/// <param name="capacityBytes">Most bytes of payload.</param>
/// <param name="time">Dates the messages; the machine's clock when null.</param>
internal sealed class MemoryOutbox(
    int capacity = OutboxOptions.DefaultMaxMessages,
    long capacityBytes = OutboxOptions.DefaultMaxMebibytes * OutboxOptions.BytesPerMebibyte,
    TimeProvider? time = null) : IOutbox
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, OutboxMessage> _messages = [];

    /// <summary>Per topic the ids that are not on their way. No topic without ids.</summary>
    private readonly Dictionary<string, SortedSet<long>> _unsent = new(StringComparer.Ordinal);

    private long _lastId;
    private long _lastBacklogId;
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
                DateTimeOffset? oldest = _messages.Count == 0 ? null : _messages.First().Value.AppendedAt;
                return new OutboxCounts(_messages.Count, _bytes, _droppedUpdates, _droppedEvents, oldest, "it is kept in memory only");
            }
        }
    }

    /// <inheritdoc/>
    public bool HasUnsent
    {
        get
        {
            lock (_gate)
            {
                return _unsent.Count > 0;
            }
        }
    }

    /// <summary>All that waits, in order.</summary>
    public IReadOnlyList<OutboxMessage> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages.Values];
            }
        }
    }

    /// <inheritdoc/>
    public void Append(string eventId, AlertEventType type, string topic, byte[] payload) => Add(Stamp(eventId, type, topic, payload));

    /// <summary>Gives a message its place and time; <see cref="Add"/> belongs to it.</summary>
    public OutboxMessage Stamp(string eventId, AlertEventType type, string topic, byte[] payload)
    {
        lock (_gate)
        {
            return new OutboxMessage(++_lastId, eventId, type, topic, payload, _time.GetUtcNow());
        }
    }

    /// <summary>Puts a stamped message in.</summary>
    /// <returns>Ids of what had to go for it.</returns>
    public IReadOnlyList<long> Add(OutboxMessage message)
    {
        lock (_gate)
        {
            AddLocked(message);
            List<long> dropped = [];
            while (_messages.Count > capacity || _bytes > capacityBytes)
            {
                DropOldestLocked(dropped);
            }

            return dropped;
        }
    }

    /// <summary>Lets the ids that are given from now on begin above this one.</summary>
    public void SkipTo(long id)
    {
        lock (_gate)
        {
            _lastId = Math.Max(_lastId, id);
        }
    }

    /// <inheritdoc/>
    public void Rewind()
    {
        lock (_gate)
        {
            _lastBacklogId = _lastId;
            _unsent.Clear();
            foreach (OutboxMessage message in _messages.Values)
            {
                MarkUnsentLocked(message);
            }
        }
    }

    /// <inheritdoc/>
    public OutboxMessage? TakeFresh()
    {
        lock (_gate)
        {
            return TakeLocked(_unsent.Values.Where(ids => !IsBacklog(ids.Min)).MinBy(ids => ids.Min));
        }
    }

    /// <inheritdoc/>
    public OutboxMessage? TakeBacklog()
    {
        lock (_gate)
        {
            return TakeLocked(_unsent.Values.Where(ids => IsBacklog(ids.Min)).MinBy(ids => (IsBacklog(ids.Max), ids.Min)));
        }
    }

    /// <inheritdoc/>
    public void Remove(long id)
    {
        lock (_gate)
        {
            if (_messages.TryGetValue(id, out OutboxMessage? message))
            {
                RemoveLocked(message);
            }
        }
    }

    private bool IsBacklog(long id) => id <= _lastBacklogId;

    private OutboxMessage? TakeLocked(SortedSet<long>? ids)
    {
        if (ids is null)
        {
            return null;
        }

        OutboxMessage message = _messages[ids.Min];
        UnmarkLocked(message);
        return message;
    }

    private void AddLocked(OutboxMessage message)
    {
        _messages.Add(message.Id, message);
        _lastId = Math.Max(_lastId, message.Id);
        _bytes += message.Payload.Length;
        MarkUnsentLocked(message);
    }

    private void RemoveLocked(OutboxMessage message)
    {
        _messages.Remove(message.Id);
        _bytes -= message.Payload.Length;
        UnmarkLocked(message);
    }

    private void MarkUnsentLocked(OutboxMessage message)
    {
        if (!_unsent.TryGetValue(message.Topic, out SortedSet<long>? ids))
        {
            _unsent[message.Topic] = ids = [];
        }

        ids.Add(message.Id);
    }

    private void UnmarkLocked(OutboxMessage message)
    {
        if (_unsent.TryGetValue(message.Topic, out SortedSet<long>? ids) && ids.Remove(message.Id) && ids.Count == 0)
        {
            _unsent.Remove(message.Topic);
        }
    }

    private void DropOldestLocked(List<long> dropped)
    {
        if (_messages.Values.FirstOrDefault(message => message.Type == AlertEventType.Update) is { } update)
        {
            DropLocked(update, dropped);
            _droppedUpdates++;
            return;
        }

        string oldestEvent = _messages.First().Value.EventId;
        foreach (OutboxMessage message in _messages.Values.Where(message => message.EventId == oldestEvent).ToList())
        {
            DropLocked(message, dropped);
        }

        _droppedEvents++;
    }

    private void DropLocked(OutboxMessage message, List<long> dropped)
    {
        RemoveLocked(message);
        dropped.Add(message.Id);
    }
}
