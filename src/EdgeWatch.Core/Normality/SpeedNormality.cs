using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// How fast things usually move at each place. Speed is measured twice, by the network and by block matching, and a patch is only
/// as surprising as the less surprising of the two: both rarely fail at the same time.
/// </summary>
public sealed class SpeedNormality
{
    /// <summary>Least part of a 32-pixel window that must move for the network's speed to count.</summary>
    public const float MinimumOccupancy = 0.15f;

    /// <summary>ln(speed + 0.3) in any scene: about 0.8 pixels a frame, give or take a factor of two.</summary>
    public static readonly Gaussian Prior = new(0.1, 0.6);

    private readonly PlaceStatistics _network;
    private readonly PlaceStatistics _matching;

    /// <summary>Normality that knows nothing yet.</summary>
    /// <param name="grid">The patch grid.</param>
    public SpeedNormality(PatchGrid grid)
    {
        _network = new PlaceStatistics(grid.Rows, Prior);
        _matching = new PlaceStatistics(grid.Rows, Prior);
    }

    /// <summary>Statistics of the network's speeds.</summary>
    public PlaceStatistics Network => _network;

    /// <summary>Statistics of the block-matching speeds.</summary>
    public PlaceStatistics Matching => _matching;

    /// <summary>Takes the patches of a frame as normal.</summary>
    public void Learn(TokenBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int k = 0; k < batch.Count; k++)
        {
            PatchAttributes attributes = batch.AttributesOf(k);
            if (attributes.Occupancy > MinimumOccupancy)
            {
                _network.Learn(batch[k], attributes.LogSpeed);
            }

            _matching.Learn(batch[k], Logarithm(batch.BlockSpeeds[k]));
        }
    }

    /// <summary>How surprising the speed of each patch is.</summary>
    /// <param name="batch">The patches, after the model.</param>
    /// <param name="surprises">Receives one value per patch, in nats; 0 where the network sees nothing moving.</param>
    public void Score(TokenBatch batch, Span<float> surprises)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int k = 0; k < batch.Count; k++)
        {
            PatchAttributes attributes = batch.AttributesOf(k);
            surprises[k] = attributes.Occupancy > MinimumOccupancy
                ? (float)Math.Min(
                    _network.Usual(batch[k]).Surprise(attributes.LogSpeed),
                    _matching.Usual(batch[k]).Surprise(Logarithm(batch.BlockSpeeds[k])))
                : 0;
        }
    }

    /// <summary>How many times as fast as usual patch <paramref name="k"/> moves; the smaller of the two measurements.</summary>
    public double Ratio(TokenBatch batch, int k)
    {
        ArgumentNullException.ThrowIfNull(batch);
        double network = Speed(batch.AttributesOf(k).LogSpeed) / Speed(_network.Usual(batch[k]).Mean);
        double matching = batch.BlockSpeeds[k] / Speed(_matching.Usual(batch[k]).Mean);
        return Math.Min(network, matching);
    }

    private static double Logarithm(float speed) => Math.Log(speed + PatchAttributes.SpeedOffset);

    /// <summary>Pixels a frame; at least a tenth of one, so that ratios stay finite.</summary>
    private static double Speed(double logarithm) => Math.Max(0.1, Math.Exp(logarithm) - PatchAttributes.SpeedOffset);
}
