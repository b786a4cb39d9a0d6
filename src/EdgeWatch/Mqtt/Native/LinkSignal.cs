namespace EdgeWatch.Mqtt.Native;

/// <summary>What a callback of libmosquitto tells.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="MessageId">For <see cref="LinkSignalKind.Acknowledged"/>: whose acknowledgement.</param>
/// <param name="Code">The CONNACK code or PUBACK reason; 0 is good.</param>
internal readonly record struct LinkSignal(LinkSignalKind Kind, int MessageId, int Code);
