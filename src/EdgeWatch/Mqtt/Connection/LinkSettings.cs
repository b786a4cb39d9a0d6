using System.Net;
using System.Text;
using EdgeWatch.Configuration;
using MQTTnet;
using MQTTnet.Channel;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace EdgeWatch.Mqtt.Connection;

/// <summary>Protocol versions.</summary>
internal enum MqttProtocol
{
    /// <summary>MQTT 3.1.1.</summary>
    V311,

    /// <summary>MQTT 5.</summary>
    V5,
}

/// <summary>All that one connection attempt needs. Not a record: a generated ToString would print the password.</summary>
internal sealed class LinkSettings
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    public required string ClientId { get; init; }

    public required MqttProtocol Protocol { get; init; }

    /// <summary>Whole seconds.</summary>
    public required TimeSpan KeepAlive { get; init; }

    /// <summary>Null: anonymous.</summary>
    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>Null: a plain connection.</summary>
    public MqttTlsOptions? Tls { get; init; }

    public required OutgoingMessage Will { get; init; }

    /// <summary>Where received messages go; null: they are dropped.</summary>
    public Inbox? Inbox { get; init; }

    /// <summary>The same for MQTTnet. What it calls TLS is left out: <paramref name="way"/> does that.</summary>
    public MqttClientOptions ClientOptions(IMqttClientStreamProvider way)
    {
        MqttClientOptions options = new()
        {
            ChannelOptions = new MqttClientTcpOptions { RemoteEndpoint = new DnsEndPoint(Host, Port), StreamProvider = way },
            ClientId = ClientId,
            CleanSession = true,
            KeepAlivePeriod = KeepAlive,
            ProtocolVersion = Protocol == MqttProtocol.V5 ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311,
            WillTopic = Will.Topic,
            WillPayload = Will.Payload.ToArray(),
            WillQualityOfServiceLevel = (MqttQualityOfServiceLevel)Will.Qos,
            WillRetain = Will.Retain,
        };
        if (Username is not null)
        {
            options.Credentials = new MqttClientCredentials(Username, Password is null ? null : Encoding.UTF8.GetBytes(Password));
        }

        if (Protocol == MqttProtocol.V5)
        {
            options.MaximumPacketSize = Inbox.MostPacketBytes;
            options.ReceiveMaximum = Inbox.Capacity;
        }

        return options;
    }
}
