using System.Net.Sockets;
using MQTTnet;
using MQTTnet.Exceptions;

namespace EdgeWatch.Mqtt.Connection;

/// <summary>Puts into words, and into a <see cref="LinkFailure"/>, why a connection has ended or has not come about.</summary>
internal static class LinkEnd
{
    /// <summary>The broker is there and does not answer.</summary>
    public static MqttException Silence() => new(LinkFailure.Silent, "the broker did not answer within the keepalive");

    /// <summary>The broker has not accepted.</summary>
    /// <param name="exception">What MQTTnet has thrown.</param>
    /// <param name="settings">Where to, and as whom.</param>
    /// <param name="isOpen">Whether the way to the broker was open.</param>
    /// <param name="isLate">Whether the time for it was over.</param>
    public static MqttException BeforeConnack(Exception exception, LinkSettings settings, bool isOpen, bool isLate)
    {
        Exception cause = exception.GetBaseException();
        return (FindOwn(exception), cause) switch
        {
            ({ } own, _) => own,
            _ when isLate && isOpen => Silence(),
            _ when isLate => MqttException.Lost($"no answer from {settings.Host}, port {settings.Port}"),
            _ when !isOpen => MqttException.Lost(cause.Message),
            (_, MqttProtocolViolationException) => new MqttException(
                settings.Protocol == MqttProtocol.V5 ? LinkFailure.ProtocolVersion : LinkFailure.Lost,
                $"the broker does not answer in MQTT: {cause.Message}"),
            _ when IsClosed(cause) || IsCertificateMissing(cause) => new MqttException(LinkFailure.Closed, ClosedUnanswered(settings)),
            _ => MqttException.Lost(cause.Message),
        };
    }

    /// <summary>A connection that was accepted has ended.</summary>
    public static MqttException AfterConnack(MqttClientDisconnectedEventArgs gone) => ((int)gone.Reason, gone.Exception) switch
    {
        (var reason, _) when !ReasonCode.IsSuccess(reason) => MqttException.Disconnect(reason),
        (_, { } exception) when !IsClosed(exception.GetBaseException()) => MqttException.Lost(exception.GetBaseException().Message),
        _ => new MqttException(LinkFailure.Closed, "the broker closed the connection"),
    };

    /// <summary>
    /// With TLS 1.3 a broker that misses the client's certificate says so after the handshake, and mostly closes before anybody can
    /// read it.
    /// </summary>
    private static string ClosedUnanswered(LinkSettings settings) => settings.Tls is { CertificateFile.Length: 0 }
        ? "the broker closed the connection before it answered (does it want a client certificate?)"
        : "the broker closed the connection before it answered";

    /// <summary>MQTTnet's own exception without a cause says that nothing more came.</summary>
    private static bool IsClosed(Exception cause) => cause is MqttCommunicationException
        or SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown };

    /// <summary>TLS 1.3's alert 116 in OpenSSL's words, where it was not overtaken by the end of the connection.</summary>
    private static bool IsCertificateMissing(Exception cause) => cause.Message.Contains("certificate required", StringComparison.Ordinal);

    /// <summary>What <see cref="BrokerDial"/> has thrown, which MQTTnet wraps.</summary>
    private static MqttException? FindOwn(Exception? exception)
    {
        while (exception is not null and not MqttException)
        {
            exception = exception.InnerException;
        }

        return exception as MqttException;
    }
}
