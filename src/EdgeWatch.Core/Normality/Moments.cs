namespace EdgeWatch.Core.Normality;

/// <summary>Count, sum and sum of squares of values: what a mean and a variance need, and what can be added and scaled.</summary>
/// <param name="Count">How many values; a fraction once old ones have faded.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="SumOfSquares">The sum of their squares.</param>
public readonly record struct Moments(double Count, double Sum, double SumOfSquares)
{
    /// <summary>The mean; meaningful for <see cref="Count"/> above 0.</summary>
    public double Mean => Sum / Count;

    /// <summary>The variance; meaningful for <see cref="Count"/> above 0.</summary>
    public double Variance => Math.Max(0, (SumOfSquares / Count) - (Mean * Mean));

    /// <summary>Values that look like a normal distribution.</summary>
    /// <param name="count">How many.</param>
    /// <param name="like">The distribution.</param>
    public static Moments Of(double count, Gaussian like) =>
        new(count, count * like.Mean, count * ((like.Deviation * like.Deviation) + (like.Mean * like.Mean)));

    /// <summary>With one more value.</summary>
    public Moments With(double value) => new(Count + 1, Sum + value, SumOfSquares + (value * value));

    /// <summary>With one more value, where so many are remembered: past that, the oldest half fades first.</summary>
    /// <param name="value">The value.</param>
    /// <param name="limit">How many values are remembered.</param>
    public Moments With(double value, double limit) => (Count >= limit ? this * 0.5 : this).With(value);

    /// <summary>Both together.</summary>
    public static Moments operator +(Moments left, Moments right) =>
        new(left.Count + right.Count, left.Sum + right.Sum, left.SumOfSquares + right.SumOfSquares);

    /// <summary>The same distribution from <paramref name="factor"/> times as many values.</summary>
    public static Moments operator *(Moments moments, double factor) =>
        new(moments.Count * factor, moments.Sum * factor, moments.SumOfSquares * factor);

    /// <inheritdoc cref="op_Addition"/>
    public static Moments Add(Moments left, Moments right) => left + right;

    /// <inheritdoc cref="op_Multiply"/>
    public static Moments Multiply(Moments moments, double factor) => moments * factor;
}
