using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// How long things usually stay, moving or not. A stay begins when something comes to a patch and ends when nothing has been
/// there for <see cref="Pause"/>. Learned is, per row of patches, the length of a stay when it is over, and each time that it has
/// doubled until then: a tree that moves all day long is usual, too.
/// </summary>
public sealed class DwellNormality(PatchGrid grid) : IKindNormality
{
    /// <summary>Something stays longer than what is usual at its height in the picture.</summary>
    public static Kind Kind { get; } = new()
    {
        Name = "dwell",
        Words = "stays longer than what is usual here",
        WordsWithRatio = "stays {0:0.0}× as long as what is usual here",
        Create = grid => new DwellNormality(grid),
    };

    /// <summary>A stay goes on across absences of this length: the gate misses someone who stands still now and then.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Stays shorter than this are in passing and surprise nobody.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    /// <summary>ln of the seconds of a stay in any scene: three seconds, give or take a factor of three.</summary>
    public static readonly Gaussian Prior = new(1.1, 1.1);

    private readonly RowStatistics _stays = new(grid.Rows, Prior);
    private readonly Stay[] _current = new Stay[grid.Count];
    private readonly List<(PatchPosition Position, double LogSeconds)> _lengths = new(grid.Count);

    /// <summary>What goes on at a patch.</summary>
    /// <param name="Lasted">Since it began; zero while there is none.</param>
    /// <param name="Absent">How long nothing has been there.</param>
    private readonly record struct Stay(TimeSpan Lasted, TimeSpan Absent);

    /// <inheritdoc/>
    public void Score(ScenePatches scene, TimeSpan duration, Span<float> surprises)
    {
        ArgumentNullException.ThrowIfNull(scene);
        Follow(scene, duration);
        for (int k = 0; k < scene.Count; k++)
        {
            TimeSpan lasted = _current[grid.IndexOf(scene[k])].Lasted;
            surprises[k] = lasted > Shortest ? (float)_stays.Usual(scene[k]).Surprise(Math.Log(lasted.TotalSeconds)) : 0;
        }
    }

    /// <inheritdoc/>
    public void Learn(ScenePatches scene, TimeSpan duration, TimeSpan quarantine)
    {
        foreach ((PatchPosition position, double logSeconds) in _lengths)
        {
            _stays.Learn(position, logSeconds);
        }
    }

    /// <summary>How many times as long as usual something has been at patch <paramref name="k"/>.</summary>
    public double Ratio(ScenePatches scene, int k)
    {
        ArgumentNullException.ThrowIfNull(scene);
        double seconds = _current[grid.IndexOf(scene[k])].Lasted.TotalSeconds;
        return seconds / Math.Exp(_stays.Usual(scene[k]).Mean);
    }

    /// <inheritdoc/>
    public void Clear()
    {
        Array.Clear(_current);
        _lengths.Clear();
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _stays.Save(writer);

    /// <inheritdoc/>
    public void Restore(BinaryReader reader) => _stays.Restore(reader);

    /// <summary>Lets the stays go on, begin and end, and notes the lengths of those that have ended or doubled.</summary>
    private void Follow(ScenePatches scene, TimeSpan duration)
    {
        _lengths.Clear();
        for (int i = 0; i < _current.Length; i++)
        {
            _current[i] = scene.IsOccupied[i] ? GoOn(i, duration) : FadeOut(i, duration);
        }
    }

    private Stay GoOn(int index, TimeSpan duration)
    {
        TimeSpan before = _current[index].Lasted;
        TimeSpan lasted = before + _current[index].Absent + duration;
        if (Doublings(lasted) > Doublings(before))
        {
            _lengths.Add((grid.PositionOf(index), Math.Log(lasted.TotalSeconds)));
        }

        return new Stay(lasted, TimeSpan.Zero);
    }

    private Stay FadeOut(int index, TimeSpan duration)
    {
        Stay stay = _current[index];
        if (stay.Lasted == TimeSpan.Zero)
        {
            return default;
        }

        if (stay.Absent + duration < Pause)
        {
            return stay with { Absent = stay.Absent + duration };
        }

        _lengths.Add((grid.PositionOf(index), Math.Log(stay.Lasted.TotalSeconds)));
        return default;
    }

    /// <summary>How often a stay has doubled since it was worth noticing; 0 before.</summary>
    private static int Doublings(TimeSpan lasted) => lasted < Shortest ? 0 : 1 + (int)Math.Log2(lasted / Shortest);
}
