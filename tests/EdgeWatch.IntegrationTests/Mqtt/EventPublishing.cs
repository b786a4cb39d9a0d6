using EdgeWatch.Core.Events;
using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Mqtt;

/// <summary>Says something of an event at once, as a camera does that has made its pictures.</summary>
internal static class EventPublishing
{
    /// <summary>Puts a message of an event's life into the outbox.</summary>
    public static void PublishEvent(this MqttPublisher publisher, AlertEvent alert, string? snapshot) =>
        publisher.PublishEvent(publisher.Describe(alert, SampleEvents.Wording, snapshot));
}
