using EdgeWatch.Core.Events;

namespace EdgeWatch.Outbox;

/// <summary>
/// Where events wait until the broker has acknowledged them: <see cref="MemoryOutbox"/>, or with a file behind it
/// <see cref="DurableOutbox"/>. Every topic keeps its order. All members may be called from any thread.
/// </summary>
internal interface IOutbox
{
    /// <summary>How much waits and how much was dropped.</summary>
    OutboxCounts Counts { get; }

    /// <summary>Whether something waits that is not on its way yet.</summary>
    bool HasUnsent { get; }

    /// <summary>Appends a message; it is as safe as this outbox can make it when the call returns. Drops older ones when full.</summary>
    void Append(string eventId, AlertEventType type, string topic, byte[] payload);

    /// <summary>A connection begins: whatever was on its way goes again, and all that waits now is its backlog.</summary>
    void Rewind();

    /// <summary>
    /// Takes the oldest message that came after <see cref="Rewind"/> and has no backlog of its own topic before it; null when there
    /// is none. <see cref="Remove"/> belongs to it.
    /// </summary>
    OutboxMessage? TakeFresh();

    /// <summary>
    /// Takes the next message of the backlog: the oldest of the topics for which a fresh one waits, else the oldest of all; null when
    /// there is none. <see cref="Remove"/> belongs to it.
    /// </summary>
    OutboxMessage? TakeBacklog();

    /// <summary>Forgets a message that the broker has taken over or will never take; nothing happens when it has gone already.</summary>
    void Remove(long id);
}

/// <summary>A message that waits for its acknowledgement.</summary>
/// <param name="Id">Position in the outbox; 1 and up, growing.</param>
/// <param name="EventId">The event that it tells about.</param>
/// <param name="Type">Which part of the event's life.</param>
/// <param name="Topic">Where to.</param>
/// <param name="Payload">The JSON, ready to send.</param>
/// <param name="AppendedAt">When it was appended, by the wall clock.</param>
internal sealed record OutboxMessage(long Id, string EventId, AlertEventType Type, string Topic, byte[] Payload, DateTimeOffset AppendedAt);

/// <summary>Counters of an <see cref="IOutbox"/>.</summary>
/// <param name="Queued">Messages that wait now.</param>
/// <param name="QueuedBytes">Bytes of their payloads.</param>
/// <param name="DroppedUpdates">Updates dropped because the outbox was full.</param>
/// <param name="DroppedEvents">Whole events dropped because the outbox was full.</param>
/// <param name="Oldest">When the oldest of the waiting messages was appended, by the wall clock; null when none waits.</param>
/// <param name="Fault">Why what waits would be lost with the process; null while it is safe on the disk.</param>
internal sealed record OutboxCounts(
    int Queued, long QueuedBytes, long DroppedUpdates, long DroppedEvents, DateTimeOffset? Oldest = null, string? Fault = null);
