using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Patches;

/// <summary>
/// The patches of one frame that say anything: first the active ones, which have been through the model, then those where something that is
/// not part of the background stays still, and those of which a kind of departure has something to say though neither is so. Made once per
/// camera and filled anew for every frame.
/// </summary>
public sealed class ScenePatches(PatchGrid grid)
{
    private readonly int[] _others = new int[grid.Count];
    private readonly bool[] _isOccupied = new bool[grid.Count];
    private readonly bool[] _isThere = new bool[grid.Count];
    private readonly bool[] _stays = new bool[grid.Count];
    private readonly PatchChange[] _changes = new PatchChange[grid.Count];
    private readonly Thing[] _things = new Thing[grid.Count];
    private readonly int[] _thingAt = new int[grid.Count];
    private int _otherCount;
    private int _thingCount;

    /// <summary>The grid that they are from.</summary>
    public PatchGrid Grid => grid;

    /// <summary>The active patches, with what the model says about them.</summary>
    public TokenBatch Active { get; } = new(grid);

    /// <summary>The analysed picture that they are cut from; null before the first one.</summary>
    public LumaPlane? Picture { get; set; }

    /// <summary>What the places look like, moving or not; null where nothing is glanced at.</summary>
    public PlaceLooks? Places { get; init; }

    /// <summary>Patches: the active ones and the others.</summary>
    public int Count => Active.Count + _otherCount;

    /// <summary>Place of patch <paramref name="k"/>; the active ones come first.</summary>
    public PatchPosition this[int k] => k < Active.Count ? Active[k] : grid.PositionOf(_others[k - Active.Count]);

    /// <summary>Whether something is at a patch that is not part of the background, moving or not; row-major.</summary>
    public ReadOnlySpan<bool> IsOccupied => _isOccupied;

    /// <summary>
    /// Whether what an occupied patch shows has been there lately, for a second or some, and is no veil; row-major. Of those who pass one
    /// after the other nobody has.
    /// </summary>
    public Span<bool> Stays => _stays;

    /// <summary>How each occupied patch differs from the background, <c>[patches]</c>, row-major.</summary>
    public Span<PatchChange> Changes => _changes;

    /// <summary>The things that the occupied patches belong to, in no order.</summary>
    public ReadOnlySpan<Thing> Things => _things.AsSpan(0, _thingCount);

    /// <summary>Which of <see cref="Things"/> a patch belongs to, by its row-major index; −1 where it belongs to none.</summary>
    public int ThingAt(int index) => _thingAt[index] - 1;

    /// <summary>Whether a patch, by its row-major index, belongs to a thing that came here; see <see cref="Thing.HasCome"/>.</summary>
    public bool HasCome(int index) => _thingAt[index] > 0 && _things[_thingAt[index] - 1].HasCome;

    /// <summary>Empties the frame.</summary>
    public void Clear()
    {
        Active.Clear();
        Array.Clear(_isOccupied);
        Array.Clear(_isThere);
        Array.Clear(_stays);
        Array.Clear(_changes);
        _otherCount = 0;
        ClearThings();
    }

    /// <summary>Adds an active patch; all of them come before the first of the others.</summary>
    public void AddActive(PatchPosition position)
    {
        Active.Add(position);
        _isOccupied[grid.IndexOf(position)] = true;
        _isThere[grid.IndexOf(position)] = true;
    }

    /// <summary>Adds a patch at which something stays still, unless it is there already.</summary>
    public void AddStill(PatchPosition position)
    {
        _isOccupied[grid.IndexOf(position)] = true;
        Add(position);
    }

    /// <summary>Adds a patch of which something is to be said, whether or not anything is in front of the background there.</summary>
    public void Add(PatchPosition position)
    {
        int index = grid.IndexOf(position);
        if (!_isThere[index])
        {
            _isThere[index] = true;
            _others[_otherCount++] = index;
        }
    }

    /// <summary>Says that nothing is known of things.</summary>
    public void ClearThings()
    {
        Array.Clear(_thingAt);
        _thingCount = 0;
    }

    /// <summary>Adds a thing and returns its place in <see cref="Things"/>.</summary>
    public int AddThing(Thing thing)
    {
        _things[_thingCount] = thing;
        return _thingCount++;
    }

    /// <summary>Says that a patch belongs to a thing.</summary>
    /// <param name="index">Row-major index of the patch.</param>
    /// <param name="thing">What <see cref="AddThing"/> returned.</param>
    public void AddToThing(int index, int thing) => _thingAt[index] = thing + 1;
}
