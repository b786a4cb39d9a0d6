using Microsoft.Extensions.Logging;

namespace EdgeWatch.Mqtt.Connection;

/// <content>Log messages: transitions only, and nothing secret.</content>
internal sealed partial class MqttConnection
{
    [LoggerMessage(EventId = 500, Level = LogLevel.Information, Message = "Connected to {Host}:{Port} ({Version}, TLS: {Tls})")]
    private partial void LogConnected(string host, int port, string version, bool tls);

    [LoggerMessage(EventId = 501, Level = LogLevel.Warning, Message = "Not connected to {Host}:{Port}: {Reason}")]
    private partial void LogDisconnected(string host, int port, string reason);

    [LoggerMessage(
        EventId = 502,
        Level = LogLevel.Error,
        Message = "Another client has connected with the id {ClientId}: is there a second node named {Node}? Trying again slowly")]
    private partial void LogTakenOver(string clientId, string node);

    [LoggerMessage(EventId = 503, Level = LogLevel.Information, Message = "{Host}:{Port}: {Reason}; trying MQTT 3.1.1")]
    private partial void LogFallback(string host, int port, string reason);

    [LoggerMessage(
        EventId = 506, Level = LogLevel.Error, Message = "The broker does not let this node listen: commands will not arrive: {Reason}")]
    private partial void LogDeaf(string reason);

    [LoggerMessage(
        EventId = 504, Level = LogLevel.Information, Message = "Disconnected from the broker (offline acknowledged: {Acknowledged})")]
    private partial void LogStopped(bool acknowledged);

    [LoggerMessage(
        EventId = 505,
        Level = LogLevel.Warning,
        Message = "The broker has closed {Count} connections in a row soon after accepting them: "
            + "does another client use the id {ClientId}, a second node named {Node}?")]
    private partial void LogRivalSuspected(int count, string clientId, string node);

    [LoggerMessage(
        EventId = 507,
        Level = LogLevel.Warning,
        Message = "{Host}:{Port} keeps no retained messages: who subscribes later does not learn how things are until they change")]
    private partial void LogForgetful(string host, int port);

    [LoggerMessage(
        EventId = 508,
        Level = LogLevel.Warning,
        Message = "{Host}:{Port} acknowledges no messages (its greatest QoS is 0): "
            + "alerts count as delivered when they are sent, and may get lost on their way")]
    private partial void LogCareless(string host, int port);
}
