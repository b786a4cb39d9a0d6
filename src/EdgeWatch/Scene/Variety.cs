namespace EdgeWatch.Scene;

/// <summary>What makes people differ from day to day: some are in a hurry, some are children, some stand for a while.</summary>
internal static class Variety
{
    /// <summary>Deviation of the logarithm of the pace: one in a thousand walks half as fast again as others of their kind.</summary>
    private const double PaceDeviation = 0.13;

    private const double StatureDeviation = 0.04;

    private const double ChildPart = 0.06;
    private const float SmallestChild = 0.6f;
    private const float TallestChild = 0.85f;

    private const double StandsPart = 0.06;
    private const double MeanStandSeconds = 15;

    /// <summary>Somebody like one of the crowd, and not quite.</summary>
    public static Walker Of(Walker walker, Random random, double crossingSeconds)
    {
        float pace = (float)Math.Exp(PaceDeviation * random.Gaussian());
        float stature = random.NextDouble() < ChildPart
            ? float.Lerp(SmallestChild, TallestChild, random.NextSingle())
            : (float)(1 + (StatureDeviation * random.Gaussian()));
        return walker with
        {
            UnitsPerSecond = walker.UnitsPerSecond * pace,
            Stature = walker.Stature * stature,
            Clothes = Clothes.Between(walker.Clothes, Clothes.Pick(random), random.NextSingle()),
            StandsAfter = random.NextDouble() * crossingSeconds / pace,
            StandsSeconds = random.NextDouble() < StandsPart ? random.Exponential(MeanStandSeconds) : 0,
        };
    }
}
