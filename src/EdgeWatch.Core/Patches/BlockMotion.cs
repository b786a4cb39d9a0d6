using System.Numerics.Tensors;

namespace EdgeWatch.Core.Patches;

/// <summary>Speed of a patch read off its cost volumes, without the network: block matching with a sub-pixel step.</summary>
public static class BlockMotion
{
    /// <summary>A match must be better than standing still by this part of its cost (found on development clips).</summary>
    public const float MinimumGain = 0.15f;

    /// <summary>Slower than this, in pixels a frame, is noise (found on development clips).</summary>
    public const float MinimumSpeed = 0.2f;

    /// <summary>The speed at the best match of one volume.</summary>
    /// <param name="volume">A filled <see cref="CostVolume"/>.</param>
    /// <param name="pixelsPerStep">Analysed pixels a frame that one step of the volume stands for.</param>
    /// <returns>Pixels a frame; 0 where nothing moves or the match is no better than standing still.</returns>
    public static float Speed(ReadOnlySpan<float> volume, float pixelsPerStep)
    {
        int best = TensorPrimitives.IndexOfMin(volume[..CostVolume.Length]);
        if (volume[best] >= (1 - MinimumGain) * volume[CostVolume.Centre])
        {
            return 0;
        }

        int row = best / CostVolume.Side;
        int column = best % CostVolume.Side;
        float dy = row - CostVolume.Radius + SubPixel(volume, best, row, CostVolume.Side);
        float dx = column - CostVolume.Radius + SubPixel(volume, best, column, 1);
        float speed = MathF.Sqrt((dx * dx) + (dy * dy)) * pixelsPerStep;
        return speed > MinimumSpeed ? speed : 0;
    }

    /// <summary>
    /// How badly the older picture predicts the block, wherever it may have come from: ln of the least cost in parts of the mean over all
    /// displacements, which stands for the contrast that there is to match.
    /// </summary>
    /// <param name="volume">A filled <see cref="CostVolume"/>.</param>
    /// <returns>0 where no displacement is better than another, about −3 for a perfect match; a grey level of noise is added to
    /// both.</returns>
    public static float LogUnexplained(ReadOnlySpan<float> volume) => MathF.Log(
        (1 + TensorPrimitives.Min(volume[..CostVolume.Length]))
        / (1 + (TensorPrimitives.Sum(volume[..CostVolume.Length]) / CostVolume.Length)));

    /// <summary>Vertex of the parabola through the minimum and its neighbours, −0.5 … 0.5 steps.</summary>
    private static float SubPixel(ReadOnlySpan<float> volume, int best, int coordinate, int step)
    {
        if (coordinate is 0 or CostVolume.Side - 1)
        {
            return 0;
        }

        float before = volume[best - step];
        float after = volume[best + step];
        float curvature = before - (2 * volume[best]) + after;
        return curvature <= 0 ? 0 : Math.Clamp((before - after) / (2 * curvature), -0.5f, 0.5f);
    }
}
