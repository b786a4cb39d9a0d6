namespace EdgeWatch.Storage;

/// <summary>What a node remembers besides what its cameras have learned.</summary>
internal sealed record NodeRecord
{
    /// <summary>The layout that this version reads and writes.</summary>
    public const int SupportedSchema = 1;

    public int Schema { get; init; } = SupportedSchema;

    /// <summary>Settings made over MQTT, by camera.</summary>
    public SortedDictionary<string, CameraOverrides> Overrides { get; init; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Retained topics that this node has at the broker. For a description of a device, the platforms of its components by their keys;
    /// empty for all others.
    /// </summary>
    public SortedDictionary<string, SortedDictionary<string, string>> Retained { get; init; } = new(StringComparer.Ordinal);
}
