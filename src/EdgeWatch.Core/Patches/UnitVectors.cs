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
}
