using EdgeWatch.Core.Events;

namespace EdgeWatch.Mqtt;

/// <summary>
/// Where events wait until the broker has acknowledged them. The seam for the durable outbox: what is here now is
/// <see cref="MemoryOutbox"/>, which loses its content with the process. All members may be called from any thread.
/// </summary>
internal interface IOutbox
{
    /// <summary>How much waits and how much was dropped.</summary>
    OutboxCounts Counts { get; }

    /// <summary>Appends a message; it is as safe as this outbox can make it when the call returns. Drops older ones when full.</summary>
    void Append(string eventId, AlertEventType type, string topic, byte[] payload);

    /// <summary>The first message with an id above <paramref name="afterId"/>, in the order of appending; null when there is none.</summary>
    OutboxMessage? Next(long afterId);

    /// <summary>Forgets a message that the broker has taken over or will never take; nothing happens when it has gone already.</summary>
    void Remove(long id);
}
