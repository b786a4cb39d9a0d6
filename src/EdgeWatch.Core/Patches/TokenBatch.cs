using System.Numerics.Tensors;

namespace EdgeWatch.Core.Patches;

/// <summary>
/// The active patches of one frame on their way through the model: positions and tokens in, attributes and embeddings out. One
/// batch is made per camera and reused for every frame; what the model reads and writes is pinned, so that it does so in place.
/// </summary>
/// <param name="grid">The grid that the patches are from; sets <see cref="Capacity"/>.</param>
public sealed class TokenBatch(PatchGrid grid)
{
    private readonly PatchPosition[] _positions = new PatchPosition[CapacityFor(grid)];

    /// <summary>Patches of a frame at most, for grids of up to <see cref="CapacityGrid"/> patches.</summary>
    public const int SmallestCapacity = 96;

    /// <summary>Patches of a grid from which on the capacity grows with it: about 240 rows of a 16:9 picture.</summary>
    public const int CapacityGrid = 400;

    /// <summary>Number of values that the model says about a patch; see <see cref="PatchAttributes"/>.</summary>
    public const int AttributeCount = PatchAttributes.Count;

    /// <summary>Length of an embedding.</summary>
    public const int EmbeddingLength = 128;

    /// <summary>Patches of a frame at most. More are left out, the weakest first (they are counted).</summary>
    public int Capacity { get; } = CapacityFor(grid);

    /// <summary>Tokens, <c>[Capacity, 1643]</c>, as <see cref="TokenCodes"/>.</summary>
    public byte[] Tokens { get; } = GC.AllocateArray<byte>(CapacityFor(grid) * TokenLayout.Length, pinned: true);

    /// <summary>The model's attributes, <c>[Capacity, 25]</c>.</summary>
    public float[] Attributes { get; } = GC.AllocateArray<float>(CapacityFor(grid) * AttributeCount, pinned: true);

    /// <summary>The model's embeddings, <c>[Capacity, 128]</c>.</summary>
    public float[] Embeddings { get; } = GC.AllocateArray<float>(CapacityFor(grid) * EmbeddingLength, pinned: true);

    /// <summary>Block-matching speed of each patch in pixels a frame, <c>[Capacity]</c>.</summary>
    public float[] BlockSpeeds { get; } = new float[CapacityFor(grid)];

    /// <summary>
    /// ln of the part of each patch's change that motion leaves unexplained, <c>[Capacity]</c>: 0 where no displacement matches the
    /// pictures better than any other does, below where one does; see <see cref="BlockMotion.LogUnexplained"/>.
    /// </summary>
    public float[] LogUnexplained { get; } = new float[CapacityFor(grid)];

    /// <summary>Who sees whom in attention; as of the last <see cref="DealBlocks"/>.</summary>
    public AttentionBlocks Blocks { get; } = new(grid, CapacityFor(grid));

    /// <summary>Patches in the batch, 0 … <see cref="Capacity"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Position of patch <paramref name="k"/>.</summary>
    public PatchPosition this[int k] => _positions[k];

    /// <summary>Patches of a frame at most: a quarter of the grid, where that is more than <see cref="SmallestCapacity"/>.</summary>
    public static int CapacityFor(PatchGrid grid) => SmallestCapacity * Math.Max(CapacityGrid, grid.Count) / CapacityGrid;

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

        _positions[Count++] = position;
    }

    /// <summary>Deals the patches out for attention.</summary>
    public void DealBlocks() => Blocks.Deal(_positions.AsSpan(0, Count));

    /// <summary>Token of patch <paramref name="k"/>, <c>[1643]</c>, as <see cref="TokenCodes"/>.</summary>
    public Span<byte> Token(int k) => Tokens.AsSpan(k * TokenLayout.Length, TokenLayout.Length);

    /// <summary>What the model says about patch <paramref name="k"/>.</summary>
    public PatchAttributes AttributesOf(int k) => new(Attributes.AsSpan(k * AttributeCount, AttributeCount));

    /// <summary>Whether all that the model says is finite: neither NaN nor infinite.</summary>
    public bool IsAnsweredInNumbers() =>
        float.IsFinite(TensorPrimitives.SumOfMagnitudes<float>(Attributes.AsSpan(0, Count * AttributeCount)))
        && float.IsFinite(TensorPrimitives.SumOfMagnitudes<float>(Embeddings.AsSpan(0, Count * EmbeddingLength)));
}
