using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>How large the things usually are that move at each place: the network tells the rectangle around what moves at a patch.</summary>
/// <param name="grid">The patch grid.</param>
public sealed class SizeNormality(PatchGrid grid) : IKindNormality
{
    /// <summary>ln of the area in square pixels: a person of 40 × 20 pixels, give or take a factor of three.</summary>
    public static readonly Gaussian Prior = new(6.7, 1.1);

    private readonly PlaceStatistics _areas = new(grid.Rows, Prior);

    /// <inheritdoc/>
    public void Score(ScenePatches scene, TimeSpan duration, Span<float> surprises)
    {
        ArgumentNullException.ThrowIfNull(scene);
        TokenBatch batch = scene.Active;
        surprises.Clear();
        for (int k = 0; k < batch.Count; k++)
        {
            PatchAttributes attributes = batch.AttributesOf(k);
            if (attributes.IsMoving)
            {
                surprises[k] = (float)_areas.Usual(batch[k]).Surprise(attributes.LogArea);
            }
        }
    }

    /// <inheritdoc/>
    public void Learn(ScenePatches scene, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(scene);
        TokenBatch batch = scene.Active;
        for (int k = 0; k < batch.Count; k++)
        {
            PatchAttributes attributes = batch.AttributesOf(k);
            if (attributes.IsMoving)
            {
                _areas.Learn(batch[k], attributes.LogArea);
            }
        }
    }

    /// <summary>How many times as large as usual the thing at patch <paramref name="k"/> is, by area.</summary>
    public double Ratio(ScenePatches scene, int k)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return k < scene.Active.Count ? Math.Exp(scene.Active.AttributesOf(k).LogArea - _areas.Usual(scene[k]).Mean) : 0;
    }

    /// <summary>Nothing of what goes on matters longer than a frame.</summary>
    public void Clear()
    {
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _areas.Save(writer);

    /// <inheritdoc/>
    public void Restore(BinaryReader reader) => _areas.Restore(reader);
}
