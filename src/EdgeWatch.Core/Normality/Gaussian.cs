namespace EdgeWatch.Core.Normality;

/// <summary>A normal distribution.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="Deviation">Its standard deviation, above 0.</param>
public readonly record struct Gaussian(double Mean, double Deviation)
{
    /// <summary>Surprise in nats of a value at least this high.</summary>
    public double Surprise(double value) => GaussianTail.Surprise((value - Mean) / Deviation);

    /// <summary>Surprise in nats of a value at least this high that was measured with an error of its own.</summary>
    /// <param name="value">The measured value.</param>
    /// <param name="error">Standard deviation of the measurement.</param>
    public double Surprise(double value, double error) =>
        GaussianTail.Surprise((value - Mean) / Math.Sqrt((Deviation * Deviation) + (error * error)));
}
