using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>How surprising each patch of one frame is by each kind; kept until the frame's smoothed score is known.</summary>
public sealed class PatchSurprises(PatchGrid grid)
{
    private readonly PatchPosition[] _positions = new PatchPosition[grid.Count];
    private readonly long[] _things = new long[grid.Count];
    private readonly bool[] _isConfirmed = new bool[grid.Count];
    private readonly float[] _surprises = new float[grid.Count * Kinds.Count];
    private readonly double[] _ratios = new double[Kinds.Count];
    private readonly string?[] _details = new string?[Kinds.Count];

    /// <summary>Looks of one frame at most: a thing that covers a tenth of the picture.</summary>
    public const int MostLooks = 32;

    /// <summary>Patches, 0 … those of the grid.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them are active; they come first.</summary>
    public int ActiveCount { get; private set; }

    /// <summary>
    /// By kind, how many times the usual value the patch shows that is most surprising by it; 0 where that means nothing.
    /// </summary>
    public Span<double> Ratios => _ratios;

    /// <summary>By kind, what exactly is unusual where the kind can say more than its name; else null.</summary>
    public Span<string?> Details => _details;

    /// <summary>
    /// What those look like that are surprising; only where the picture was looked at in this very frame, and not more than
    /// <see cref="MostLooks"/>.
    /// </summary>
    public LookSet Looks { get; } = new(MostLooks);

    /// <summary>Places of the patches.</summary>
    public ReadOnlySpan<PatchPosition> Positions => _positions.AsSpan(0, Count);

    /// <summary>Numbers of the things that the patches belong to; 0 of those that belong to none.</summary>
    public ReadOnlySpan<long> Things => _things.AsSpan(0, Count);

    /// <summary>Whether each patch belongs to a thing that is confirmed; see <see cref="Thing.IsConfirmed"/>.</summary>
    public ReadOnlySpan<bool> IsConfirmed => _isConfirmed.AsSpan(0, Count);

    /// <summary>Surprises by one kind (its place in <see cref="Kinds.All"/>) in nats, one per patch.</summary>
    public Span<float> Of(int kind) => _surprises.AsSpan(kind * grid.Count, Count);

    /// <summary>The highest surprise of a patch by any kind, in nats.</summary>
    public float Highest(int k)
    {
        float highest = 0;
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            highest = Math.Max(highest, _surprises[(kind * grid.Count) + k]);
        }

        return highest;
    }

    /// <summary>Takes over the places of a frame and its things.</summary>
    public void Reset(ScenePatches scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        Count = scene.Count;
        ActiveCount = scene.Active.Count;
        _ratios.AsSpan().Clear();
        Looks.Clear();
        for (int k = 0; k < Count; k++)
        {
            _positions[k] = scene[k];
            int thing = scene.ThingAt(grid.IndexOf(scene[k]));
            _things[k] = thing < 0 ? 0 : scene.Things[thing].Number;
            _isConfirmed[k] = thing >= 0 && scene.Things[thing].IsConfirmed;
        }
    }
}
