namespace EdgeWatch.Evaluation;

/// <summary>
/// How much a measure depends on which clips happen to be there: clips are drawn with replacement, as many as there are, and the middle
/// 95 % of the results are the interval (percentile bootstrap: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, §13).
/// Frames of one clip are no independent draws, so clips are drawn whole.
/// </summary>
internal static class Bootstrap
{
    /// <summary>Draws.</summary>
    public const int Resamples = 1000;

    private const int Seed = 1;
    private const double Tail = 0.025;

    /// <summary>The interval of a measure.</summary>
    /// <param name="clips">Clips.</param>
    /// <param name="measure">The measure when each clip counts so many times; null where it is not defined: such draws are left
    /// out.</param>
    /// <returns>The interval; null for a single clip, or when a tenth of the draws gives nothing.</returns>
    public static Interval? Of(int clips, Func<int[], double?> measure)
    {
        if (clips < 2)
        {
            return null;
        }

        Random random = new(Seed);
        List<double> results = [];
        for (int i = 0; i < Resamples; i++)
        {
            int[] counts = new int[clips];
            for (int draw = 0; draw < clips; draw++)
            {
                counts[random.Next(clips)]++;
            }

            if (measure(counts) is { } result)
            {
                results.Add(result);
            }
        }

        results.Sort();
        return results.Count > Resamples * 0.9 ? new Interval(Quantile(results, Tail), Quantile(results, 1 - Tail)) : null;
    }

    private static double Quantile(List<double> sorted, double part)
    {
        double at = part * (sorted.Count - 1);
        int below = (int)at;
        int above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((at - below) * (sorted[above] - sorted[below]));
    }
}

/// <summary>Where a measure lies with 95 % confidence.</summary>
internal sealed record Interval(double Low, double High);
