using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>The serializer of all messages: snake_case, UTF-8 that people can read, UTC times with milliseconds.</summary>
[JsonSerializable(typeof(AnomalyMessage))]
[JsonSerializable(typeof(CameraStatusMessage))]
[JsonSerializable(typeof(DigestMessage))]
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

    /// <summary>A message as its payload; its type needs a line above.</summary>
    public static byte[] Serialize<T>(T message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, InfoOf<T>());

    /// <summary>A message from its payload; null when it is none.</summary>
    public static T? TryRead<T>(ReadOnlySpan<byte> payload)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(payload, InfoOf<T>());
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    private static JsonTypeInfo<T> InfoOf<T>() => (JsonTypeInfo<T>)Readable.GetTypeInfo(typeof(T))!;
}

/// <summary>Enum members as snake_case names.</summary>
internal sealed class SnakeCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;

/// <summary>Times as RFC 3339 in UTC with milliseconds, for example <c>2026-01-31T23:59:59.123Z</c>.</summary>
internal sealed class UtcMillisecondsConverter : JsonConverter<DateTimeOffset>
{
    private const string Pattern = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String
        && DateTimeOffset.TryParseExact(
            reader.GetString(), Pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : throw new JsonException($"no time in the form {Pattern}");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));

    /// <summary>A time as text.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Pattern, CultureInfo.InvariantCulture);
}
