namespace EdgeWatch.Mqtt;

/// <summary>How the connection to the broker is.</summary>
/// <param name="Connected">Whether the broker has accepted this client and is believed to be there.</param>
/// <param name="Reason">In words: why not connected, or with what.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="Connects">Accepted connections since the start of the program.</param>
/// <param name="Published">Messages handed to the network, resent ones counted again.</param>
/// <param name="Acknowledged">QoS 1 messages that the broker has taken over.</param>
/// <param name="Refused">Messages that the broker will never take, for example for its access rules: they are lost.</param>
internal sealed record MqttLinkStatus(
    bool Connected, string Reason, DateTimeOffset Since, long Connects, long Published, long Acknowledged, long Refused);
