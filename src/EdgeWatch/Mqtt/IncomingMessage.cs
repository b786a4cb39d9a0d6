namespace EdgeWatch.Mqtt;

/// <summary>A message as it came from the broker. Nothing about it has been checked.</summary>
/// <param name="Topic">Where it was published.</param>
/// <param name="Payload">Its bytes; empty when there were more than <see cref="Inbox.MostPayloadBytes"/>.</param>
/// <param name="Length">How many bytes there were.</param>
/// <param name="Retained">Kept by the broker from before the subscription.</param>
internal readonly record struct IncomingMessage(string Topic, ReadOnlyMemory<byte> Payload, int Length, bool Retained);
