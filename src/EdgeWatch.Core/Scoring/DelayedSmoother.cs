namespace EdgeWatch.Core.Scoring;

/// <summary>
/// Gaussian smoothing of a frame's value that waits for up to <see cref="DelayFrames"/> later frames: the result for a frame comes that
/// much later, in an alert as in a measurement. It can be had earlier, from fewer frames.
/// </summary>
public sealed class DelayedSmoother
{
    /// <summary>Frames by which the result lags: half a second at 10 frames a second.</summary>
    public const int DelayFrames = 5;

    /// <summary>Standard deviation of the kernel in frames.</summary>
    public const double DeviationFrames = 3;

    /// <summary>Frames before the smoothed one that still count: three deviations.</summary>
    public const int PastFrames = 9;

    private const int WindowFrames = PastFrames + 1 + DelayFrames;

    private static readonly double[] Kernel = CreateKernel();

    private readonly double[] _values = new double[WindowFrames];
    private int _newest = -1;
    private int _count;

    /// <summary>The newest value, as it was added.</summary>
    public double Newest => _values[_newest];

    /// <summary>Adds the newest value.</summary>
    public void Add(double value)
    {
        _newest = (_newest + 1) % WindowFrames;
        _values[_newest] = value;
        _count = Math.Min(_count + 1, WindowFrames);
    }

    /// <summary>The smoothed value of <paramref name="lag"/> frames ago, from the values there are.</summary>
    /// <param name="lag">0 (no delay: only the past counts) … <see cref="DelayFrames"/>; fewer than the values added.</param>
    public double At(int lag)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lag);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(lag, Math.Min(_count, DelayFrames + 1));
        double sum = 0;
        double weights = 0;
        int oldest = Math.Min(_count - 1, lag + PastFrames);
        for (int age = 0; age <= oldest; age++)
        {
            double weight = Kernel[Math.Abs(age - lag)];
            sum += weight * _values[(_newest - age + WindowFrames) % WindowFrames];
            weights += weight;
        }

        return sum / weights;
    }

    /// <summary>Forgets all values.</summary>
    public void Clear() => _count = 0;

    private static double[] CreateKernel()
    {
        double[] kernel = new double[PastFrames + 1];
        for (int distance = 0; distance <= PastFrames; distance++)
        {
            double deviations = distance / DeviationFrames;
            kernel[distance] = Math.Exp(-0.5 * deviations * deviations);
        }

        return kernel;
    }
}
