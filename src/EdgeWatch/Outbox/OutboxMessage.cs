using EdgeWatch.Core.Events;

namespace EdgeWatch.Outbox;

/// <summary>A message that waits for its acknowledgement.</summary>
/// <param name="Id">Position in the outbox; 1 and up, growing.</param>
/// <param name="EventId">The event that it tells about.</param>
/// <param name="Type">Which part of the event's life.</param>
/// <param name="Topic">Where to.</param>
/// <param name="Payload">The JSON, ready to send.</param>
/// <param name="AppendedAt">When it was appended, by the wall clock.</param>
internal sealed record OutboxMessage(long Id, string EventId, AlertEventType Type, string Topic, byte[] Payload, DateTimeOffset AppendedAt);
