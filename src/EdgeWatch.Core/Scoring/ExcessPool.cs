namespace EdgeWatch.Core.Scoring;

/// <summary>
/// The value of a frame from the surprises of its patches: by how much they are above <see cref="Floor"/>, added up, so that it grows with
/// how unusual something is and with how much of the picture it fills. A logarithm keeps the sum in scale.
/// </summary>
public static class ExcessPool
{
    /// <summary>
    /// Surprises up to this, in nats, are ordinary: one patch in seven reaches it in normal video. On the development clips 1.5 to 2.5 give
    /// the same AUC within 0.3 points.
    /// </summary>
    public const double Floor = 2;

    /// <summary>ln(1 + Σ max(0, surprise − floor)); 0 without patches.</summary>
    /// <param name="surprises">The patches' surprises in nats.</param>
    /// <param name="counts">Which of them count. Empty: all.</param>
    /// <param name="alsoCounts">Which of those count. Empty: all.</param>
    public static double Of(
        ReadOnlySpan<float> surprises, ReadOnlySpan<bool> counts = default, ReadOnlySpan<bool> alsoCounts = default)
    {
        double sum = 0;
        for (int k = 0; k < surprises.Length; k++)
        {
            bool isIn = (counts.IsEmpty || counts[k]) && (alsoCounts.IsEmpty || alsoCounts[k]);
            sum += isIn ? Math.Max(0, surprises[k] - Floor) : 0;
        }

        return Math.Log(1 + sum);
    }

    /// <summary>
    /// The value of a frame in which <paramref name="count"/> patches are alike; below the floor it goes on falling, so that it still
    /// orders patches.
    /// </summary>
    public static double OfAlike(float surprise, int count) =>
        surprise > Floor ? Math.Log(1 + (count * (surprise - Floor))) : surprise - Floor;
}
