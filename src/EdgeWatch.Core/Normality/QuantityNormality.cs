using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// How high one quantity usually is of what moves, by row of patches. It is measured where the network sees something moving, and surprises
/// where it is higher than usual.
/// </summary>
/// <param name="grid">The patch grid.</param>
/// <param name="prior">What the quantity is in any scene.</param>
public abstract class QuantityNormality(PatchGrid grid, Gaussian prior) : IKindNormality
{
    private readonly RowStatistics _usual = new(grid.Rows, prior);

    /// <inheritdoc/>
    public void Score(ScenePatches scene, TimeSpan duration, Span<float> surprises)
    {
        ArgumentNullException.ThrowIfNull(scene);
        TokenBatch batch = scene.Active;
        surprises.Clear();
        for (int k = 0; k < batch.Count; k++)
        {
            if (batch.AttributesOf(k).IsMoving)
            {
                surprises[k] = (float)Usual(batch[k]).Surprise(Measure(batch, k));
            }
        }
    }

    /// <inheritdoc/>
    public void Learn(ScenePatches scene, TimeSpan duration, TimeSpan quarantine)
    {
        ArgumentNullException.ThrowIfNull(scene);
        TokenBatch batch = scene.Active;
        for (int k = 0; k < batch.Count; k++)
        {
            if (batch.AttributesOf(k).IsMoving)
            {
                _usual.Learn(batch[k], Measure(batch, k));
            }
        }
    }

    /// <inheritdoc/>
    public virtual double Ratio(ScenePatches scene, int k) => 0;

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _usual.Save(writer);

    /// <inheritdoc/>
    public void Restore(BinaryReader reader) => _usual.Restore(reader);

    /// <summary>The quantity at active patch <paramref name="k"/>, about normally distributed.</summary>
    protected abstract double Measure(TokenBatch batch, int k);

    /// <summary>What is usual in the row of a place.</summary>
    protected Gaussian Usual(PatchPosition position) => _usual.Usual(position);
}
