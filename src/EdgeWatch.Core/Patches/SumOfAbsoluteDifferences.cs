using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace EdgeWatch.Core.Patches;

/// <summary>The kernel of block matching: Σ|a − b| over a patch of 16 × 16 bytes.</summary>
public static class SumOfAbsoluteDifferences
{
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
        return Sse2.IsSupported ? Sum(ref rowA, strideA, ref rowB, strideB) : SumPortable(ref rowA, strideA, ref rowB, strideB);
    }

    private static int Sum(ref byte a, int strideA, ref byte b, int strideB)
    {
        // psadbw leaves one sum of 8 bytes in each 64-bit half; 16 rows add up to 32,640 at most in each.
        Vector128<int> sums = Vector128<int>.Zero;
        for (int row = 0; row < 16; row++)
        {
            Vector128<byte> x = Vector128.LoadUnsafe(ref a, (nuint)(row * strideA));
            Vector128<byte> y = Vector128.LoadUnsafe(ref b, (nuint)(row * strideB));
            sums += Sse2.SumAbsoluteDifferences(x, y).AsInt32();
        }

        return sums.GetElement(0) + sums.GetElement(2);
    }

    private static int SumPortable(ref byte a, int strideA, ref byte b, int strideB)
    {
        // Eight 16-bit lanes hold two differences a row: 16 rows × 2 × 255 = 8,160 fits.
        Vector128<ushort> sums = Vector128<ushort>.Zero;
        for (int row = 0; row < 16; row++)
        {
            Vector128<byte> x = Vector128.LoadUnsafe(ref a, (nuint)(row * strideA));
            Vector128<byte> y = Vector128.LoadUnsafe(ref b, (nuint)(row * strideB));
            sums = AddDifferences(sums, x, y);
        }

        (Vector128<uint> lower, Vector128<uint> upper) = Vector128.Widen(sums);
        return (int)Vector128.Sum(lower + upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> AddDifferences(Vector128<ushort> sums, Vector128<byte> x, Vector128<byte> y)
    {
        if (AdvSimd.IsSupported)
        {
            return AdvSimd.AddPairwiseWideningAndAdd(sums, AdvSimd.AbsoluteDifference(x, y));
        }

        Vector128<byte> difference = Vector128.Max(x, y) - Vector128.Min(x, y);
        (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(difference);
        return sums + lower + upper;
    }
}
