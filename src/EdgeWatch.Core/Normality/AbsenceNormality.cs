using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// What is always there is gone: a place has stayed unlike itself and looks as its surroundings do. Measured and learned together with
/// <see cref="PresenceNormality"/>, which sees each frame first.
/// </summary>
public sealed class AbsenceNormality : IKindNormality
{
    /// <summary>Something that is always there is gone.</summary>
    public static Kind Kind { get; } = new()
    {
        Name = "absence",
        IsOfThings = false,
        Create = _ => new AbsenceNormality(),
    };

    /// <inheritdoc/>
    public void Score(ScenePatches scene, TimeSpan duration, Span<float> surprises)
    {
        ArgumentNullException.ThrowIfNull(scene);
        for (int k = 0; k < scene.Count; k++)
        {
            surprises[k] = scene.Places?.SurpriseAt(scene[k], isBare: true) ?? 0;
        }
    }

    /// <inheritdoc/>
    public void Learn(ScenePatches scene, TimeSpan duration, TimeSpan quarantine)
    {
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
    }
}
