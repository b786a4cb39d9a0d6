using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>The highest surprise of each kind at each patch over some frames: all of an event that is needed to learn from it.</summary>
public sealed class SurpriseMap(PatchGrid grid)
{
    private readonly float[] _highest = new float[Kinds.Count * grid.Count];

    /// <summary>The patch grid that it is about.</summary>
    public PatchGrid Grid { get; } = grid;

    /// <summary>All surprises in nats, <c>[kinds, patches]</c>; 0 where nothing was surprising.</summary>
    public Span<float> All => _highest;

    /// <summary>Surprises of one kind, row-major.</summary>
    public Span<float> Of(int kind) => _highest.AsSpan(kind * Grid.Count, Grid.Count);

    /// <summary>Takes the patches of a frame in.</summary>
    public void Add(PatchSurprises patches)
    {
        ArgumentNullException.ThrowIfNull(patches);
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            Span<float> highest = Of(kind);
            ReadOnlySpan<float> surprises = patches.Of(kind);
            for (int k = 0; k < patches.Count; k++)
            {
                ref float here = ref highest[Grid.IndexOf(patches.Positions[k])];
                here = Math.Max(here, surprises[k]);
            }
        }
    }

    /// <summary>Takes another map of the same grid in.</summary>
    public void Add(SurpriseMap other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int i = 0; i < _highest.Length; i++)
        {
            _highest[i] = Math.Max(_highest[i], other._highest[i]);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(_highest);
}
