namespace EdgeWatch.Core.Patches;

/// <summary>
/// The active patches of one frame on their way through the model: positions and tokens in, attributes and embeddings out. One
/// batch is made per camera and reused for every frame; its arrays are pinned, so that the model reads and writes them in place.
/// </summary>
public sealed class TokenBatch
{
    /// <summary>Patches of a frame at most. More are left out, the weakest first (they are counted).</summary>
    public const int Capacity = 96;

    /// <summary>Number of values that the model says about a patch; see <see cref="PatchAttributes"/>.</summary>
    public const int AttributeCount = PatchAttributes.Count;

    /// <summary>Length of an embedding.</summary>
    public const int EmbeddingLength = 96;

    /// <summary>Tokens, <c>[Capacity, 1643]</c>.</summary>
    public float[] Tokens { get; } = GC.AllocateArray<float>(Capacity * TokenLayout.Length, pinned: true);

    /// <summary>Row and column of each patch, <c>[Capacity, 2]</c>.</summary>
    public long[] Positions { get; } = GC.AllocateArray<long>(Capacity * 2, pinned: true);

    /// <summary>The model's attributes, <c>[Capacity, 15]</c>.</summary>
    public float[] Attributes { get; } = GC.AllocateArray<float>(Capacity * AttributeCount, pinned: true);

    /// <summary>The model's embeddings, <c>[Capacity, 96]</c>.</summary>
    public float[] Embeddings { get; } = GC.AllocateArray<float>(Capacity * EmbeddingLength, pinned: true);

    /// <summary>Block-matching speed of each patch in pixels a frame, <c>[Capacity]</c>.</summary>
    public float[] BlockSpeeds { get; } = new float[Capacity];

    /// <summary>Patches in the batch, 0 … <see cref="Capacity"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Position of patch <paramref name="k"/>.</summary>
    public PatchPosition this[int k] => new((int)Positions[2 * k], (int)Positions[(2 * k) + 1]);

    /// <summary>Empties the batch.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a patch.</summary>
    /// <exception cref="InvalidOperationException">The batch is full.</exception>
    public void Add(PatchPosition position)
    {
        if (Count == Capacity)
        {
            throw new InvalidOperationException($"A batch holds {Capacity} patches.");
        }

        Positions[2 * Count] = position.Row;
        Positions[(2 * Count) + 1] = position.Column;
        Count++;
    }

    /// <summary>Token of patch <paramref name="k"/>, <c>[1643]</c>.</summary>
    public Span<float> Token(int k) => Tokens.AsSpan(k * TokenLayout.Length, TokenLayout.Length);

    /// <summary>What the model says about patch <paramref name="k"/>.</summary>
    public PatchAttributes AttributesOf(int k) => new(Attributes.AsSpan(k * AttributeCount, AttributeCount));
}
