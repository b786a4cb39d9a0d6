using System.Numerics;
using System.Runtime.InteropServices;

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
    /// <param name="factor">Side of the averaged square in pixels: 1 (a copy), 2, 3, …</param>
    /// <param name="target">The smaller picture; its border is filled too.</param>
    public static void Reduce(ReadOnlySpan<byte> source, int sourceStride, int factor, LumaPlane target)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
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
        for (int x = ReducePairsByVectors(upper, lower, target); x < target.Length; x++)
        {
            target[x] = (byte)((upper[2 * x] + upper[(2 * x) + 1] + lower[2 * x] + lower[(2 * x) + 1] + 2) >> 2);
        }
    }

    /// <summary>Reduces as many pixels as fill whole vectors.</summary>
    /// <returns>Their number.</returns>
    private static int ReducePairsByVectors(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, Span<byte> target)
    {
        Span<Vector<byte>> reduced = MemoryMarshal.Cast<byte, Vector<byte>>(target);
        ReadOnlySpan<Vector<ushort>> above = MemoryMarshal.Cast<byte, Vector<ushort>>(upper)[..(2 * reduced.Length)];
        ReadOnlySpan<Vector<ushort>> below = MemoryMarshal.Cast<byte, Vector<ushort>>(lower)[..(2 * reduced.Length)];
        for (int i = 0; i < reduced.Length; i++)
        {
            reduced[i] = Vector.Narrow(
                MeansOfSquares(above[2 * i], below[2 * i]),
                MeansOfSquares(above[(2 * i) + 1], below[(2 * i) + 1]));
        }

        return reduced.Length * Vector<byte>.Count;
    }

    /// <summary>
    /// A lane holds two neighbouring pixels, in whichever order: their sum is the same. Four pixels and 2 are 1,022 at most.
    /// </summary>
    private static Vector<ushort> MeansOfSquares(Vector<ushort> above, Vector<ushort> below)
    {
        Vector<ushort> lowByte = new(byte.MaxValue);
        Vector<ushort> sum = (above & lowByte) + (above >>> 8) + (below & lowByte) + (below >>> 8);
        return (sum + new Vector<ushort>(2)) >>> 2;
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
