using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Teaching;

/// <summary>
/// What an event showed, as far as it is needed to learn from what people say of it, and to know it again: how surprising it was where, and
/// the looks of what was surprising.
/// </summary>
/// <param name="grid">The patch grid.</param>
public sealed class EventTrace(PatchGrid grid)
{
    /// <summary>Looks at most, 12 kB: the demo's cyclist, who crosses the picture, has some seventy.</summary>
    public const int MostLooks = 96;

    /// <summary>Distance (1 − cosine) within which a look is not kept again.</summary>
    private const double SameDistance = 0.15;

    /// <summary>Least surprise in nats that is kept: of patches in motion, one in three reaches it.</summary>
    public const float LeastSurprise = 1;

    /// <summary>
    /// Surprise in nats from which on a patch's look is kept: one in twenty of patches in motion. What an event is made of is far above.
    /// </summary>
    public const float LeastSurpriseOfLook = 3;

    /// <summary>The patch grid that it is about.</summary>
    public PatchGrid Grid => grid;

    /// <summary>The highest surprises.</summary>
    public SurpriseMap Surprises { get; } = new(grid);

    /// <summary>What was surprising looked like, as far as its places did not look as usual; no two that are alike.</summary>
    public LookSet Looks { get; } = new(MostLooks);

    /// <summary>Takes a frame in.</summary>
    public void Add(PatchSurprises patches)
    {
        ArgumentNullException.ThrowIfNull(patches);
        Surprises.Add(patches);
        Add(patches.Looks);
    }

    /// <summary>Takes another trace of the same grid in.</summary>
    public void Add(EventTrace other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Surprises.Add(other.Surprises);
        Add(other.Looks);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Surprises.Clear();
        Looks.Clear();
    }

    private void Add(LookSet looks)
    {
        for (int i = 0; i < looks.Count; i++)
        {
            if (!IsThere(looks.LookAt(i)))
            {
                Looks.Add(looks.Places[i], looks.LookAt(i), looks.IsOdd(i));
            }
        }
    }

    private bool IsThere(ReadOnlySpan<sbyte> look)
    {
        for (int i = 0; i < Looks.Count; i++)
        {
            if (Looks.DistanceTo(i, look) <= SameDistance)
            {
                return true;
            }
        }

        return false;
    }
}
