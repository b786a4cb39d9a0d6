using Microsoft.Extensions.Logging;

namespace EdgeWatch.Mqtt;

/// <content>Log messages.</content>
internal sealed partial class MqttPublisher
{
    [LoggerMessage(
        EventId = 510, Level = LogLevel.Error, Message = "The broker does not take messages on {Topic}, they are lost: {Reason}")]
    private partial void LogRefused(string topic, string reason);
}
