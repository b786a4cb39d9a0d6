namespace EdgeWatch.Model;

/// <summary>Shape of the network's output.</summary>
internal sealed record ModelOutput
{
    public required IReadOnlyList<string> Attributes { get; init; }

    public required int EmbeddingLength { get; init; }
}
