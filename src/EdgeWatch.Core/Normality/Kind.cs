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

    /// <summary>Default of <see cref="Discount"/>: where something moves, and which way, is new nearly everywhere at first.</summary>
    public const double DefaultDiscount = 5;

    /// <summary>
    /// <see cref="Discount"/> of kinds that go by looks: what stands, lies or is gone is seen by nothing else, so that it has to rise above
    /// the ordinary ups and downs of the others well before it is notable. Frame AUC of Ped2's development clips and of two lanes in which
    /// a man falls and lies, with 5, 1.5 and 1: 96, 95 and 92 %; 97, 97 and 92 %; 99, 95 and 93 %.
    /// </summary>
    public const double LookDiscount = 1.5;

    /// <summary>
    /// What it is called in messages and on the command line: a word in lower case. Its words for people stand in every
    /// <see cref="Languages.Language"/> under it.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Spread of the maxima of normal frames to assume before there are some, in units of the pooled frame value.</summary>
    public double PriorDeviation { get; init; } = DefaultPriorDeviation;

    /// <summary>
    /// How many times as far below what is notable as it says this kind counts, 1 or more: after minutes of learning nearly everything is
    /// new in one of many ways, and at face value that hides what is fast and what stays. Events are the same either way, since what is
    /// notable counts in full. 1 is for kinds whose tail a few minutes of video give, as of a physical quantity (a speed, a time) that is
    /// spread alike in most scenes. <value>Default <see cref="DefaultDiscount"/>.</value>
    /// </summary>
    public double Discount { get; init; } = DefaultDiscount;

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
