using System.Text.Json;
using EdgeWatch.Mqtt;

namespace EdgeWatch.TestKit.Mqtt;

/// <summary>
/// Holds messages against the contract: every topic that a node publishes is one of <see cref="Topic.All"/>, and a message is as it says.
/// </summary>
public static class Contract
{
    private static readonly byte[] JpegStart = [0xFF, 0xD8, 0xFF];

    /// <summary>What is wrong with a message that a node has published; nothing when all is well.</summary>
    /// <param name="message">The message.</param>
    /// <param name="baseTopic">The base topic of the node.</param>
    public static IReadOnlyList<string> Check(ReceivedMessage message, string baseTopic = "edgewatch")
    {
        bool isBelow = message.Topic.StartsWith($"{baseTopic}/", StringComparison.Ordinal);
        string[] levels = isBelow ? message.Topic[(baseTopic.Length + 1)..].Split('/') : [];
        return Topic.All.FirstOrDefault(topic => !topic.IsCommand && Fits(topic, levels)) is { } topic
            ? [.. CheckDelivery(topic, message), .. CheckPayload(topic, message)]
            : ["has no schema"];
    }

    private static bool Fits(Topic topic, string[] levels)
    {
        string below = string.Join('/', levels.Skip(topic.IsOfCamera ? 2 : 1));
        if (topic.IsOfZone)
        {
            return levels is [_, _, "zone", { Length: > 0 } zone, ..]
                && below == topic.Suffix.Replace(Topic.AnyZone, zone, StringComparison.Ordinal);
        }

        return topic.HasVerb ? below.StartsWith($"{topic.Suffix}/", StringComparison.Ordinal) : below == topic.Suffix;
    }

    private static IEnumerable<string> CheckDelivery(Topic topic, ReceivedMessage message)
    {
        if (message.Retained && !topic.IsRetained)
        {
            yield return "is retained";
        }

        if (message.Qos > (int)topic.Qos)
        {
            yield return $"came with QoS {message.Qos}";
        }
    }

    private static IReadOnlyList<string> CheckPayload(Topic topic, ReceivedMessage message) => topic.Payload switch
    {
        PayloadKind.Jpeg => message.Payload.AsSpan().StartsWith(JpegStart) ? [] : ["is no JPEG file"],
        PayloadKind.Text => MessageSchema.Load(topic.Schema!).Check(JsonSerializer.Serialize(message.Text)),
        _ => MessageSchema.Load(topic.Schema!).Check(message.Text),
    };
}
