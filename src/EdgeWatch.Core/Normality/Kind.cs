using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// A kind of departure from the normal: everything that has to be known about it. Each stands as <c>Kind</c> in the class that measures it,
/// once for the whole program, and in <see cref="Kinds"/>.
/// </summary>
public sealed class Kind
{
    /// <summary>
    /// Default of <see cref="PriorDeviation"/>, wide: of most kinds, what happened once says little about what comes next.
    /// </summary>
    public const double DefaultPriorDeviation = 0.5;

    /// <summary>
    /// <see cref="Weight"/> of where something moves, which way, and how large it is: after minutes of learning that is new nearly
    /// everywhere, in several of these ways at once, and who walks where nobody has yet would count for more than who lies there. Mean AUC
    /// with 0.2, 0.5 and 1 of staged acts: 92.0, 92.2, 92.3; of what is planted into other scenes: 81.3, 81.7, 81.7; of Ped2's
    /// development clips: 99.0, 98.7, 98.5; of two lanes in which a man falls: 94.2, 91.9, 87.4.
    /// </summary>
    public const double NewNearlyEverywhere = 0.2;

    /// <summary>
    /// What it is called in messages and on the command line: a word in lower case. Its words for people stand in every
    /// <see cref="Languages.Language"/> under it.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Spread of the maxima of normal frames to assume before there are some, in units of the pooled frame value.</summary>
    public double PriorDeviation { get; init; } = DefaultPriorDeviation;

    /// <summary>
    /// How much it counts in what kinds show together, above 0; what is notable by itself counts in full. <value>Default 1.</value>
    /// </summary>
    public double Weight { get; init; } = 1;

    /// <summary>
    /// Whether it is said of something that moves or has come, as weather, grain and shadows bring it about too; else of a place, or of the
    /// picture as a whole. <value>Default true.</value>
    /// </summary>
    public bool IsOfThings { get; init; } = true;

    /// <summary>
    /// Whether it is said of the picture as a whole: then it counts wherever alerts are wanted. <value>Default false.</value>
    /// </summary>
    public bool IsOfPicture { get; init; }

    /// <summary>
    /// Whether what people call normal is excused at the places where it was; else the kind itself sees to it that it is normal.
    /// <value>Default true.</value>
    /// </summary>
    public bool IsExcusedByPlace { get; init; } = true;

    /// <summary>Makes what measures and learns it at a camera, knowing nothing yet.</summary>
    public required Func<PatchGrid, IKindNormality> Create { get; init; }

    /// <summary>Its place in <see cref="Kinds.All"/>, and so in every array by kind.</summary>
    public int Index => Kinds.All.IndexOf(this);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
