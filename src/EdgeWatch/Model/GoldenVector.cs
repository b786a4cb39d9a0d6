using EdgeWatch.Core.Patches;

namespace EdgeWatch.Model;

/// <summary>
/// A question with a known answer, asked when the model is loaded: a runtime whose int8 kernels compute nonsense on this processor
/// is refused instead of trusted. The input follows from a formula; the answer was computed by the training code's own simulation.
/// </summary>
internal sealed record GoldenVector
{
    /// <summary>Where the patches of the question stand: in rows of four.</summary>
    public static readonly PatchGrid Grid = new(Rows: 24, Columns: Columns, Scale: 1);

    private const int Columns = 4;

    /// <summary>Where the highest byte of a hash begins, in bits.</summary>
    private const int HighestByte = 24;

    /// <summary>Patches of the question.</summary>
    public required int Tokens { get; init; }

    /// <summary>Largest difference of an attribute that rounding explains.</summary>
    public required double Tolerance { get; init; }

    /// <summary>The answer, <c>[Tokens, 25]</c>.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Attributes { get; init; }

    /// <summary>Writes the question into an empty batch.</summary>
    public void Ask(TokenBatch batch)
    {
        batch.Clear();
        for (int k = 0; k < Tokens; k++)
        {
            batch.Add(Grid.PositionOf(k));
            Span<byte> token = batch.Token(k);
            for (int i = 0; i < token.Length; i++)
            {
                token[i] = ByteAt((uint)((k * token.Length) + i));
            }
        }
    }

    /// <summary>The largest difference between the answer in <paramref name="batch"/> and the right one; NaN counts as infinite.</summary>
    public double LargestError(TokenBatch batch)
    {
        double largest = 0;
        for (int k = 0; k < Tokens; k++)
        {
            for (int i = 0; i < TokenBatch.AttributeCount; i++)
            {
                double error = Math.Abs(batch.Attributes[(k * TokenBatch.AttributeCount) + i] - Attributes[k][i]);
                largest = error >= largest ? error : double.IsNaN(error) ? double.PositiveInfinity : largest;
            }
        }

        return largest;
    }

    /// <summary>Byte <paramref name="n"/> of every golden input.</summary>
    public static byte ByteAt(uint n) => (byte)(Hash(n) >> HighestByte);

    private static uint Hash(uint n)
    {
        uint x = unchecked((n * 2654435761u) + 12345u);
        x ^= x >> 16;
        x = unchecked(x * 2246822519u);
        return x ^ (x >> 13);
    }
}
