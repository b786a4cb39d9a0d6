namespace EdgeWatch.Core.Patches;

/// <summary>
/// Picks the patches in which something happens. A patch is active when it changes from frame to frame by more than the noise at
/// that place, or by half of that where it also differs from the background (something slow). A still scene selects none.
/// </summary>
public sealed class ActivityGate(LumaHistory history)
{
    /// <summary>Least change of an active patch: mean absolute difference in grey levels, averaged over the frame pairs of a token.
    /// The model is trained with it.</summary>
    public const float MinimumChange = 2.0f;

    /// <summary>How many times the noise of its place an active patch must change.</summary>
    public const float NoiseFactor = 2.0f;

    /// <summary>Mean absolute difference from the background, in grey levels, at which half the change is enough.</summary>
    public const float BackgroundDifference = 12.0f;

    /// <summary>
    /// When more than this part of all patches is active, the light or the view has changed, not the scene: none is selected.
    /// </summary>
    public const float SceneWideFraction = 0.7f;

    /// <summary>Frame pairs over which the change is averaged.</summary>
    private const int Pairs = LumaHistory.Depth - 1;

    private readonly PatchGrid _grid = history.Grid;
    private readonly Background _background = new(history.Grid);
    private readonly NoiseEstimate _noise = new(history.Grid.Count);
    private readonly float[] _changes = new float[Pairs * history.Grid.Count];
    private readonly float[] _meanChanges = new float[history.Grid.Count];
    private readonly float[] _backgroundDifferences = new float[history.Grid.Count];
    private readonly float[] _candidateChanges = new float[history.Grid.Count];
    private readonly int[] _candidates = new int[history.Grid.Count];
    private int _pair;

    /// <summary>Active patches that were left out because a batch was full, since the start.</summary>
    public long PatchesLeftOut { get; private set; }

    /// <summary>Frames in which the whole scene changed at once, since the start.</summary>
    public long SceneWideChanges { get; private set; }

    /// <summary>Patches, row-major, where something is that does not become part of the background; see <see cref="Background.IsHeld"/>.
    /// </summary>
    public Span<bool> IsHeld => _background.IsHeld;

    /// <summary>
    /// Selects the active patches of the newest picture into <paramref name="scene"/>, in row-major order, then those where something stays
    /// still in front of the background.
    /// </summary>
    public void Select(ScenePatches scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        scene.Clear();
        if (history.Count < 2)
        {
            _background.Follow(history.Full(0));
            return;
        }

        MeasureChange();
        if (history.IsFull)
        {
            _background.FillDifferences(history.Full(0), _backgroundDifferences);
            Fill(scene, CollectCandidates());
            _noise.Follow(_meanChanges);
        }

        _background.Follow(history.Full(0));
    }

    private void MeasureChange()
    {
        _pair = (_pair + 1) % Pairs;
        Span<float> newest = _changes.AsSpan(_pair * _grid.Count, _grid.Count);
        PatchDifferences.Fill(history.Full(0), history.Full(1), _grid, newest);
        for (int i = 0; i < _grid.Count; i++)
        {
            float sum = 0;
            for (int pair = 0; pair < Pairs; pair++)
            {
                sum += _changes[(pair * _grid.Count) + i];
            }

            _meanChanges[i] = sum / Pairs;
        }
    }

    private int CollectCandidates()
    {
        int count = 0;
        for (int i = 0; i < _grid.Count; i++)
        {
            if (IsActive(i))
            {
                _candidates[count] = i;
                _candidateChanges[count++] = -_meanChanges[i];
            }
        }

        return count;
    }

    private bool IsActive(int index)
    {
        float threshold = Math.Max(MinimumChange, NoiseFactor * _noise[index]);
        float change = _meanChanges[index];
        return change > threshold
            || (change > threshold / 2 && _backgroundDifferences[index] > BackgroundDifference);
    }

    private void Fill(ScenePatches scene, int count)
    {
        if (count > SceneWideFraction * _grid.Count)
        {
            SceneWideChanges++;
            return;
        }

        if (count > scene.Active.Capacity)
        {
            // The strongest first, then back into row-major order.
            _candidateChanges.AsSpan(0, count).Sort(_candidates.AsSpan(0, count));
            _candidates.AsSpan(0, scene.Active.Capacity).Sort();
            PatchesLeftOut += count - scene.Active.Capacity;
            count = scene.Active.Capacity;
        }

        foreach (int index in _candidates.AsSpan(0, count))
        {
            scene.AddActive(_grid.PositionOf(index));
        }

        AddStill(scene);
    }

    /// <summary>
    /// Whatever differs from the background is there, though it does not move, unless nearly all does: then the light has changed, and the
    /// background takes up to minutes to follow.
    /// </summary>
    private void AddStill(ScenePatches scene)
    {
        int count = 0;
        for (int i = 0; i < _grid.Count; i++)
        {
            if (_backgroundDifferences[i] > BackgroundDifference)
            {
                _candidates[count++] = i;
            }
        }

        if (count > SceneWideFraction * _grid.Count)
        {
            return;
        }

        foreach (int index in _candidates.AsSpan(0, count))
        {
            scene.AddStill(_grid.PositionOf(index));
        }
    }
}
