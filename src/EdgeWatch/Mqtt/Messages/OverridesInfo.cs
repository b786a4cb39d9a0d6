using System.Text.Json.Serialization;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>What was set for one camera over MQTT, in an <see cref="InfoMessage"/>; left out where nothing was.</summary>
/// <param name="Threshold">Score at which an alert begins, 0–1.</param>
/// <param name="Enabled"><c>ON</c> or <c>OFF</c>.</param>
/// <param name="SuspendedUntil">No events until then.</param>
internal sealed record OverridesInfo(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Threshold,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Enabled,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? SuspendedUntil);
