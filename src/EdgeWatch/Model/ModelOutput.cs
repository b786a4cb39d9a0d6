namespace EdgeWatch.Model;

/// <summary>Shape of the network's output.</summary>
internal sealed record ModelOutput
{
    /// <summary>Names of the attributes in their order.</summary>
    public required IReadOnlyList<string> Attributes { get; init; }

    public required int EmbeddingLength { get; init; }

    /// <summary>Pixels a frame that are added to speeds before the logarithm.</summary>
    public required float SpeedOffset { get; init; }
}
