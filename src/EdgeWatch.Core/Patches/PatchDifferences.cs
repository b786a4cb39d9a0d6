using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Patches;

/// <summary>How much each patch differs between two pictures.</summary>
public static class PatchDifferences
{
    /// <summary>Mean absolute difference of every patch, in grey levels.</summary>
    /// <param name="a">A picture of the grid's size.</param>
    /// <param name="b">Another of the same size.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="differences">Receives <see cref="PatchGrid.Count"/> values, 0–255, row-major.</param>
    public static void Fill(LumaPlane a, LumaPlane b, PatchGrid grid, Span<float> differences)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        for (int row = 0; row < grid.Rows; row++)
        {
            for (int column = 0; column < grid.Columns; column++)
            {
                differences[(row * grid.Columns) + column] = Of(a, b, new PatchPosition(row, column));
            }
        }
    }

    /// <summary>Mean absolute difference of one patch, in grey levels, 0–255.</summary>
    /// <param name="a">A picture.</param>
    /// <param name="b">Another of the same size.</param>
    /// <param name="position">The patch.</param>
    private static float Of(LumaPlane a, LumaPlane b, PatchPosition position)
    {
        int offset = a.Offset(position.Column * PatchGrid.PatchSize, position.Row * PatchGrid.PatchSize);
        int sum = SumOfAbsoluteDifferences.Of16x16(a.Padded[offset..], a.Stride, b.Padded[offset..], b.Stride);
        return sum * (1f / PatchGrid.PatchPixels);
    }
}
