using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Patches;

/// <summary>
/// How well a block of the newest picture matches an older one at every displacement: <c>[17, 17]</c> mean absolute differences in
/// grey levels, index (dy + 8, dx + 8). The smallest entry is the motion, in pixels over the lag.
/// </summary>
public static class CostVolume
{
    /// <summary>Largest displacement tried, in pixels, in each direction.</summary>
    public const int Radius = 8;

    /// <summary>Displacements tried in each direction: −8 … 8.</summary>
    public const int Side = (2 * Radius) + 1;

    /// <summary>Entries of a volume.</summary>
    public const int Length = Side * Side;

    /// <summary>Index of the entry for no motion.</summary>
    public const int Centre = (Radius * Side) + Radius;

    /// <summary>Fills <paramref name="volume"/> for the 16 × 16 block of <paramref name="newest"/> at (x, y).</summary>
    /// <param name="newest">The newest picture.</param>
    /// <param name="older">The picture to find the block in; of the same size.</param>
    /// <param name="x">Left edge of the block; may overhang the picture by <see cref="LumaPlane.Padding"/> − <see cref="Radius"/>.</param>
    /// <param name="y">Upper edge of the block; may overhang likewise.</param>
    /// <param name="volume">Receives <see cref="Length"/> values, 0–255.</param>
    public static void Fill(LumaPlane newest, LumaPlane older, int x, int y, Span<float> volume)
    {
        ArgumentNullException.ThrowIfNull(newest);
        ArgumentNullException.ThrowIfNull(older);
        ReadOnlySpan<byte> block = newest.Padded[newest.Offset(x, y)..];
        for (int dy = -Radius; dy <= Radius; dy++)
        {
            // What has moved by (dx, dy) was at (x − dx, y − dy) before.
            ReadOnlySpan<byte> candidates = older.Padded[older.Offset(x - Radius, y - dy)..];
            FillRow(block, newest.Stride, candidates, older.Stride, volume.Slice((dy + Radius) * Side, Side));
        }
    }

    /// <summary>Fills one row of a volume from its end: dx = 8 is the leftmost candidate.</summary>
    private static void FillRow(
        ReadOnlySpan<byte> block, int strideBlock, ReadOnlySpan<byte> candidates, int strideCandidates, Span<float> row)
    {
        Span<int> sums = stackalloc int[Side];
        const int Second = SumOfAbsoluteDifferences.RowLength;
        const int Last = 2 * SumOfAbsoluteDifferences.RowLength;
        SumOfAbsoluteDifferences.OfRow16x16(block, strideBlock, candidates, strideCandidates, sums);
        SumOfAbsoluteDifferences.OfRow16x16(block, strideBlock, candidates[Second..], strideCandidates, sums[Second..]);
        sums[Last] = SumOfAbsoluteDifferences.Of16x16(block, strideBlock, candidates[Last..], strideCandidates);
        for (int i = 0; i < Side; i++)
        {
            row[Side - 1 - i] = sums[i] * (1f / PatchGrid.PatchPixels);
        }
    }
}
