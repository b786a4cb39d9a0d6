namespace EdgeWatch.Mqtt.Native;

/// <summary>Kinds of <see cref="LinkSignal"/>.</summary>
internal enum LinkSignalKind
{
    /// <summary>A CONNACK came, good or bad.</summary>
    Connack,

    /// <summary>A message was acknowledged (QoS 1) or written to the socket (QoS 0).</summary>
    Acknowledged,

    /// <summary>The broker has answered a subscription.</summary>
    Subscribed,

    /// <summary>The network loop has ended: no more signals.</summary>
    Closed,
}
