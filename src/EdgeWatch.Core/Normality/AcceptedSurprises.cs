using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// What people have said is normal: how surprising a patch may be, by kind and place, without anything being said about it. An event
/// that was called normal raises the limit to what it reached. Statistics alone would not do: after weeks of learning, one event
/// among millions of values moves them by nothing.
/// </summary>
public sealed class AcceptedSurprises(PatchGrid grid)
{
    /// <summary>How much more surprising than what was accepted something may be and still pass: no two cyclists are quite alike.</summary>
    public const float Tolerance = 1.25f;

    /// <summary>Patches to each side at which the same passes: nobody walks the same line twice.</summary>
    public const int NearbyPatches = 2;

    /// <summary>What was accepted, at the places themselves; for saving.</summary>
    public SurpriseMap Accepted { get; } = new(grid);

    /// <summary>The limits, <c>[kinds, patches]</c>: <see cref="Accepted"/> spread to nearby places, with the tolerance.</summary>
    private readonly float[] _limits = new float[Kinds.Count * grid.Count];

    private bool _isAnything;

    /// <summary>Takes what an event showed as normal from now on.</summary>
    public void Accept(SurpriseMap shown)
    {
        Accepted.Add(shown);
        Spread();
    }

    /// <summary>Takes back what was accepted at the places of an event, as far as it would excuse the event.</summary>
    public void TakeBack(SurpriseMap shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        Span<float> accepted = Accepted.All;
        for (int i = 0; i < accepted.Length; i++)
        {
            accepted[i] = shown.All[i] > 0 ? 0 : accepted[i];
        }

        Spread();
    }

    /// <summary>Replaces everything by saved values.</summary>
    /// <exception cref="ArgumentException">Not as many patches as here.</exception>
    public void Restore(ReadOnlySpan<float> accepted)
    {
        if (accepted.Length != Accepted.All.Length)
        {
            throw new ArgumentException($"{accepted.Length} values were saved, {Accepted.All.Length} are needed.", nameof(accepted));
        }

        accepted.CopyTo(Accepted.All);
        Spread();
    }

    /// <summary>Takes the surprise from patches that are within the limits of their places.</summary>
    public void Excuse(PatchSurprises patches)
    {
        ArgumentNullException.ThrowIfNull(patches);
        if (!_isAnything)
        {
            return;
        }

        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            if (!Kinds.All[kind].IsExcusedByPlace)
            {
                continue;
            }

            ReadOnlySpan<float> limits = _limits.AsSpan(kind * grid.Count, grid.Count);
            Span<float> surprises = patches.Of(kind);
            for (int k = 0; k < surprises.Length; k++)
            {
                surprises[k] = surprises[k] <= limits[grid.IndexOf(patches.Positions[k])] ? 0 : surprises[k];
            }
        }
    }

    private void Spread()
    {
        Array.Clear(_limits);
        _isAnything = false;
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            ReadOnlySpan<float> accepted = Accepted.Of(kind);
            for (int i = 0; i < accepted.Length; i++)
            {
                if (accepted[i] > 0)
                {
                    _isAnything = true;
                    SpreadOne(_limits.AsSpan(kind * grid.Count, grid.Count), grid.PositionOf(i), accepted[i] * Tolerance);
                }
            }
        }
    }

    private void SpreadOne(Span<float> limits, PatchPosition position, float limit)
    {
        foreach (int patch in grid.Around(position, NearbyPatches))
        {
            limits[patch] = Math.Max(limits[patch], limit);
        }
    }
}
