namespace EdgeWatch.Mqtt;

/// <summary>
/// The newest payload of every retained topic, and which of them the broker still has to get. One message per topic is on its way
/// at most, so a slow link skips what is out of date. Setting is safe from any thread.
/// </summary>
internal sealed class RetainedState
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Replaces the payload of a topic.</summary>
    public void Set(string topic, byte[] payload)
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

    /// <summary>Takes a message to send; <see cref="Finish"/> belongs to it.</summary>
    public bool TryTake(out OutgoingMessage message) => TryTake(_ => true, out message);

    /// <summary>The same, of those that were set after <see cref="MarkAllUnsent"/>.</summary>
    public bool TryTakeNew(out OutgoingMessage message) => TryTake(entry => !entry.IsRepeat, out message);

    /// <summary>The broker has answered: the topic's next payload may go.</summary>
    public void Finish(string topic)
    {
        lock (_gate)
        {
            _entries[topic].IsOnItsWay = false;
        }
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

        public bool IsOnItsWay { get; set; }
    }
}
