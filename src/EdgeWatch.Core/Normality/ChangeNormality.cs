using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// How well the frames before usually predict what is to be seen, motion allowed for, by row of patches. What moves comes from somewhere
/// nearby; flames, smoke, flicker, and what breaks up or falls over come from nowhere.
/// </summary>
public sealed class ChangeNormality(PatchGrid grid) : QuantityNormality(grid, Prior)
{
    /// <summary>
    /// ln of the unexplained part in any scene: about a quarter. The clips that were looked at have −1.35 to −1.17 with deviations of 0.3
    /// to 0.7.
    /// </summary>
    public static readonly Gaussian Prior = new(-1.3, 0.4);

    /// <summary>Something changes as no motion explains, more than what is usual at its height in the picture.</summary>
    public static Kind Kind { get; } = new()
    {
        Name = "change",
        Create = grid => new ChangeNormality(grid),
    };

    /// <inheritdoc/>
    protected override double Measure(TokenBatch batch, int k)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.LogUnexplained[k];
    }
}
