using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Patches;

/// <summary>
/// Picks the patches in which something happens. A patch is active when it changes from frame to frame by more than light explains and more
/// than the noise at that place, or by half of that where it also differs from the background (something slow). A still scene selects none.
/// </summary>
public sealed class ActivityGate
{
    /// <summary>Least change of an active patch: mean absolute difference in grey levels, averaged over the frame pairs of a token.
    /// The model is trained with it.</summary>
    public const float MinimumChange = 2.0f;

    /// <summary>How many times the noise of its place an active patch must change.</summary>
    public const float NoiseFactor = 2.0f;

    /// <summary>Mean absolute difference from the background, in grey levels, at which half the change is enough.</summary>
    public const float BackgroundDifference = 12.0f;

    /// <summary>
    /// Mean absolute difference in grey levels between what was there lately and the background, from which on something stays: less than
    /// for a picture by itself, since neither of the two has much noise. Of a person whose clothes are little darker than the ground and
    /// who fills half of a patch it is 8 to 20.
    /// </summary>
    public const float StayDifference = 5.0f;

    /// <summary>
    /// What stays looks like what was there lately by so much more than like the background: the one differs from the picture by at most
    /// this part of what the other differs by. With 1 snow and hard shadows stay in two of four scenes; with 0.5 a man who lies on a lane
    /// does not (frame AUC 88 in place of 99).
    /// </summary>
    public const float LikeLately = 0.75f;

    /// <summary>
    /// Grey levels by which what was there lately follows each frame: of clothes that are 100 darker than the ground a quarter is in it
    /// after 1.3 seconds, which is what <see cref="LikeLately"/> asks for, and all of it after five. Who walks by is there for half of one.
    /// </summary>
    private const int LatelyLevels = 2;

    /// <summary>
    /// When more than this part of all patches is active, the light or the view has changed, not the scene: none is selected, but not for
    /// longer than <see cref="LongestSceneWide"/>.
    /// </summary>
    public const float SceneWideFraction = LightChange.WholeFraction;

    /// <summary>
    /// Light and view do not go on changing as a whole for longer, and noise is known by then; what does is worth looking at.
    /// </summary>
    public static readonly TimeSpan LongestSceneWide = TimeSpan.FromSeconds(3);

    /// <summary>Frame pairs over which the change is averaged.</summary>
    private const int Pairs = LumaHistory.Depth - 1;

    private readonly LumaHistory _history;
    private readonly PatchGrid _grid;
    private readonly Background _background;
    private readonly Background _lately;
    private readonly NoiseEstimate _noise;
    private readonly LightChange _light;
    private readonly LightFollower _follower;
    private readonly float[] _changes;
    private readonly float[] _meanChanges;
    private readonly float[] _backgroundDifferences;
    private readonly float[] _latelyDifferences;
    private readonly float[] _differencesOfLately;
    private readonly float[] _candidateChanges;
    private readonly int[] _candidates;
    private int _pair;
    private TimeSpan _sceneWide;

    /// <summary>A gate that knows nothing of the scene yet.</summary>
    /// <param name="history">The pictures.</param>
    public ActivityGate(LumaHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        _history = history;
        _grid = history.Grid;
        _background = new Background(_grid);
        _lately = new Background(_grid, framesPerStep: 1, LatelyLevels);
        _noise = new NoiseEstimate(_grid.Count);
        _light = new LightChange(_grid);
        _follower = new LightFollower(_grid, _background, _noise);
        _changes = new float[Pairs * _grid.Count];
        _meanChanges = new float[_grid.Count];
        _backgroundDifferences = new float[_grid.Count];
        _latelyDifferences = new float[_grid.Count];
        _differencesOfLately = new float[_grid.Count];
        _candidateChanges = new float[_grid.Count];
        _candidates = new int[_grid.Count];
    }

    /// <summary>Active patches that were left out because a batch was full, since the start.</summary>
    public long PatchesLeftOut { get; private set; }

    /// <summary>Frames in which the whole scene changed at once and nothing was selected, since the start.</summary>
    public long SceneWideChanges { get; private set; }

    /// <summary>How much each patch changes from frame to frame when nothing happens.</summary>
    public NoiseEstimate Noise => _noise;

    /// <summary>Patches, row-major, where something is that does not become part of the background; see <see cref="Background.IsHeld"/>.
    /// </summary>
    public Span<bool> IsHeld => _background.IsHeld;

    /// <summary>
    /// Selects the active patches of the newest picture into <paramref name="scene"/>, in row-major order, then those where something stays
    /// still in front of the background.
    /// </summary>
    /// <param name="scene">Receives them.</param>
    /// <param name="duration">Time since the picture before it; zero after a gap.</param>
    public void Select(ScenePatches scene, TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(scene);
        scene.Clear();
        LumaPlane picture = _history.Full(0);
        if (_history.Count < 2)
        {
            _sceneWide = TimeSpan.Zero;
            _follower.Clear();
            Follow(picture);
            return;
        }

        MeasureChange();
        if (_history.IsFull)
        {
            _background.FillDifferences(picture, _backgroundDifferences);
            int count = CollectCandidates();
            bool isSceneWide = count > SceneWideFraction * _grid.Count;
            _sceneWide = isSceneWide ? _sceneWide + duration : TimeSpan.Zero;
            _follower.Follow(picture, duration, _meanChanges, _backgroundDifferences, isSceneWide);
            if (isSceneWide && _sceneWide < LongestSceneWide)
            {
                SceneWideChanges++;
            }
            else
            {
                Fill(scene, count);
            }

            _noise.Follow(_meanChanges);
        }

        Follow(picture);
    }

    /// <summary>Forgets what the scene looks like with nothing in it: what comes next is another recording.</summary>
    public void ForgetBackground()
    {
        _background.Clear();
        _lately.Clear();
    }

    private void Follow(LumaPlane picture)
    {
        _background.Follow(picture);
        _lately.Follow(picture);
    }

    private void MeasureChange()
    {
        _pair = (_pair + 1) % Pairs;
        Span<float> newest = _changes.AsSpan(_pair * _grid.Count, _grid.Count);
        PatchDifferences.Fill(_history.Full(0), _history.Full(1), _grid, newest);
        _light.Compare(_history.Full(0), _history.Full(1), newest, MinimumChange, _noise.All, isBackground: false);
        _light.TakeLightFrom(newest);
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
            || (change > threshold / 2 && IsBeforeBackground(index));
    }

    private bool IsBeforeBackground(int index) =>
        _backgroundDifferences[index] > _noise.Beyond(index, BackgroundDifference);

    private void Fill(ScenePatches scene, int count)
    {
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
        CompareWithBackground(scene);
        FindWhatStays(scene);
    }

    /// <summary>
    /// Whatever differs from the background is there, though it does not move, unless nearly all does: then the light or the view has
    /// changed, and the background is about to follow.
    /// </summary>
    private void AddStill(ScenePatches scene)
    {
        int count = 0;
        for (int i = 0; i < _grid.Count; i++)
        {
            if (IsBeforeBackground(i))
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

    private void CompareWithBackground(ScenePatches scene)
    {
        for (int i = 0; i < _grid.Count; i++)
        {
            if (scene.IsOccupied[i])
            {
                scene.Changes[i] = PatchPair.Of(_history.Full(0), _background.Estimate, _grid.PositionOf(i)).ChangeBehindVeil();
            }
        }
    }

    /// <summary>
    /// What is before the background and looks more like what was there lately than like it. Of those who walk by one after the other each
    /// finds little of the others.
    /// </summary>
    private void FindWhatStays(ScenePatches scene)
    {
        _lately.FillDifferences(_history.Full(0), _latelyDifferences);
        _background.FillDifferences(_lately.Estimate, _differencesOfLately);
        for (int i = 0; i < _grid.Count; i++)
        {
            scene.Stays[i] = scene.IsOccupied[i]
                && _differencesOfLately[i] > StayDifference
                && _latelyDifferences[i] < LikeLately * _backgroundDifferences[i]
                && !scene.Changes[i].IsVeil;
        }
    }
}
