namespace EdgeWatch.Core.Normality;

/// <summary>A normal distribution.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="Deviation">Its standard deviation, above 0.</param>
public readonly record struct Gaussian(double Mean, double Deviation)
{
    /// <summary>By how many standard deviations a value is above the mean.</summary>
    public double DeviationsOf(double value) => (value - Mean) / Deviation;

    /// <summary>Surprise in nats of a value at least this high.</summary>
    public double Surprise(double value) => GaussianTail.Surprise(DeviationsOf(value));

    /// <summary>Surprise in nats of a value at least this high that was measured with an error of its own.</summary>
    /// <param name="value">The measured value.</param>
    /// <param name="error">Standard deviation of the measurement.</param>
    public double Surprise(double value, double error) =>
        GaussianTail.Surprise((value - Mean) / Math.Sqrt((Deviation * Deviation) + (error * error)));
}

/// <summary>How surprising it is to be that far above the mean.</summary>
public static class GaussianTail
{
    /// <summary>Lowest z that is told apart: everything slower than usual is equally unsurprising.</summary>
    public const double MinimumZ = -3;

    /// <summary>−ln(1 − Φ(z)): the surprise in nats of a value of at least z standard deviations above the mean.</summary>
    /// <remarks>
    /// erfc by the Chebyshev fit of Numerical Recipes, 2nd ed., §6.2 (relative error below 1.2e−7 everywhere), kept as a logarithm so
    /// that it does not underflow for large z.
    /// </remarks>
    public static double Surprise(double z)
    {
        z = Math.Max(z, MinimumZ);
        double x = Math.Abs(z) / Math.Sqrt(2);
        double t = 1 / (1 + (0.5 * x));
        double exponent = (-x * x) - 1.26551223 + (t * (1.00002368 + (t * (0.37409196 + (t * (0.09678418 + (t * (-0.18628806
            + (t * (0.27886807 + (t * (-1.13520398 + (t * (1.48851587 + (t * (-0.82215223 + (t * 0.17087277)))))))))))))))));
        double logErfc = Math.Log(t) + exponent;
        return z >= 0
            ? Math.Log(2) - logErfc
            : -Math.Log(1 - (0.5 * Math.Exp(logErfc)));
    }
}
