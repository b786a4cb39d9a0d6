namespace EdgeWatch.Core.Normality;

/// <summary>How distances between looks are spread, as far as the network itself decides: the same in every scene.</summary>
internal static class LookDistance
{
    /// <summary>
    /// Added to distances before the logarithm: below it they say nothing. Light, noise, blur, compression and infrared each move a look by
    /// 0.01 on average and one in a hundred by 0.11 to 0.18 (measured on a scene that training has not seen, spoiled as in training).
    /// </summary>
    public const double Offset = 0.1;

    /// <summary>ln(distance + offset) of the same place in other light: all of the above at once have this.</summary>
    public static readonly Gaussian OtherLight = new(-2.0, 0.36);

    /// <summary>
    /// Added to the deviations that are learned: light and weather that the learning time did not have move the logarithm by 0.15 to 0.36.
    /// </summary>
    public const double LightDeviation = 0.25;

    /// <summary>ln(distance + offset).</summary>
    public static double Logarithm(double distance) => Math.Log(Math.Max(0, distance) + Offset);
}
