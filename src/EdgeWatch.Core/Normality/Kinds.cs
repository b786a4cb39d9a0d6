using System.Collections.Immutable;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// The kinds of departure that are scored. Whatever is per frame goes by a kind's place in the list, and so does what is saved: the order
/// stays as it is, and a new one comes last. States that were saved without it are set aside then, and learning starts anew.
/// </summary>
public static class Kinds
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<Kind> All { get; } =
    [
        SpeedNormality.Kind,
        PlaceNormality.Kind,
        DirectionNormality.Kind,
        SizeNormality.Kind,
        DwellNormality.Kind,
        AppearanceNormality.Kind,
        ChangeNormality.Kind,
        PresenceNormality.Kind,
        AbsenceNormality.Kind,
        ViewNormality.Kind,
    ];

    /// <summary>Number of kinds.</summary>
    public static int Count => All.Length;

    /// <summary>The kind of a name; null when there is none.</summary>
    public static Kind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
