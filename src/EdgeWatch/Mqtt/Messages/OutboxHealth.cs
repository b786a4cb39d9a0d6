using EdgeWatch.Outbox;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>The events that wait for the broker.</summary>
/// <param name="Queued">Messages that wait.</param>
/// <param name="QueuedBytes">Bytes of their payloads.</param>
/// <param name="OldestAgeSeconds">How long the oldest has waited; null when none waits.</param>
/// <param name="DroppedUpdates">Updates dropped because there was no room, since the start.</param>
/// <param name="DroppedEvents">Whole events dropped because there was no room, since the start.</param>
/// <param name="Fault">Why what waits would be lost with the program; null while it is safe on the disk.</param>
internal sealed record OutboxHealth(
    int Queued, long QueuedBytes, double? OldestAgeSeconds, long DroppedUpdates, long DroppedEvents, string? Fault)
{
    /// <summary>Puts the counts of an outbox into a message.</summary>
    public static OutboxHealth Of(OutboxCounts counts, DateTimeOffset now) => new(
        counts.Queued,
        counts.QueuedBytes,
        counts.Oldest is { } oldest ? WireNumber.Finite(Math.Max(0, (now - oldest).TotalSeconds)) : null,
        counts.DroppedUpdates,
        counts.DroppedEvents,
        counts.Fault);
}
