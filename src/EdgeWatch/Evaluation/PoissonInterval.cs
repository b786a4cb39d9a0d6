namespace EdgeWatch.Evaluation;

/// <summary>
/// What a count of independent rare events says about the mean that it came from: the exact central interval of Garwood (1936), "Fiducial
/// limits for the Poisson distribution".
/// </summary>
/// <param name="Low">Were the mean lower, so many or more would come with a chance of less than 2.5 %.</param>
/// <param name="High">Were it higher, so few would.</param>
internal readonly record struct PoissonInterval(double Low, double High)
{
    /// <summary>Chance outside of either end.</summary>
    private const double Tail = 0.025;

    private const double Precision = 1e-9;

    /// <summary>The interval of 95 % of a count.</summary>
    /// <param name="count">0 or more.</param>
    public static PoissonInterval Of(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new PoissonInterval(
            count == 0 ? 0 : MeanWhere(mean => 1 - ChanceOfAtMost(count - 1, mean) >= Tail, count),
            MeanWhere(mean => ChanceOfAtMost(count, mean) <= Tail, count));
    }

    /// <summary>Whether the mean may be this.</summary>
    public bool Contains(double mean) => mean >= Low && mean <= High;

    /// <summary>The least mean of which something holds that holds of all greater ones, too.</summary>
    private static double MeanWhere(Predicate<double> holds, int count)
    {
        double low = 0;
        double high = 1;
        while (!holds(high))
        {
            (low, high) = (high, 2 * high);
        }

        while (high - low > Precision * (1 + count))
        {
            double middle = (low + high) / 2;
            (low, high) = holds(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }

    private static double ChanceOfAtMost(int count, double mean)
    {
        // In logarithms, since e^−mean alone would be 0 from 746 on.
        double logTerm = -mean;
        double sum = Math.Exp(logTerm);
        for (int k = 1; k <= count; k++)
        {
            logTerm += Math.Log(mean / k);
            sum += Math.Exp(logTerm);
        }

        return sum;
    }
}
