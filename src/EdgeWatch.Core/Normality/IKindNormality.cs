using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// What one kind of departure measures of a frame, what of that is usual at each place, and how surprising a frame is by it. For every
/// frame <see cref="Observe"/> comes first, then <see cref="Score"/>, then <see cref="Learn"/> where the frame is taken as normal.
/// </summary>
public interface IKindNormality
{
    /// <summary>Takes in the next frame, an empty one too.</summary>
    /// <param name="scene">The frame's patches.</param>
    /// <param name="duration">Time since the frame before it; zero after a gap.</param>
    void Observe(ScenePatches scene, TimeSpan duration);

    /// <summary>How surprising the observed frame is.</summary>
    /// <param name="surprises">Receives one value per patch of <see cref="ScenePatches"/> in nats, −ln of the chance of something at least as
    /// unusual; 0 where this kind has nothing to say.</param>
    void Score(Span<float> surprises);

    /// <summary>Takes the observed frame as normal.</summary>
    void Learn();

    /// <summary>How many times the usual value patch <paramref name="k"/> of the observed frame shows; 0 where that means nothing.</summary>
    double Ratio(int k);

    /// <summary>Forgets what goes on at the moment, for example after a gap in the stream; what was learned stays.</summary>
    void Clear();

    /// <summary>Writes what was learned.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Replaces what was learned by what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Not written for such a grid.</exception>
    void Restore(BinaryReader reader);
}
