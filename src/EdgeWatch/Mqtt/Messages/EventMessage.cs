using System.Text.Json.Serialization;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Teaching;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>Payload of a camera's <c>event</c>; what the fields mean stands at <see cref="AlertEvent"/> and in the schema.</summary>
internal sealed record EventMessage
{
    /// <summary>Version of the payload; fields may be added within a version.</summary>
    public int Schema { get; init; } = 1;

    [JsonConverter(typeof(SnakeCaseEnumConverter<AlertEventType>))]
    public required AlertEventType Type { get; init; }

    public required string EventId { get; init; }

    [JsonConverter(typeof(SnakeCaseEnumConverter<AlertLevel>))]
    public AlertLevel Level { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IncidentId { get; init; }

    public required string Node { get; init; }

    public required string Camera { get; init; }

    public required int Sequence { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    public required DateTimeOffset CapturedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BootId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Clock { get; init; }

    public required double? Score { get; init; }

    public required double? PeakScore { get; init; }

    public required double? Raw { get; init; }

    public required double? Threshold { get; init; }

    public required double? ExpectedFalseAlarmsPerDay { get; init; }

    public required IReadOnlyList<ReasonMessage> Reasons { get; init; }

    public required IReadOnlyList<RegionMessage> Regions { get; init; }

    public IReadOnlyList<string> Zones { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SeenBefore? SeenBefore { get; init; }

    public required string? Snapshot { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Plain { get; init; }

    public string? Clip { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Nearest { get; init; }

    public required string Model { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Profile { get; init; }

    /// <summary>True at the end of an event that nobody saw end: program, machine or telling ended before; absent otherwise.</summary>
    [JsonPropertyName("cut_off")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsCutOff { get; init; }

    [JsonConverter(typeof(SnakeCaseEnumConverter<EndCause>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EndCause? EndedBecause { get; init; }

    /// <summary>Whether somebody was told of the event; else it is only recorded, and its sequence stays 0.</summary>
    [JsonIgnore]
    public bool IsTold => Sequence > 0;

    /// <summary>The end of an event that the program did not live to see, after its last message: it was last seen then.</summary>
    public EventMessage CutOff() =>
        this with { Type = AlertEventType.End, Sequence = IsTold ? Sequence + 1 : 0, EndedAt = UpdatedAt, IsCutOff = true };

    /// <summary>The message after this one, which has a clip besides.</summary>
    public EventMessage WithClip(string clip) => this with { Clip = clip, Sequence = IsTold ? Sequence + 1 : 0 };

    /// <summary>Puts a message together.</summary>
    /// <param name="alert">What is told.</param>
    /// <param name="wording">How it is put to people.</param>
    /// <param name="identity">Who tells it.</param>
    /// <param name="clock">Whether the clock is right; null where that is not known.</param>
    /// <param name="snapshot">Path of the picture; null when there is none.</param>
    /// <param name="clip">Path of the clip; null when there is none.</param>
    public static EventMessage From(
        AlertEvent alert, Wording wording, NodeIdentity identity, string? clock, string? snapshot, string? clip = null) => new()
        {
            Type = alert.Type,
            EventId = alert.EventId,
            Level = alert.Level,
            IncidentId = alert.IncidentId,
            Node = identity.Node,
            Camera = alert.CameraId,
            Sequence = alert.Sequence,
            StartedAt = alert.StartedAt,
            UpdatedAt = alert.UpdatedAt,
            EndedAt = alert.EndedAt,
            EndedBecause = alert.EndedBecause,
            CapturedAt = alert.CapturedAt,
            BootId = identity.BootId,
            Clock = clock,
            Score = WireNumber.Unit(alert.Score),
            PeakScore = WireNumber.Unit(alert.PeakScore),
            Raw = WireNumber.Finite(alert.Raw),
            Threshold = WireNumber.Unit(alert.Threshold),
            ExpectedFalseAlarmsPerDay = WireNumber.Finite(alert.ExpectedFalseAlarmsPerDay),
            Reasons =
            [
                .. alert.Reasons.Select((reason, index) => WithRepeats(
                    ReasonMessage.From(reason, wording.Language), index, alert.SeenBefore, alert.StartedAt, wording)),
            ],
            Regions = [.. alert.Regions.Select(RegionMessage.From)],
            Zones = alert.Zones,
            SeenBefore = alert.SeenBefore,
            Snapshot = snapshot,
            Clip = clip,
            Model = identity.Model,
        };

    /// <summary>The same put to people in another way; as it was told, repeats and all, where there are no words for it.</summary>
    public EventMessage In(Wording wording) => this with
    {
        Reasons =
        [
            .. Reasons.Select((reason, index) =>
                reason.In(wording.Language) is { } put ? WithRepeats(put, index, SeenBefore, StartedAt, wording) : reason),
        ],
    };

    /// <summary>Says in the first reason how often the like was seen before, if it was.</summary>
    private static ReasonMessage WithRepeats(
        ReasonMessage reason, int index, SeenBefore? seen, DateTimeOffset startedAt, Wording wording) =>
        seen is null || index > 0
            ? reason
            : reason with { Text = ReasonWriter.WithRepeats(wording.Language, reason.Text, seen, startedAt, wording.Zone) };
}

/// <summary>One reason in an <see cref="EventMessage"/>.</summary>
internal sealed record ReasonMessage(
    string Kind,
    string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Ratio,
    double? Share)
{
    public static ReasonMessage From(Reason reason, Language language) => new(
        reason.Kind.Name,
        reason.In(language),
        reason.Detail,
        reason.Ratio is { } ratio ? WireNumber.Finite(ratio) : null,
        WireNumber.Unit(reason.Share));

    /// <summary>The same in another language; null where that has no words for it.</summary>
    public ReasonMessage? In(Language language) =>
        ReasonWriter.Put(language, Kind, Detail, Ratio) is { } text ? this with { Text = text } : null;
}

/// <summary>One region in an <see cref="EventMessage"/>.</summary>
internal sealed record RegionMessage(
    double? X,
    double? Y,
    double? Width,
    double? Height,
    double? Score,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Thing)
{
    public static RegionMessage From(Region region) => new(
        WireNumber.Unit(region.X),
        WireNumber.Unit(region.Y),
        WireNumber.Unit(region.Width),
        WireNumber.Unit(region.Height),
        WireNumber.Unit(region.Score),
        region.Thing);
}
