using EdgeWatch.Core.Patches;

namespace EdgeWatch.Model;

/// <summary>
/// A picture by formula and the looks that every correct runtime sees in it; asked when the model is loaded, as <see cref="GoldenVector"/>.
/// </summary>
internal sealed record GoldenLooks
{
    /// <summary>Rows of patches of the picture.</summary>
    public const int Rows = 4;

    /// <summary>Columns of patches of the picture.</summary>
    public const int Columns = 3;

    /// <summary>Largest distance (1 − cosine) that rounding explains.</summary>
    public required double Tolerance { get; init; }

    /// <summary>The answer, <c>[12, 128]</c>: looks of any length.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Looks { get; init; }

    /// <summary>Asks a network.</summary>
    /// <returns>The largest distance (1 − cosine) between its answer and the right one; infinite where it is no number.</returns>
    public double LargestError(ILookModel model)
    {
        PlaceLooks places = new(new PatchGrid(Rows, Columns, Scale: 1));
        for (int i = 0; i < places.Picture.Length; i++)
        {
            places.Picture[i] = GoldenVector.ByteAt((uint)i);
        }

        model.Run(places);
        model.Forget(places);
        double largest = 0;
        for (int place = 0; place < Looks.Count; place++)
        {
            double distance = 1 - Cosine(places.Looks.AsSpan(place * PlaceLooks.Length, PlaceLooks.Length), Looks[place]);
            largest = distance >= largest ? distance : double.IsNaN(distance) ? double.PositiveInfinity : largest;
        }

        return largest;
    }

    private static double Cosine(ReadOnlySpan<float> answer, IReadOnlyList<double> right)
    {
        (double product, double answerSquares, double rightSquares) = (0, 0, 0);
        for (int i = 0; i < right.Count; i++)
        {
            product += answer[i] * right[i];
            answerSquares += (double)answer[i] * answer[i];
            rightSquares += right[i] * right[i];
        }

        return product / Math.Sqrt(answerSquares * rightSquares);
    }
}
