using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>The serializer of all messages: snake_case, UTF-8 that people can read, UTC times with milliseconds.</summary>
[JsonSerializable(typeof(AnomalyMessage))]
[JsonSerializable(typeof(CameraStatusMessage))]
[JsonSerializable(typeof(EventMessage))]
[JsonSerializable(typeof(HealthMessage))]
[JsonSerializable(typeof(InfoMessage))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(LinkStateMessage))]
[JsonSerializable(typeof(PhaseMessage))]
[JsonSerializable(typeof(ResponseMessage))]
[JsonSerializable(typeof(ScoreMessage))]
internal sealed partial class MessageJson : JsonSerializerContext
{
    private static readonly MessageJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new UtcMillisecondsConverter() },

        // Payloads are no HTML: ×, ü, + and < stay themselves.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static byte[] Serialize(AnomalyMessage message) => Write(message, Readable.AnomalyMessage);

    public static byte[] Serialize(CameraStatusMessage message) => Write(message, Readable.CameraStatusMessage);

    public static byte[] Serialize(EventMessage message) => Write(message, Readable.EventMessage);

    public static byte[] Serialize(HealthMessage message) => Write(message, Readable.HealthMessage);

    public static byte[] Serialize(InfoMessage message) => Write(message, Readable.InfoMessage);

    public static byte[] Serialize(JsonObject message) => Write(message, Readable.JsonObject);

    public static byte[] Serialize(LinkStateMessage message) => Write(message, Readable.LinkStateMessage);

    public static byte[] Serialize(PhaseMessage message) => Write(message, Readable.PhaseMessage);

    public static byte[] Serialize(ResponseMessage message) => Write(message, Readable.ResponseMessage);

    public static byte[] Serialize(ScoreMessage message) => Write(message, Readable.ScoreMessage);

    private static byte[] Write<T>(T message, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(message, type);
}
