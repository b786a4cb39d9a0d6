namespace EdgeWatch.Mqtt.Messages;

/// <summary>The connection to the broker; counts are since the start.</summary>
/// <param name="ConnectedSince">When this connection was accepted.</param>
/// <param name="Connects">Accepted connections.</param>
/// <param name="Published">Messages handed to the network, resent ones counted again.</param>
/// <param name="Acknowledged">Messages that the broker has taken over.</param>
/// <param name="Refused">Messages that the broker will never take.</param>
/// <param name="Received">Commands and other messages that came.</param>
/// <param name="ReceivedDropped">Those of them that found no room.</param>
internal sealed record MqttHealth(
    DateTimeOffset ConnectedSince, long Connects, long Published, long Acknowledged, long Refused, long Received, long ReceivedDropped)
{
    /// <summary>Puts the counts of a connection into a message.</summary>
    public static MqttHealth Of(MqttLinkStatus link, Inbox inbox) =>
        new(link.Since, link.Connects, link.Published, link.Acknowledged, link.Refused, inbox.Received, inbox.Dropped);
}
