using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>Enum members as snake_case names.</summary>
internal sealed class SnakeCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
