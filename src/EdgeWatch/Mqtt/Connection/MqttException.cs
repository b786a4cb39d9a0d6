namespace EdgeWatch.Mqtt.Connection;

/// <summary>Kinds of failed or ended connections, by how to go on.</summary>
internal enum LinkFailure
{
    /// <summary>Unreachable or broken: try again with growing pauses.</summary>
    Lost,

    /// <summary>The broker closed the connection without a word. Also what brokers do that do not know a protocol version.</summary>
    Closed,

    /// <summary>The broker is there and does not answer.</summary>
    Silent,

    /// <summary>The broker says no, or the set-up is impossible: somebody has to change something, so go on slowly.</summary>
    Refused,

    /// <summary>The broker says that it does not speak this protocol version.</summary>
    ProtocolVersion,

    /// <summary>Another client uses this client's id: reconnecting soon would start a war of both.</summary>
    TakenOver,
}

/// <summary>The broker can't be reached, refuses, or has gone. Never holds a secret.</summary>
/// <param name="failure">How to go on.</param>
/// <param name="message">In words, for the log and for <c>health</c>.</param>
/// <param name="reason">What the broker gave as its reason (MQTT 5, table 2-6); 0 when it gave none.</param>
internal sealed class MqttException(LinkFailure failure, string message, int reason = ReasonCode.Success)
    : EdgeWatchException(message)
{
    /// <summary>How to go on.</summary>
    public LinkFailure Failure { get; } = failure;

    /// <summary>What the broker gave as its reason; 0 when it gave none.</summary>
    public int Reason { get; } = reason;

    /// <summary>A failure after which trying again soon makes sense.</summary>
    public static MqttException Lost(string message) => new(LinkFailure.Lost, message);

    /// <summary>A CONNACK other than success; MQTTnet translates those of MQTT 3.1.1 to the codes of MQTT 5.</summary>
    public static MqttException Connack(int reason) => reason is ReasonCode.UnsupportedProtocolVersion or ReasonCode.UnacceptableVersion311
        ? new MqttException(LinkFailure.ProtocolVersion, "the broker refuses: unacceptable protocol version", reason)
        : new MqttException(LinkFailure.Refused, $"the broker refuses: {ReasonCode.Words(reason)}", reason);

    /// <summary>A DISCONNECT of the broker's.</summary>
    public static MqttException Disconnect(int reason) => new(
        reason == ReasonCode.SessionTakenOver ? LinkFailure.TakenOver : LinkFailure.Lost,
        $"the broker ended the connection: {ReasonCode.Words(reason)}",
        reason);
}
