namespace EdgeWatch.Mqtt;

/// <summary>A message as it goes to the broker.</summary>
/// <param name="Topic">Where to.</param>
/// <param name="Payload">Not to be changed any more.</param>
/// <param name="Qos">How hard to try.</param>
/// <param name="Retain">Whether the broker keeps it for later subscribers.</param>
internal readonly record struct OutgoingMessage(string Topic, ReadOnlyMemory<byte> Payload, MqttQos Qos, bool Retain);
