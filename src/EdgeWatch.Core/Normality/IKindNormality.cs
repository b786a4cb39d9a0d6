using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// What one <see cref="Kind"/> of departure measures of a frame, what of that is usual at each place, and how surprising a frame is by it.
/// Every frame, an empty one too, is scored once and in order, and then learned from where it is taken as normal.
/// </summary>
public interface IKindNormality
{
    /// <summary>
    /// Sees the next frame before any kind scores it, and adds the patches to it of which this kind has something to say though nothing
    /// moves or stands there.
    /// </summary>
    /// <param name="scene">The frame's patches and its picture.</param>
    /// <param name="duration">Time since the frame before it; zero after a gap.</param>
    void Observe(ScenePatches scene, TimeSpan duration)
    {
    }

    /// <summary>Takes in the next frame and says how surprising it is.</summary>
    /// <param name="scene">The frame's patches.</param>
    /// <param name="duration">Time since the frame before it; zero after a gap.</param>
    /// <param name="surprises">Receives one value per patch of <paramref name="scene"/> in nats, −ln of the chance of something at least as
    /// unusual; 0 where this kind has nothing to say.</param>
    void Score(ScenePatches scene, TimeSpan duration, Span<float> surprises);

    /// <summary>Takes the frame that was scored last as normal.</summary>
    /// <param name="scene">That frame's patches.</param>
    /// <param name="duration">Time that it stands for.</param>
    /// <param name="quarantine">How much more video must be learned from until something that is seen here for the first time is
    /// normal.</param>
    void Learn(ScenePatches scene, TimeSpan duration, TimeSpan quarantine);

    /// <summary>
    /// Keeps in mind what is new in the frame that was scored last, which is not learned from, in case that people say that it is normal.
    /// </summary>
    void Hold(ScenePatches scene)
    {
    }

    /// <summary>Learns what people say of an event, beyond what is accepted of its surprises.</summary>
    /// <param name="shown">What the event showed.</param>
    /// <param name="isNormal">What they say.</param>
    void Judge(SurpriseMap shown, bool isNormal)
    {
    }

    /// <summary>
    /// Takes back that looks of an event are normal, where people have said so by mistake: those that were odd are odd again.
    /// </summary>
    /// <param name="looks">What the event looked like.</param>
    void Forget(LookSet looks)
    {
    }

    /// <summary>Forgets what is usual at a patch and at none else, as if nothing had ever been there.</summary>
    /// <param name="patch">The patch, row-major.</param>
    void ForgetPatch(int patch)
    {
    }

    /// <summary>
    /// Says in which patches the scene is not to be seen for a privacy mask. They count for no kind anyway; this is for what is said of the
    /// picture as a whole.
    /// </summary>
    /// <param name="isHidden">Whether it is so for each patch, row-major.</param>
    void Hide(ReadOnlySpan<bool> isHidden)
    {
    }

    /// <summary>
    /// How many times the usual value patch <paramref name="k"/> of the frame that was scored last shows; 0 where that means nothing.
    /// </summary>
    double Ratio(ScenePatches scene, int k) => 0;

    /// <summary>
    /// What exactly is unusual in the frame that was scored last, where the kind can say more than its name; null where it can't. One of a
    /// few constant words in lower case; its text for people stands in every <see cref="Languages.Language"/> under it.
    /// </summary>
    string? Detail(ScenePatches scene) => null;

    /// <summary>Forgets what goes on at the moment, for example after a gap in the stream; what was learned stays.</summary>
    void Clear()
    {
    }

    /// <summary>Writes what was learned.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Replaces what was learned by what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Not written for such a grid.</exception>
    void Restore(BinaryReader reader);
}
