namespace EdgeWatch.Mqtt.Connection;

/// <summary>Kinds of <see cref="LinkSignal"/>.</summary>
internal enum LinkSignalKind
{
    /// <summary>The broker has accepted this client.</summary>
    Accepted,

    /// <summary>A message was acknowledged (QoS 1) or written to the socket (QoS 0).</summary>
    Acknowledged,

    /// <summary>The broker has answered a subscription.</summary>
    Subscribed,

    /// <summary>The connection has ended: no more signals.</summary>
    Closed,
}

/// <summary>What has happened on a <see cref="BrokerLink"/>.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="MessageId">For <see cref="LinkSignalKind.Acknowledged"/> and <see cref="LinkSignalKind.Subscribed"/>: whose answer.</param>
/// <param name="Reason">The PUBACK reason, or the worst of the SUBACK reasons; below 0x80 is good.</param>
internal readonly record struct LinkSignal(LinkSignalKind Kind, int MessageId = 0, int Reason = ReasonCode.Success);
