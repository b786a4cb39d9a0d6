using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// What the things usually look like that move in each part of the picture: the looks of places where something moved, as exemplars that
/// squares of <see cref="AreaSide"/> × <see cref="AreaSide"/> places share with those around them, since nobody walks the same line twice.
/// A place is surprising when none of them resembles it, by more than the looks of the whole picture are off. What is remembered after the
/// learning time is normal only after a quarantine: something odd that stays in view does not become normal meanwhile. Looks are those of
/// glances; between two of them a patch that is still active keeps its surprise.
/// </summary>
/// <param name="grid">The patch grid.</param>
public sealed class AppearanceNormality(PatchGrid grid) : IKindNormality
{
    /// <summary>Something moves that looks unlike what is usual there.</summary>
    public static Kind Kind { get; } = new()
    {
        Name = "appearance",
        Create = grid => new AppearanceNormality(grid),
    };

    /// <summary>Side of an area in places.</summary>
    public const int AreaSide = 4;

    /// <summary>Looks of an area at most, 18 kB.</summary>
    public const int Exemplars = 128;

    /// <summary>
    /// Looks of all areas at most, 0.5 MB: those of a picture of 16:9 in 240 or 480 rows, 4×7 areas. Of one in 720 rows each area has 56.
    /// </summary>
    private const int ExemplarBudget = 4 * 7 * Exemplars;

    /// <summary>
    /// ln(distance + offset) of usual things that move, in any scene: of two people alike they are 0.2 apart, give or take a half.
    /// </summary>
    public static readonly Gaussian Prior = new(-1.2, 0.4);

    private readonly PatchGrid _places = PlaceLooks.GridOf(grid);
    private readonly LookMemory _memory = new(PlaceLooks.GridOf(grid), AreaSide, Exemplars, ExemplarBudget);
    private readonly RowStatistics _distances = new(PlaceLooks.GridOf(grid).Rows, Prior);
    private readonly LookMemory.Nearest[] _nearest = new LookMemory.Nearest[PlaceLooks.GridOf(grid).Count];
    private readonly float[] _surprises = new float[PlaceLooks.GridOf(grid).Count];
    private readonly bool[] _moves = new bool[PlaceLooks.GridOf(grid).Count];
    private TimeSpan _learned;

    /// <summary>The looks of what moves in each area.</summary>
    internal LookMemory Looks => _memory;

    /// <summary>How much video was learned from: the clock of <see cref="Looks"/>.</summary>
    internal long Now => _learned.Ticks;

    /// <inheritdoc/>
    public void Score(ScenePatches scene, TimeSpan duration, Span<float> surprises)
    {
        ArgumentNullException.ThrowIfNull(scene);
        surprises.Clear();
        if (scene.Places is not { } places)
        {
            return;
        }

        if (places.IsFresh)
        {
            Look(scene.Active, places);
        }

        for (int k = 0; k < scene.Active.Count; k++)
        {
            if (scene.Active.AttributesOf(k).IsMoving)
            {
                surprises[k] = _surprises[places.PlaceOf(scene[k])];
            }
        }
    }

    /// <inheritdoc/>
    public void Learn(ScenePatches scene, TimeSpan duration, TimeSpan quarantine)
    {
        ArgumentNullException.ThrowIfNull(scene);
        _learned += duration;
        if (scene.Places is { IsFresh: true })
        {
            _memory.BeginGlance();
        }

        See(scene.Places, LookMemory.NormalFrom(_learned, quarantine), teaches: true);
    }

    /// <summary>
    /// Remembers what is new in the frame that was scored last without learning from it: it stays in quarantine until it is seen in a frame
    /// that is learned from, or until people say that it is normal.
    /// </summary>
    public void Hold(ScenePatches scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        See(scene.Places, ExemplarMemory.AnyTime, teaches: false);
    }

    /// <summary>
    /// Ends the quarantine in the areas of an event and those around: what is in it is normal from now on, or forgotten.
    /// </summary>
    public void Judge(SurpriseMap shown, bool isNormal)
    {
        ArgumentNullException.ThrowIfNull(shown);

        // Whatever moves is surprising by its speed, by a little at least.
        ReadOnlySpan<float> speeds = shown.Of(SpeedNormality.Kind.Index);
        for (int patch = 0; patch < speeds.Length; patch++)
        {
            if (speeds[patch] > 0)
            {
                _memory.Judge(PlaceLooks.PlaceOf(_places, grid, grid.PositionOf(patch)), isNormal, _learned.Ticks);
            }
        }
    }

    /// <inheritdoc/>
    public void Forget(LookSet looks)
    {
        ArgumentNullException.ThrowIfNull(looks);
        _memory.Forget(_places, looks);
    }

    /// <inheritdoc/>
    public void ForgetPatch(int patch)
    {
        // Those of an area are of all its places; where each was is known of those that have a picture.
        PatchPosition place = PlaceLooks.PlaceOf(_places, grid, grid.PositionOf(patch));
        _memory.MemoryOf(place).DropPictured(_places.IndexOf(place));
        _nearest.AsSpan().Fill(new LookMemory.Nearest(LookMemory.Unknown, null, -1));
    }

    /// <inheritdoc/>
    public void Clear()
    {
        Array.Clear(_surprises);
        Array.Clear(_moves);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_learned.Ticks);
        _distances.Save(writer);
        _memory.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        _learned = TimeSpan.FromTicks(reader.ReadInt64());
        _distances.Restore(reader);
        _memory.Restore(reader);
    }

    private void Look(TokenBatch active, PlaceLooks places)
    {
        Clear();
        for (int k = 0; k < active.Count; k++)
        {
            int place = places.PlaceOf(active[k]);
            if (active.AttributesOf(k).IsMoving && !_moves[place])
            {
                _moves[place] = true;
                _nearest[place] = _memory.Find(_places.PositionOf(place), places.Of(place), _learned.Ticks);
                _surprises[place] = _nearest[place].Memory is null
                    ? 0
                    : (float)GaussianTail.Surprise(DeviationOf(place) - places.CommonDeviation);
            }
        }
    }

    /// <summary>
    /// By how many deviations something looks unlike what is usual, or unlike the same thing in other light where that is less: where all
    /// have looked alike for long, light and weather that were never there are farther off than anybody who ever came.
    /// </summary>
    private double DeviationOf(int place)
    {
        double distance = LookDistance.Logarithm(_nearest[place].Distance);
        return Math.Min(
            _distances.Usual(_places.PositionOf(place)).DeviationsOf(distance), LookDistance.OtherLight.DeviationsOf(distance));
    }

    private void See(PlaceLooks? places, long normalFrom, bool teaches)
    {
        if (places is not { IsFresh: true })
        {
            return;
        }

        for (int place = 0; place < _places.Count; place++)
        {
            if (!_moves[place])
            {
                continue;
            }

            PatchPosition position = _places.PositionOf(place);
            bool tells = _memory.See(position, places.Of(place), _nearest[place], _learned.Ticks, normalFrom);
            if (teaches && tells && _nearest[place].Memory is not null)
            {
                _distances.Learn(position, LookDistance.Logarithm(_nearest[place].Distance));
            }
        }
    }
}
