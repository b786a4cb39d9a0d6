using System.Text.Json.Serialization;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>One reason in an <see cref="EventMessage"/>.</summary>
internal sealed record ReasonMessage(
    string Kind,
    string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Ratio,
    double? Share)
{
    public static ReasonMessage From(Reason reason) =>
        new(reason.Kind.Name, reason.Text, reason.Ratio is { } ratio ? WireNumber.Finite(ratio) : null, WireNumber.Unit(reason.Share));
}
