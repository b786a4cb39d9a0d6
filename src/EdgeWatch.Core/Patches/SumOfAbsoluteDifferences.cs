using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace EdgeWatch.Core.Patches;

/// <summary>The kernel of block matching: Σ|a − b| over a patch of 16 × 16 bytes.</summary>
public static class SumOfAbsoluteDifferences
{
    /// <summary>
    /// Blocks side by side that <see cref="OfRow16x16"/> compares at once; their sums fit into the registers of any 64-bit processor.
    /// </summary>
    internal const int RowLength = 8;

    /// <summary>Σ|a − b| over 16 rows of 16 bytes.</summary>
    /// <param name="a">First block, rows of <paramref name="strideA"/> bytes.</param>
    /// <param name="strideA">Bytes from one row of <paramref name="a"/> to the next.</param>
    /// <param name="b">Second block, rows of <paramref name="strideB"/> bytes.</param>
    /// <param name="strideB">Bytes from one row of <paramref name="b"/> to the next.</param>
    /// <returns>0 … 65,280.</returns>
    public static int Of16x16(ReadOnlySpan<byte> a, int strideA, ReadOnlySpan<byte> b, int strideB)
    {
        // One check for all rows: the loads below read exactly up to the last byte that these slices prove.
        _ = a[(15 * strideA) + 15];
        _ = b[(15 * strideB) + 15];
        ref byte rowA = ref MemoryMarshal.GetReference(a);
        ref byte rowB = ref MemoryMarshal.GetReference(b);
        Vector128<ushort> sums = Vector128<ushort>.Zero;
        for (int row = 0; row < 16; row++)
        {
            Vector128<byte> x = Vector128.LoadUnsafe(ref rowA, (nuint)(row * strideA));
            sums = AddDifferences(sums, x, ref rowB, (nuint)(row * strideB));
        }

        return Total(sums);
    }

    /// <summary>
    /// <see cref="Of16x16"/> of one block and each of <see cref="RowLength"/> others that start one byte further each: every row of
    /// the one is loaded once instead of eight times.
    /// </summary>
    /// <param name="a">The one block, rows of <paramref name="strideA"/> bytes.</param>
    /// <param name="strideA">Bytes from one row of <paramref name="a"/> to the next.</param>
    /// <param name="b">The first of the others, rows of <paramref name="strideB"/> bytes.</param>
    /// <param name="strideB">Bytes from one row of <paramref name="b"/> to the next.</param>
    /// <param name="sums">Receives <see cref="RowLength"/> sums: for <paramref name="b"/> itself, one byte further, and so on.</param>
    internal static void OfRow16x16(ReadOnlySpan<byte> a, int strideA, ReadOnlySpan<byte> b, int strideB, Span<int> sums)
    {
        _ = a[(15 * strideA) + 15];
        _ = b[(15 * strideB) + 15 + RowLength - 1];
        ref byte rowA = ref MemoryMarshal.GetReference(a);
        ref byte rowB = ref MemoryMarshal.GetReference(b);
        Vector128<ushort> s0 = Vector128<ushort>.Zero, s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
        for (int row = 0; row < 16; row++)
        {
            Vector128<byte> x = Vector128.LoadUnsafe(ref rowA, (nuint)(row * strideA));
            nuint start = (nuint)(row * strideB);
            s0 = AddDifferences(s0, x, ref rowB, start);
            s1 = AddDifferences(s1, x, ref rowB, start + 1);
            s2 = AddDifferences(s2, x, ref rowB, start + 2);
            s3 = AddDifferences(s3, x, ref rowB, start + 3);
            s4 = AddDifferences(s4, x, ref rowB, start + 4);
            s5 = AddDifferences(s5, x, ref rowB, start + 5);
            s6 = AddDifferences(s6, x, ref rowB, start + 6);
            s7 = AddDifferences(s7, x, ref rowB, start + 7);
        }

        // The last one first: its bounds check stands for all.
        sums[7] = Total(s7);
        sums[6] = Total(s6);
        sums[5] = Total(s5);
        sums[4] = Total(s4);
        sums[3] = Total(s3);
        sums[2] = Total(s2);
        sums[1] = Total(s1);
        sums[0] = Total(s0);
    }

    /// <summary>Adds the 16 differences of a row to lanes of 16 bits, none of which overflows: see <see cref="Total"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> AddDifferences(Vector128<ushort> sums, Vector128<byte> x, ref byte b, nuint offset)
    {
        Vector128<byte> y = Vector128.LoadUnsafe(ref b, offset);
        if (Sse2.IsSupported)
        {
            // Without AVX the first operand is overwritten: y is used once, x eight times.
            return sums + Sse2.SumAbsoluteDifferences(y, x);
        }

        if (AdvSimd.IsSupported)
        {
            return AdvSimd.AddPairwiseWideningAndAdd(sums, AdvSimd.AbsoluteDifference(x, y));
        }

        Vector128<byte> difference = Vector128.Max(x, y) - Vector128.Min(x, y);
        (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(difference);
        return sums + lower + upper;
    }

    /// <summary>
    /// psadbw leaves one sum of 8 differences in each half of the vector, which 16 rows bring to 32,640 at most; elsewhere each lane
    /// holds two differences a row, 8,160 at most.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Total(Vector128<ushort> sums)
    {
        if (Sse2.IsSupported)
        {
            return sums.GetElement(0) + sums.GetElement(4);
        }

        (Vector128<uint> lower, Vector128<uint> upper) = Vector128.Widen(sums);
        return (int)Vector128.Sum(lower + upper);
    }
}
