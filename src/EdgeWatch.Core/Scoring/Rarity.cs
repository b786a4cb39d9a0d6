namespace EdgeWatch.Core.Scoring;

/// <summary>
/// The meaning of a score between 0 and 1: how often normal video at this camera is expected to reach it. 0.5 is once a day, and every
/// 0.1 more is ten times rarer: 0.4 ten times a day, 0.6 once in ten days, 0.7 once in a hundred.
/// </summary>
public static class Rarity
{
    /// <summary>The score that is expected once a day.</summary>
    public const double OnceADay = 0.5;

    /// <summary>What a factor of ten in rarity adds to the score.</summary>
    public const double PerFactorOfTen = 0.1;

    /// <summary>The score of something that is expected so often a day.</summary>
    public static double ScoreOf(double timesPerDay) =>
        Math.Clamp(OnceADay - (PerFactorOfTen * Math.Log10(timesPerDay)), 0, 1);

    /// <summary>How often a day a score is expected.</summary>
    public static double TimesPerDay(double score) => Math.Pow(10, (OnceADay - score) / PerFactorOfTen);

    /// <summary>How often a score is expected while so much normal video is watched.</summary>
    public static double TimesIn(TimeSpan watched, double score) => TimesPerDay(score) * watched.TotalDays;
}
