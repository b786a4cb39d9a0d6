namespace EdgeWatch.Outbox;

/// <summary>Counters of an <see cref="IOutbox"/>.</summary>
/// <param name="Queued">Messages that wait now.</param>
/// <param name="QueuedBytes">Bytes of their payloads.</param>
/// <param name="DroppedUpdates">Updates dropped because the outbox was full.</param>
/// <param name="DroppedEvents">Whole events dropped because the outbox was full.</param>
/// <param name="Oldest">When the oldest of the waiting messages was appended, by the wall clock; null when none waits.</param>
/// <param name="Fault">Why what waits would be lost with the process; null while it is safe on the disk.</param>
internal sealed record OutboxCounts(
    int Queued, long QueuedBytes, long DroppedUpdates, long DroppedEvents, DateTimeOffset? Oldest = null, string? Fault = null);
