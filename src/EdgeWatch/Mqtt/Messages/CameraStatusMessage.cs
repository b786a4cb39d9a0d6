using System.Text.Json.Serialization;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>Whether a camera delivers pictures.</summary>
internal enum CameraAvailability
{
    /// <summary>Pictures come.</summary>
    Online,

    /// <summary>They should come, but do not.</summary>
    Offline,

    /// <summary>Nobody wants them.</summary>
    Disabled,
}

/// <summary>Payload of a camera's <c>status</c>.</summary>
/// <param name="State">Whether pictures come.</param>
/// <param name="Reason">Why not, or what is wrong all the same, the same in all languages; null while they come as they should.</param>
/// <param name="Since">Since when it is so.</param>
internal sealed record CameraStatusMessage(
    [property: JsonConverter(typeof(SnakeCaseEnumConverter<CameraAvailability>))] CameraAvailability State,
    string? Reason,
    DateTimeOffset Since)
{
    /// <summary>The reason in words for people; null without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReasonText { get; init; }

    /// <summary>What to do about the reason, in words; null where there is nothing to say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hint { get; init; }

    /// <summary>What exactly was found, mostly a line of ffmpeg; null where there is nothing to say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }
}
