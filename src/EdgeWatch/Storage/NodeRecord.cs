using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeWatch.Storage;

/// <summary>What a node remembers besides what its cameras have learned. Kept as JSON that people can read.</summary>
internal sealed record NodeRecord
{
    /// <summary>Version of the layout; to be raised whenever it changes in a way that old programs or old files do not allow for.</summary>
    public const int LayoutVersion = 1;

    /// <summary>Settings made over MQTT, by camera.</summary>
    public SortedDictionary<string, CameraOverrides> Overrides { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The profile that somebody has set by hand; null while the schedule decides.</summary>
    public SetProfile? Profile { get; set; }

    /// <summary>The day of which the digest was told last; null before the first.</summary>
    public DateOnly? DigestDay { get; set; }

    /// <summary>
    /// Retained topics that this node has at the broker. For a description of a device, the platforms of its components by their keys;
    /// empty for all others.
    /// </summary>
    public SortedDictionary<string, SortedDictionary<string, string>> Retained { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Writes the record.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, NodeRecordJson.Default.NodeRecord);

    /// <summary>Reads a record back.</summary>
    /// <exception cref="InvalidDataException">It is none; the message completes "… cannot be used: ".</exception>
    public static NodeRecord Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            NodeRecord? record = JsonSerializer.Deserialize(json, NodeRecordJson.Default.NodeRecord);
            return record is { Overrides: not null, Retained: not null }
                && !record.Overrides.ContainsValue(null!)
                && record.Profile is null or { Name: not null }
                && record.Retained.Values.All(components => components?.ContainsValue(null!) is false)
                ? Checked(record)
                : throw new InvalidDataException("a part of it is missing");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"it is no valid JSON: {e.Message}", e);
        }
    }

    private static NodeRecord Checked(NodeRecord record) =>
        record.Overrides.FirstOrDefault(entry => entry.Value.Threshold is not (null or (>= 0 and <= 1))) is { Value: not null } odd
            ? throw new InvalidDataException($"the threshold of {odd.Key} is {odd.Value.Threshold}, which is not within 0–1")
            : record;
}

/// <summary>What was set for a camera over MQTT in place of what the config file says; null where nothing was.</summary>
/// <param name="Threshold">Score at which an alert begins, 0–1.</param>
/// <param name="Enabled">Whether the camera is watched at all.</param>
/// <param name="SuspendedUntil">No events until then.</param>
internal sealed record CameraOverrides(double? Threshold = null, bool? Enabled = null, DateTimeOffset? SuspendedUntil = null)
{
    /// <summary>Nothing is set.</summary>
    public static readonly CameraOverrides None = new();
}

/// <summary>A profile that was set by hand.</summary>
/// <param name="Name">Which.</param>
/// <param name="At">When.</param>
internal sealed record SetProfile(string Name, DateTimeOffset At);

/// <summary>The serializer of <see cref="NodeRecord"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NodeRecord))]
internal sealed partial class NodeRecordJson : JsonSerializerContext;
