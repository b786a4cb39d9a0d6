using System.Text.Json.Serialization;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>Payload of a camera's <c>anomaly</c>.</summary>
/// <param name="State"><c>ON</c> or <c>OFF</c>.</param>
/// <param name="EventId">The event that is going on; null when none is.</param>
/// <param name="Score">Calibrated score, 0–1.</param>
/// <param name="Threshold">The threshold in force, 0–1.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="Zones">The zones in which it has been going on so far; null where none is watched, or none has been reached.</param>
internal sealed record AnomalyMessage(
    string State,
    string? EventId,
    double? Score,
    double? Threshold,
    DateTimeOffset Since,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Zones = null)
{
    /// <summary>An event is going on.</summary>
    public static AnomalyMessage On(
        string eventId, double score, double threshold, DateTimeOffset since, IReadOnlyList<string>? zones = null) =>
        new("ON", eventId, WireNumber.Unit(score), WireNumber.Unit(threshold), since, zones is [_, ..] ? zones : null);

    /// <summary>All is normal.</summary>
    public static AnomalyMessage Off(double score, double threshold, DateTimeOffset since) =>
        new("OFF", EventId: null, WireNumber.Unit(score), WireNumber.Unit(threshold), since);
}
