namespace EdgeWatch.Model;

/// <summary>Shape of the network's input.</summary>
internal sealed record ModelInput
{
    public required int Rows { get; init; }

    public required int Patch { get; init; }

    public required int TokenLength { get; init; }

    /// <summary>How many patches away tokens see each other.</summary>
    public required int AttentionReach { get; init; }
}
