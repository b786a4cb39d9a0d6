namespace EdgeWatch.Core.Frames;

/// <summary>Makes a picture smaller by averaging squares of pixels ("area" scaling), rounded to the nearest grey level.</summary>
public static class LumaReduction
{
    /// <summary>
    /// Reduces <paramref name="source"/> by <paramref name="factor"/> into <paramref name="target"/>, which takes the upper left part
    /// that it has room for.
    /// </summary>
    /// <param name="source">Luma, rows of <paramref name="sourceStride"/> bytes.</param>
    /// <param name="sourceStride">Bytes from one row of the source to the next.</param>
    /// <param name="factor">Side of the averaged square in pixels: 1 (a copy), 2, 3, …, 16.</param>
    /// <param name="target">The smaller picture; its border is filled too.</param>
    public static void Reduce(ReadOnlySpan<byte> source, int sourceStride, int factor, LumaPlane target)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(factor, 16);
        for (int y = 0; y < target.Height; y++)
        {
            ReadOnlySpan<byte> rows = source[(y * factor * sourceStride)..];
            switch (factor)
            {
                case 1:
                    rows[..target.Width].CopyTo(target.Row(y));
                    break;
                case 2:
                    ReducePairs(rows, sourceStride, target.Row(y));
                    break;
                default:
                    ReduceSquares(rows, sourceStride, factor, target.Row(y));
                    break;
            }
        }

        target.ReplicateBorder();
    }

    private static void ReducePairs(ReadOnlySpan<byte> rows, int stride, Span<byte> target)
    {
        ReadOnlySpan<byte> upper = rows[..(2 * target.Length)];
        ReadOnlySpan<byte> lower = rows.Slice(stride, 2 * target.Length);
        for (int x = 0; x < target.Length; x++)
        {
            target[x] = (byte)((upper[2 * x] + upper[(2 * x) + 1] + lower[2 * x] + lower[(2 * x) + 1] + 2) >> 2);
        }
    }

    private static void ReduceSquares(ReadOnlySpan<byte> rows, int stride, int factor, Span<byte> target)
    {
        int area = factor * factor;
        for (int x = 0; x < target.Length; x++)
        {
            int sum = area / 2;
            for (int dy = 0; dy < factor; dy++)
            {
                foreach (byte pixel in rows.Slice((dy * stride) + (x * factor), factor))
                {
                    sum += pixel;
                }
            }

            target[x] = (byte)(sum / area);
        }
    }
}
