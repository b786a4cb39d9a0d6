using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// How large the things usually are that move, by row of patches: the network tells the rectangle around what moves at a patch.
/// </summary>
public sealed class SizeNormality(PatchGrid grid) : QuantityNormality(grid, Prior)
{
    /// <summary>ln of the area in square pixels: a person of 40 × 20 pixels, give or take a factor of three.</summary>
    public static readonly Gaussian Prior = new(6.7, 1.1);

    /// <summary>Something moves that is larger than what is usual at its height in the picture.</summary>
    public static Kind Kind { get; } = new()
    {
        Name = "size",
        Weight = Normality.Kind.NewNearlyEverywhere,
        Create = grid => new SizeNormality(grid),
    };

    /// <summary>How many times as large as usual the thing at patch <paramref name="k"/> is, by area.</summary>
    public override double Ratio(ScenePatches scene, int k)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return k < scene.Active.Count ? Math.Exp(Measure(scene.Active, k) - Usual(scene[k]).Mean) : 0;
    }

    /// <inheritdoc/>
    protected override double Measure(TokenBatch batch, int k)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.AttributesOf(k).LogArea;
    }
}
