using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>How large the things usually are that move at each place: the network tells the rectangle around what moves at a patch.</summary>
/// <param name="grid">The patch grid.</param>
public sealed class SizeNormality(PatchGrid grid) : IKindNormality
{
    /// <summary>ln of the area in square pixels: a person of 40 × 20 pixels, give or take a factor of three.</summary>
    public static readonly Gaussian Prior = new(6.7, 1.1);

    private readonly PlaceStatistics _areas = new(grid.Rows, Prior);
    private TokenBatch? _batch;

    private TokenBatch Batch => _batch ?? throw new InvalidOperationException("No frame was observed.");

    /// <inheritdoc/>
    public void Observe(ScenePatches scene, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(scene);
        _batch = scene.Active;
    }

    /// <inheritdoc/>
    public void Score(Span<float> surprises)
    {
        surprises.Clear();
        for (int k = 0; k < Batch.Count; k++)
        {
            PatchAttributes attributes = Batch.AttributesOf(k);
            if (attributes.IsMoving)
            {
                surprises[k] = (float)_areas.Usual(Batch[k]).Surprise(attributes.LogArea);
            }
        }
    }

    /// <inheritdoc/>
    public void Learn()
    {
        for (int k = 0; k < Batch.Count; k++)
        {
            PatchAttributes attributes = Batch.AttributesOf(k);
            if (attributes.IsMoving)
            {
                _areas.Learn(Batch[k], attributes.LogArea);
            }
        }
    }

    /// <summary>How many times as large as usual the thing at patch <paramref name="k"/> is, by area.</summary>
    public double Ratio(int k) => k < Batch.Count ? Math.Exp(Batch.AttributesOf(k).LogArea - _areas.Usual(Batch[k]).Mean) : 0;

    /// <inheritdoc/>
    public void Clear() => _batch = null;

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _areas.Save(writer);

    /// <inheritdoc/>
    public void Restore(BinaryReader reader) => _areas.Restore(reader);
}
