using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// How fast things usually move, by row of patches. Speed is measured twice, by the network and by block matching. A patch is half as
/// surprising as the network finds it, and half as the less surprising of the two: both rarely fail at the same time.
/// </summary>
public sealed class SpeedNormality : IKindNormality
{
    /// <summary>
    /// How many times as far off the network is on real video as it takes itself to be: it learned that on synthetic video. From 1 to 2 the
    /// AUC on the development clips is the same within 0.2 points.
    /// </summary>
    public const double ErrorFactor = 1.5;

    /// <summary>Weight of the less surprising of both measurements in a patch's surprise; the rest is the network's.</summary>
    public const double LesserWeight = 0.5;

    /// <summary>ln(speed + 0.3) in any scene: about 0.8 pixels a frame, give or take a factor of two.</summary>
    public static readonly Gaussian Prior = new(0.1, 0.6);

    /// <summary>
    /// Spread of the maxima of speed in normal video: 0.08 to 0.59 in six scenes, 0.33 as their root mean square. No other kind is spread
    /// so little everywhere.
    /// </summary>
    private const double NormalMaximaDeviation = 0.3;

    private readonly RowStatistics _network;
    private readonly RowStatistics _matching;

    /// <summary>Something moves faster than what is usual at its height in the picture.</summary>
    public static Kind Kind { get; } = new()
    {
        Name = "speed",
        PriorDeviation = NormalMaximaDeviation,
        Create = grid => new SpeedNormality(grid),
    };

    /// <summary>Normality that knows nothing yet.</summary>
    public SpeedNormality(PatchGrid grid)
    {
        _network = new RowStatistics(grid.Rows, Prior);
        _matching = new RowStatistics(grid.Rows, Prior);
    }

    /// <summary>What counts. Everything is learned in any case.</summary>
    public SpeedMeasure Measure { get; set; }

    /// <summary>Statistics of the network's speeds.</summary>
    public RowStatistics Network => _network;

    /// <summary>Statistics of the block-matching speeds.</summary>
    public RowStatistics Matching => _matching;

    /// <inheritdoc/>
    public void Score(ScenePatches scene, TimeSpan duration, Span<float> surprises)
    {
        ArgumentNullException.ThrowIfNull(scene);
        TokenBatch batch = scene.Active;
        surprises.Clear();
        for (int k = 0; k < batch.Count; k++)
        {
            surprises[k] = (float)Surprise(batch, k);
        }
    }

    /// <inheritdoc/>
    public void Learn(ScenePatches scene, TimeSpan duration, TimeSpan quarantine)
    {
        ArgumentNullException.ThrowIfNull(scene);
        TokenBatch batch = scene.Active;
        for (int k = 0; k < batch.Count; k++)
        {
            PatchAttributes attributes = batch.AttributesOf(k);
            if (attributes.IsMoving)
            {
                _network.Learn(batch[k], attributes.LogSpeed);
            }

            _matching.Learn(batch[k], Logarithm(batch.BlockSpeeds[k]));
        }
    }

    /// <summary>
    /// How many times as fast as usual patch <paramref name="k"/> moves; the smaller of the two measurements, 0 for a still one.
    /// </summary>
    public double Ratio(ScenePatches scene, int k)
    {
        ArgumentNullException.ThrowIfNull(scene);
        TokenBatch batch = scene.Active;
        if (k >= batch.Count)
        {
            return 0;
        }

        double network = Speed(batch.AttributesOf(k).LogSpeed) / Speed(_network.Usual(batch[k]).Mean);
        double matching = batch.BlockSpeeds[k] / Speed(_matching.Usual(batch[k]).Mean);
        return Math.Min(network, matching);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        _network.Save(writer);
        _matching.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        _network.Restore(reader);
        _matching.Restore(reader);
    }

    private double Surprise(TokenBatch batch, int k)
    {
        if (Measure == SpeedMeasure.Matching)
        {
            return MatchingSurprise(batch, k);
        }

        PatchAttributes attributes = batch.AttributesOf(k);
        if (!attributes.IsMoving)
        {
            return 0;
        }

        double network = _network.Usual(batch[k]).Surprise(attributes.LogSpeed, ErrorFactor * attributes.LogSpeedDeviation);
        return Measure == SpeedMeasure.Network
            ? network
            : ((1 - LesserWeight) * network) + (LesserWeight * Math.Min(network, MatchingSurprise(batch, k)));
    }

    private double MatchingSurprise(TokenBatch batch, int k) => _matching.Usual(batch[k]).Surprise(Logarithm(batch.BlockSpeeds[k]));

    private static double Logarithm(float speed) => Math.Log(speed + PatchAttributes.SpeedOffset);

    /// <summary>Pixels a frame; at least a tenth of one, so that ratios stay finite.</summary>
    private static double Speed(double logarithm) => Math.Max(0.1, Math.Exp(logarithm) - PatchAttributes.SpeedOffset);
}

/// <summary>By what a speed counts as surprising. Both is right; one alone tells what the other is worth.</summary>
public enum SpeedMeasure
{
    /// <summary>The network, corrected by block matching.</summary>
    Both,

    /// <summary>The network alone.</summary>
    Network,

    /// <summary>Block matching alone, at every active patch: what there would be without a network.</summary>
    Matching,
}
