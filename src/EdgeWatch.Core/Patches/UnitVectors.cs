using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EdgeWatch.Core.Patches;

/// <summary>Embeddings as directions: scaled to length 1 and kept in bytes.</summary>
internal static class UnitVectors
{
    /// <summary>What 1 is written as.</summary>
    public const int Scale = 127;

    /// <summary>The direction of <paramref name="vector"/> in 127ths.</summary>
    public static void Write(ReadOnlySpan<float> vector, Span<sbyte> unit)
    {
        // Added up in order: TensorPrimitives.Norm's order depends on the processor's vectors, and with it the last digit.
        double squares = 0;
        foreach (float value in vector)
        {
            squares += (double)value * value;
        }

        float norm = (float)Math.Sqrt(squares);
        float factor = norm > 0 ? Scale / norm : 0;
        for (int i = 0; i < vector.Length; i++)
        {
            unit[i] = (sbyte)MathF.Round(vector[i] * factor);
        }
    }

    /// <summary>The cosine of the angle between two directions, for the sum of their products.</summary>
    public static double Cosine(int dotProduct) => Math.Min(1, dotProduct / (double)(Scale * Scale));

    /// <summary>Σ left · right. A product of two bytes within ±127 fits into 16 bits, and the sums are added up in 32.</summary>
    /// <param name="left">A direction in 127ths; its length is a multiple of 16.</param>
    /// <param name="right">Another of the same length.</param>
    public static int DotProduct(ReadOnlySpan<sbyte> left, ReadOnlySpan<sbyte> right)
    {
        ReadOnlySpan<Vector128<sbyte>> leftVectors = MemoryMarshal.Cast<sbyte, Vector128<sbyte>>(left);
        ReadOnlySpan<Vector128<sbyte>> rightVectors = MemoryMarshal.Cast<sbyte, Vector128<sbyte>>(right);
        Vector128<int> sums = Vector128<int>.Zero;
        for (int i = 0; i < leftVectors.Length; i++)
        {
            (Vector128<short> leftLower, Vector128<short> leftUpper) = Vector128.Widen(leftVectors[i]);
            (Vector128<short> rightLower, Vector128<short> rightUpper) = Vector128.Widen(rightVectors[i]);
            Vector128<short> products = (leftLower * rightLower) + (leftUpper * rightUpper);
            sums += Vector128.WidenLower(products) + Vector128.WidenUpper(products);
        }

        return Vector128.Sum(sums);
    }
}
