namespace EdgeWatch.Mqtt;

/// <summary>Kinds of failed or ended connections, by how to go on.</summary>
internal enum LinkFailure
{
    /// <summary>Unreachable or broken: try again with growing pauses.</summary>
    Lost,

    /// <summary>The broker says no, or the set-up is impossible: somebody has to change something, so go on slowly.</summary>
    Refused,

    /// <summary>The broker does not speak this protocol version.</summary>
    ProtocolVersion,

    /// <summary>Another client uses this client's id: reconnecting soon would start a war of both.</summary>
    TakenOver,
}
