using System.Text.Json;

namespace EdgeWatch.TestKit.Mqtt;

/// <summary>Holds messages against the contract: every topic that a node publishes has a schema, or is a picture.</summary>
public static class Contract
{
    private static readonly byte[] JpegStart = [0xFF, 0xD8, 0xFF];

    private static readonly Dictionary<string, string> OfNode = new()
    {
        ["status"] = "status",
        ["info"] = "info",
        ["health"] = "health",
    };

    private static readonly Dictionary<string, string> OfCamera = new()
    {
        ["status"] = "camera-status",
        ["phase"] = "phase",
        ["anomaly"] = "anomaly",
        ["score"] = "score",
        ["event"] = "event",
        ["threshold"] = "threshold",
        ["enabled"] = "enabled",
    };

    /// <summary>Schemas of payloads that are plain text.</summary>
    private static readonly string[] Texts = ["enabled"];

    /// <summary>What is wrong with a message that a node has published; nothing when all is well.</summary>
    /// <param name="message">The message.</param>
    /// <param name="baseTopic">The base topic of the node.</param>
    public static IReadOnlyList<string> Check(ReceivedMessage message, string baseTopic = "edgewatch")
    {
        string[] levels = message.Topic.StartsWith($"{baseTopic}/", StringComparison.Ordinal) ? message.Topic[(baseTopic.Length + 1)..].Split('/') : [];
        return levels switch
        {
            [_, "response", ..] => CheckAgainst("response", message),
            [_, var topic] when OfNode.TryGetValue(topic, out string? schema) => CheckAgainst(schema, message),
            [_, _, "snapshot" or "heatmap"] => message.Payload.AsSpan().StartsWith(JpegStart) ? [] : ["is no JPEG file"],
            [_, _, var topic] when OfCamera.TryGetValue(topic, out string? schema) => CheckAgainst(schema, message),
            _ => ["has no schema"],
        };
    }

    private static IReadOnlyList<string> CheckAgainst(string schema, ReceivedMessage message) =>
        MessageSchema.Load(schema).Check(Texts.Contains(schema) ? JsonSerializer.Serialize(message.Text) : message.Text);
}
