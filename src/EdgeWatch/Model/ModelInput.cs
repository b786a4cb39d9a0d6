namespace EdgeWatch.Model;

/// <summary>Shape of the network's input.</summary>
internal sealed record ModelInput
{
    public required int Rows { get; init; }

    public required int Patch { get; init; }

    /// <summary>Frames whose pixels are in a token, by their age.</summary>
    public required IReadOnlyList<int> FrameLags { get; init; }

    /// <summary>Largest displacement of the cost volumes in pixels.</summary>
    public required int SearchRadius { get; init; }

    public required int TokenLength { get; init; }

    /// <summary>Difference of a token's values whose codes are neighbours.</summary>
    public required double CodeStep { get; init; }

    /// <summary>Code of the value 0.</summary>
    public required int CodeZero { get; init; }

    /// <summary>How many patches away tokens see each other.</summary>
    public required int AttentionReach { get; init; }
}
