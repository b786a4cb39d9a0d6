namespace EdgeWatch.Core.Patches;

/// <summary>
/// The patches of one frame that say anything: first the active ones, which have been through the model, then those where something that is
/// not part of the background stays still. Made once per camera and filled anew for every frame.
/// </summary>
public sealed class ScenePatches(PatchGrid grid)
{
    private readonly int[] _still = new int[grid.Count];
    private readonly bool[] _isOccupied = new bool[grid.Count];
    private int _stillCount;

    /// <summary>The grid that they are from.</summary>
    public PatchGrid Grid => grid;

    /// <summary>The active patches, with what the model says about them.</summary>
    public TokenBatch Active { get; } = new(grid);

    /// <summary>Patches: the active ones and the still ones.</summary>
    public int Count => Active.Count + _stillCount;

    /// <summary>Place of patch <paramref name="k"/>; the active ones come first.</summary>
    public PatchPosition this[int k] => k < Active.Count ? Active[k] : grid.PositionOf(_still[k - Active.Count]);

    /// <summary>Whether something is at a patch that is not part of the background, moving or not; row-major.</summary>
    public ReadOnlySpan<bool> IsOccupied => _isOccupied;

    /// <summary>Empties the frame.</summary>
    public void Clear()
    {
        Active.Clear();
        Array.Clear(_isOccupied);
        _stillCount = 0;
    }

    /// <summary>Adds an active patch; all of them come before the first still one.</summary>
    public void AddActive(PatchPosition position)
    {
        Active.Add(position);
        _isOccupied[grid.IndexOf(position)] = true;
    }

    /// <summary>Adds a patch at which something stays still, unless it is there already.</summary>
    public void AddStill(PatchPosition position)
    {
        int index = grid.IndexOf(position);
        if (!_isOccupied[index])
        {
            _isOccupied[index] = true;
            _still[_stillCount++] = index;
        }
    }
}
