using System.Globalization;
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

    /// <summary>What it is called in messages and on the command line: a word in lower case.</summary>
    public required string Name { get; init; }

    /// <summary>What something does that departs so, in words for a person: "moves faster than what is usual here".</summary>
    public required string Words { get; init; }

    /// <summary>
    /// The same with how many times the usual value it is, as {0}: "moves {0:0.0}× as fast as what is usual here"; null where there is no
    /// such number, see <see cref="IKindNormality.Ratio"/>.
    /// </summary>
    public string? WordsWithRatio { get; init; }

    /// <summary>Spread of the maxima of normal frames to assume before there are some, in units of the pooled frame value.</summary>
    public double PriorDeviation { get; init; } = DefaultPriorDeviation;

    /// <summary>
    /// Whether a few minutes of video give its tail, as of a physical quantity (a speed, a time) that is spread alike in most scenes: then
    /// it orders all frames. A kind that is known by what was there before counts in full only where it is notable.
    /// </summary>
    public bool OrdersAllFrames { get; init; }

    /// <summary>
    /// Whether what people call normal is excused at the places where it was; else the kind itself sees to it that it is normal.
    /// <value>Default true.</value>
    /// </summary>
    public bool IsExcusedByPlace { get; init; } = true;

    /// <summary>Makes what measures and learns it at a camera, knowing nothing yet.</summary>
    public required Func<PatchGrid, IKindNormality> Create { get; init; }

    /// <summary>Its place in <see cref="Kinds.All"/>, and so in every array by kind.</summary>
    public int Index => Kinds.All.IndexOf(this);

    /// <summary>Why something is unusual, in words for a person.</summary>
    /// <param name="ratio">How many times the usual value it shows; null where that is not to be told.</param>
    public string Describe(double? ratio) => ratio is { } times && WordsWithRatio is { } words
        ? string.Format(CultureInfo.InvariantCulture, words, times)
        : Words;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
