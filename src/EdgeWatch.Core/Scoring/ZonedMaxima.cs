namespace EdgeWatch.Core.Scoring;

/// <summary>What normal frames reach: everywhere, and, while alerts are wanted from a part of the picture alone, there.</summary>
/// <param name="priorDeviation">See <see cref="BlockMaxima"/>.</param>
public sealed class ZonedMaxima(double priorDeviation)
{
    /// <summary>Blocks of the whole picture that zones begin with at most: ten minutes, beside which an hour weighs much.</summary>
    private const double FirstBlocks = 120;

    /// <summary>What they reach, all places of the picture taken together.</summary>
    public BlockMaxima Whole { get; } = new(priorDeviation);

    /// <summary>What they reach where alerts are wanted; null where that is everywhere.</summary>
    public BlockMaxima? Zoned { get; private set; }

    /// <summary>What a score is measured by.</summary>
    public BlockMaxima InForce => Zoned ?? Whole;

    /// <summary>
    /// Begins to tell what is reached where alerts are wanted from what is reached everywhere, and takes the latter for the former at
    /// first: it is never less. After an hour, seven eighths of what it goes by are its own.
    /// </summary>
    public void BeginZoned() => Zoned = Whole.CopyOfLast(FirstBlocks);

    /// <summary>Alerts are wanted from everywhere.</summary>
    public void EndZoned() => Zoned = null;

    /// <summary>Takes a frame as normal; see <see cref="BlockMaxima.Observe"/>.</summary>
    /// <param name="counting">What it reaches where alerts are wanted.</param>
    /// <param name="whole">What it reaches everywhere; of no account while that is the same.</param>
    /// <param name="duration">Time that it stands for.</param>
    /// <param name="onApproval">Whether it may yet turn out to belong to something unusual.</param>
    public void Observe(double counting, double whole, TimeSpan duration, bool onApproval)
    {
        Whole.Observe(Zoned is null ? counting : whole, duration, onApproval);
        Zoned?.Observe(counting, duration, onApproval);
    }

    /// <summary>Something unusual has begun: the last seconds are not calibrated by.</summary>
    public void Withdraw()
    {
        Whole.Withdraw();
        Zoned?.Withdraw();
    }
}
