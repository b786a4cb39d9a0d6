using System.Text.Json.Serialization;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>Payload of a camera's <c>status</c>.</summary>
/// <param name="State">Whether pictures come.</param>
/// <param name="Reason">Why not, in words; null while they come.</param>
/// <param name="Since">Since when it is so.</param>
internal sealed record CameraStatusMessage(
    [property: JsonConverter(typeof(SnakeCaseEnumConverter<CameraState>))] CameraState State, string? Reason, DateTimeOffset Since);
