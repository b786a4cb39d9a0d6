namespace EdgeWatch.Mqtt.Native;

/// <summary>What a callback of libmosquitto tells.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="MessageId">For <see cref="LinkSignalKind.Acknowledged"/> and <see cref="LinkSignalKind.Subscribed"/>: whose answer.</param>
/// <param name="Code">The CONNACK code, PUBACK reason, or the worst of the SUBACK reasons; below 0x80 is good.</param>
internal readonly record struct LinkSignal(LinkSignalKind Kind, int MessageId, int Code);
