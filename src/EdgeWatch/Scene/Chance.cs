namespace EdgeWatch.Scene;

/// <summary>Draws that <see cref="Random"/> does not have.</summary>
internal static class Chance
{
    /// <summary>A draw from the normal distribution, by Box and Muller's transform.</summary>
    public static double Gaussian(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());

    /// <summary>A draw from the exponential distribution.</summary>
    public static double Exponential(this Random random, double mean) => -mean * Math.Log(1 - random.NextDouble());
}
