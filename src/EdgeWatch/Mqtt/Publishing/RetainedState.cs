using EdgeWatch.Mqtt.Connection;

namespace EdgeWatch.Mqtt.Publishing;

/// <summary>
/// The newest payload of every retained topic, and which of them the broker still has to get. One message per topic is on its way
/// at most, so a slow link skips what is out of date. Setting is safe from any thread.
/// </summary>
internal sealed class RetainedState
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>
    /// Replaces the payload of a topic; an empty one removes it from the broker, and from here when the broker has taken it.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="payload">Not to be changed any more.</param>
    /// <param name="delivered">Called once when the broker has this very payload, on whatever thread sends.</param>
    public void Set(string topic, byte[] payload, Action? delivered = null)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(topic, out Entry? entry))
            {
                _entries[topic] = entry = new Entry();
            }

            entry.Payload = payload;
            entry.IsUnsent = true;
            entry.IsRepeat = false;
            entry.Delivered = delivered;
        }
    }

    /// <summary>Sends a topic no more.</summary>
    public void Forget(string topic)
    {
        lock (_gate)
        {
            _entries.Remove(topic);
        }
    }

    /// <summary>Sends everything again that the broker has; what is on its way stays so.</summary>
    public void Repeat()
    {
        lock (_gate)
        {
            foreach (Entry entry in _entries.Values)
            {
                entry.IsRepeat |= !entry.IsUnsent;
                entry.IsUnsent = true;
            }
        }
    }

    /// <summary>After a reconnect: the broker may have lost everything.</summary>
    public void MarkAllUnsent()
    {
        lock (_gate)
        {
            foreach (Entry entry in _entries.Values)
            {
                entry.IsUnsent = true;
                entry.IsRepeat = true;
                entry.IsOnItsWay = false;
            }
        }
    }

    /// <summary>Takes a message to send; <see cref="Finish"/> or <see cref="Refuse"/> belongs to it.</summary>
    public bool TryTake(out OutgoingMessage message) => TryTake(_ => true, out message);

    /// <summary>The same, of those that were set after <see cref="MarkAllUnsent"/>.</summary>
    public bool TryTakeNew(out OutgoingMessage message) => TryTake(entry => !entry.IsRepeat, out message);

    /// <summary>The broker has what was on its way: the topic's next payload may go.</summary>
    public void Finish(string topic)
    {
        Action? delivered = null;
        lock (_gate)
        {
            if (_entries.TryGetValue(topic, out Entry? entry))
            {
                entry.IsOnItsWay = false;
                delivered = TakeDeliveredLocked(topic, entry);
            }
        }

        delivered?.Invoke();
    }

    /// <summary>
    /// The broker does not take what was on its way: the topic's next payload may go. Nobody hears that it was delivered, and it goes again
    /// over the next connection.
    /// </summary>
    public void Refuse(string topic)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(topic, out Entry? entry))
            {
                entry.IsOnItsWay = false;
            }
        }
    }

    private Action? TakeDeliveredLocked(string topic, Entry entry)
    {
        if (entry.IsUnsent)
        {
            return null;
        }

        Action? delivered = entry.Delivered;
        entry.Delivered = null;
        if (entry.Payload.Length == 0)
        {
            _entries.Remove(topic);
        }

        return delivered;
    }

    private bool TryTake(Predicate<Entry> wanted, out OutgoingMessage message)
    {
        lock (_gate)
        {
            foreach ((string topic, Entry entry) in _entries)
            {
                if (entry.IsUnsent && !entry.IsOnItsWay && wanted(entry))
                {
                    entry.IsUnsent = false;
                    entry.IsOnItsWay = true;
                    message = new OutgoingMessage(topic, entry.Payload, MqttQos.AtLeastOnce, Retain: true);
                    return true;
                }
            }
        }

        message = default;
        return false;
    }

    private sealed class Entry
    {
        public byte[] Payload { get; set; } = [];

        public bool IsUnsent { get; set; }

        /// <summary>It is unsent for a reconnect alone: an earlier connection may have sent it.</summary>
        public bool IsRepeat { get; set; }

        public Action? Delivered { get; set; }

        public bool IsOnItsWay { get; set; }
    }
}
