using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Patches;

/// <summary>
/// Tells light that changes from things that do: light changes a place by a gain and an offset and leaves its structure. A place without
/// structure goes with those around it that have some, or with the whole picture where light changes all of it.
/// </summary>
/// <param name="grid">The patch grid.</param>
public sealed class LightChange(PatchGrid grid)
{
    /// <summary>Part of all patches of which something has to change for the picture to change as a whole.</summary>
    public const float WholeFraction = 0.7f;

    /// <summary>The picture changes by light as a whole when so many patches have kept their structure for one that has not.</summary>
    public const int KeptForOneLost = 4;

    /// <summary>Patches to each side whose word a patch without structure takes.</summary>
    private const int NearbyPatches = 2;

    private readonly PatchPair[] _pairs = new PatchPair[grid.Count];
    private readonly PatchStructure[] _structures = new PatchStructure[grid.Count];
    private readonly bool[] _changed = new bool[grid.Count];
    private bool _isWhole;

    /// <summary>Patches that have the same structure in the pictures that were compared last.</summary>
    public int Same { get; private set; }

    /// <summary>Patches that have another structure in them.</summary>
    public int Different { get; private set; }

    /// <summary>Whether patch <paramref name="index"/> changed by light alone between the pictures that were compared last.</summary>
    public bool IsLight(int index) => _changed[index]
        && (_structures[index] is PatchStructure.Same || (_structures[index] is PatchStructure.None && GoesWithLight(index)));

    /// <summary>What light has done to a patch between the pictures that were compared last.</summary>
    public PatchTone ToneOf(int index) => _pairs[index].ToneOf(_structures[index]);

    /// <summary>
    /// Compares the places that differ by more than <paramref name="least"/> in two pictures.
    /// </summary>
    /// <param name="now">A picture.</param>
    /// <param name="before">Another of the same size.</param>
    /// <param name="differences">Mean absolute difference of every patch between the two, in grey levels.</param>
    /// <param name="least">Difference up to which a patch has not changed, in grey levels.</param>
    /// <param name="noise">Mean absolute difference of every patch when nothing happens, in grey levels.</param>
    /// <param name="isBackground">Whether the other picture is free of noise.</param>
    public void Compare(
        LumaPlane now,
        LumaPlane before,
        ReadOnlySpan<float> differences,
        float least,
        ReadOnlySpan<float> noise,
        bool isBackground)
    {
        (Same, Different) = (0, 0);
        int changed = 0;
        for (int i = 0; i < grid.Count; i++)
        {
            _changed[i] = differences[i] > least;
            if (!_changed[i])
            {
                continue;
            }

            changed++;
            _pairs[i] = PatchPair.Of(now, before, grid.PositionOf(i));
            _structures[i] = _pairs[i].Compare(noise[i], isBackground ? 0 : noise[i]);
            Same += _structures[i] is PatchStructure.Same ? 1 : 0;
            Different += _structures[i] is PatchStructure.Different ? 1 : 0;
        }

        _isWhole = Same > 0 && Same >= KeptForOneLost * Different && changed > WholeFraction * grid.Count;
    }

    /// <summary>Lowers the differences that were compared last to what light does not explain.</summary>
    public void TakeLightFrom(Span<float> differences)
    {
        for (int i = 0; i < grid.Count; i++)
        {
            if (IsLight(i))
            {
                differences[i] = Math.Min(differences[i], (float)_pairs[i].Unexplained(_structures[i]));
            }
        }
    }

    private bool GoesWithLight(int index)
    {
        int balance = 0;
        bool isAlone = true;
        foreach (int patch in grid.Around(grid.PositionOf(index), NearbyPatches))
        {
            if (_changed[patch] && _structures[patch] is not PatchStructure.None)
            {
                isAlone = false;
                balance += _structures[patch] is PatchStructure.Same ? 1 : -1;
            }
        }

        return isAlone ? _isWhole : balance > 0;
    }
}
