using System.Text.Json.Serialization;
using EdgeWatch.Core.Events;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>Payload of a camera's <c>anomaly</c>.</summary>
/// <param name="State"><c>ON</c> or <c>OFF</c>.</param>
/// <param name="EventId">The event that is going on; null when none is.</param>
/// <param name="Score">Calibrated score, 0–1.</param>
/// <param name="Threshold">The threshold in force, 0–1.</param>
/// <param name="Since">Since when it is so.</param>
/// <param name="Level">How much the event matters, <c>alert</c> or <c>urgent</c>; null when none is going on.</param>
/// <param name="Zones">The zones in which it has been going on so far; null where none is watched, or none has been reached.</param>
internal sealed record AnomalyMessage(
    string State,
    string? EventId,
    double? Score,
    double? Threshold,
    DateTimeOffset Since,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: JsonConverter(typeof(SnakeCaseEnumConverter<AlertLevel>))] AlertLevel? Level = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Zones = null)
{
    /// <summary>An event is going on.</summary>
    public static AnomalyMessage On(AlertEvent alert) => new(
        "ON",
        alert.EventId,
        WireNumber.Unit(alert.Score),
        WireNumber.Unit(alert.Threshold),
        alert.StartedAt,
        alert.Level,
        alert.Zones is [_, ..] ? alert.Zones : null);

    /// <summary>All is normal.</summary>
    public static AnomalyMessage Off(double score, double threshold, DateTimeOffset since) =>
        new("OFF", EventId: null, WireNumber.Unit(score), WireNumber.Unit(threshold), since);
}
