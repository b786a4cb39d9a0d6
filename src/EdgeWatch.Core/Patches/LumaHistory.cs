using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Patches;

/// <summary>The last <see cref="Depth"/> analysed pictures of a camera, at full and at half resolution.</summary>
/// <param name="grid">The grid; sets the size of the pictures.</param>
public sealed class LumaHistory(PatchGrid grid)
{
    /// <summary>Frames that one token looks at: t − 4 … t.</summary>
    public const int Depth = 5;

    private readonly LumaPlane[] _full = CreatePlanes(grid.Width, grid.Height);
    private readonly LumaPlane[] _half = CreatePlanes(grid.Width / 2, grid.Height / 2);
    private int _newest = -1;

    /// <summary>The grid that the pictures are cut into.</summary>
    public PatchGrid Grid => grid;

    /// <summary>Pictures so far, up to <see cref="Depth"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there are enough pictures for tokens.</summary>
    public bool IsFull => Count == Depth;

    /// <summary>Adds the newest picture; the oldest is overwritten.</summary>
    /// <param name="luma">Captured luma, rows of <paramref name="stride"/> bytes.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    public void Add(ReadOnlySpan<byte> luma, int stride)
    {
        _newest = (_newest + 1) % Depth;
        Count = Math.Min(Count + 1, Depth);
        LumaReduction.Reduce(luma, stride, grid.Scale, _full[_newest]);
        LumaReduction.Reduce(_full[_newest].Padded[_full[_newest].Offset(0, 0)..], _full[_newest].Stride, 2, _half[_newest]);
    }

    /// <summary>Forgets all pictures, for example after a gap in the stream.</summary>
    public void Clear() => Count = 0;

    /// <summary>The picture of <paramref name="lag"/> frames ago at full resolution.</summary>
    /// <param name="lag">0 (the newest) … <see cref="Count"/> − 1.</param>
    public LumaPlane Full(int lag) => _full[IndexOf(lag)];

    /// <summary>The picture of <paramref name="lag"/> frames ago at half resolution.</summary>
    /// <param name="lag">0 (the newest) … <see cref="Count"/> − 1.</param>
    public LumaPlane Half(int lag) => _half[IndexOf(lag)];

    private int IndexOf(int lag)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lag);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(lag, Count);
        return (_newest - lag + Depth) % Depth;
    }

    private static LumaPlane[] CreatePlanes(int width, int height)
    {
        LumaPlane[] planes = new LumaPlane[Depth];
        for (int i = 0; i < Depth; i++)
        {
            planes[i] = new LumaPlane(width, height);
        }

        return planes;
    }
}
