using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Normality;

/// <summary>Takes a kind of normality through frames in the order that its contract asks for.</summary>
internal static class FrameByFrame
{
    /// <summary>Time of a frame at ten a second.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(0.1);

    /// <summary>Scores one frame and takes it as normal, several times.</summary>
    public static void Take(this IKindNormality normality, ScenePatches scene, int times = 1) => normality.Take(scene, Length, times);

    /// <summary>Scores one frame that stands for <paramref name="duration"/> and takes it as normal, several times.</summary>
    public static void Take(
        this IKindNormality normality, ScenePatches scene, TimeSpan duration, int times = 1, TimeSpan quarantine = default)
    {
        float[] surprises = new float[scene.Count];
        for (int i = 0; i < times; i++)
        {
            normality.Score(scene, duration, surprises);
            normality.Learn(scene, duration, quarantine);
        }
    }

    /// <summary>Takes the frame that was scored last as normal at once.</summary>
    public static void Learn(this IKindNormality normality, ScenePatches scene, TimeSpan duration) =>
        normality.Learn(scene, duration, TimeSpan.Zero);

    /// <summary>The surprises of a frame's patches, without learning from it.</summary>
    public static float[] Surprises(this IKindNormality normality, ScenePatches scene) => normality.Surprises(scene, Length);

    /// <summary>The surprises of the patches of a frame that stands for <paramref name="duration"/>, without learning from it.</summary>
    public static float[] Surprises(this IKindNormality normality, ScenePatches scene, TimeSpan duration)
    {
        float[] surprises = new float[scene.Count];
        Array.Fill(surprises, float.NaN);
        normality.Score(scene, duration, surprises);
        return surprises;
    }
}
