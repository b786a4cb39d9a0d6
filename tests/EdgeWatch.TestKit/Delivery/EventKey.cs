using System.Text.Json;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.TestKit.Delivery;

/// <summary>What tells one message about an event from all others.</summary>
/// <param name="Camera">The camera.</param>
/// <param name="EventId">The event.</param>
/// <param name="Sequence">Position among the event's messages.</param>
public readonly record struct EventKey(string Camera, string EventId, int Sequence)
{
    /// <summary>The key of a message that a subscriber got.</summary>
    public static EventKey Of(ReceivedMessage message)
    {
        using JsonDocument json = JsonDocument.Parse(message.Payload);
        JsonElement root = json.RootElement;
        return new EventKey(
            root.GetProperty("camera").GetString()!, root.GetProperty("event_id").GetString()!, root.GetProperty("sequence").GetInt32());
    }
}
