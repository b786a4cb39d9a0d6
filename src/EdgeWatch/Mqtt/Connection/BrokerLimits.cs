using System.Text;
using MQTTnet;
using MQTTnet.Protocol;

namespace EdgeWatch.Mqtt.Connection;

/// <summary>What a broker takes: it says so when it accepts an MQTT 5 client. Those of before take all, as far as they tell.</summary>
/// <param name="Retains">Whether it keeps retained messages.</param>
/// <param name="AcknowledgesMessages">Whether it takes messages of QoS 1.</param>
/// <param name="Window">Messages that may be on their way at once.</param>
/// <param name="PacketBytes">The largest packet.</param>
/// <param name="KeepAlive">The longest silence of a client that it stands; null: the one that the client has asked for.</param>
internal sealed record BrokerLimits(bool Retains, bool AcknowledgesMessages, int Window, uint PacketBytes, TimeSpan? KeepAlive)
{
    /// <summary>Of a broker that names none.</summary>
    public static BrokerLimits None { get; } =
        new(Retains: true, AcknowledgesMessages: true, ushort.MaxValue, uint.MaxValue, KeepAlive: null);

    /// <summary>Of a broker that has accepted.</summary>
    public static BrokerLimits Of(MqttClientConnectResult result, MqttProtocol protocol) => protocol == MqttProtocol.V311 ? None : new(
        result.RetainAvailable,
        result.MaximumQoS >= MqttQualityOfServiceLevel.AtLeastOnce,
        result.ReceiveMaximum is > 0 and { } window ? window : ushort.MaxValue,
        result.MaximumPacketSize is > 0 and { } bytes ? bytes : uint.MaxValue,
        result.ServerKeepAlive > 0 ? TimeSpan.FromSeconds(result.ServerKeepAlive) : null);

    /// <summary>The message as this broker takes it.</summary>
    public OutgoingMessage Adapt(OutgoingMessage message) => message with
    {
        Retain = message.Retain && Retains,
        Qos = AcknowledgesMessages ? message.Qos : MqttQos.AtMostOnce,
    };

    /// <summary>Whether the packet of a message is no larger than the broker takes.</summary>
    public bool Admits(OutgoingMessage message) => PacketLength(message) <= PacketBytes;

    /// <summary>
    /// MQTT 5, 3.3: type, remaining length in seven bits a byte, and then length and text of the topic, packet id, no properties, payload.
    /// </summary>
    private static long PacketLength(OutgoingMessage message)
    {
        int packetId = message.Qos == MqttQos.AtLeastOnce ? 2 : 0;
        long remaining = 2 + Encoding.UTF8.GetByteCount(message.Topic) + packetId + 1 + message.Payload.Length;
        int lengthBytes = remaining switch { < 1 << 7 => 1, < 1 << 14 => 2, < 1 << 21 => 3, _ => 4 };
        return 1 + lengthBytes + remaining;
    }
}
