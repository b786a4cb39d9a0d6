using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// How long things usually stay. A stay begins when what is at a patch has been there lately, see <see cref="ScenePatches.Stays"/>, and
/// ends when nothing like that has been there for <see cref="Pause"/>, or when it has moved on by a patch: who passes slowly does not
/// stay, who sways does, and of those who pass one after the other nobody does, however many they are. Only what came here stays: a tree, a
/// patch of sunlight and the hole that a parked car leaves were not brought by anything. Learned is, second by second, for how long what is
/// there has been there.
/// </summary>
public sealed class DwellNormality(PatchGrid grid) : IKindNormality
{
    /// <summary>Something stays longer than what is usual at its place.</summary>
    public static Kind Kind { get; } = new()
    {
        Name = "dwell",
        Create = grid => new DwellNormality(grid),
    };

    /// <summary>A stay goes on across absences of this length: somebody walks by in front.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Stays shorter than this are in passing: neither learned nor surprising.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>
    /// ln of the seconds of a stay in any scene: what moves at the speed that is to be expected in any scene
    /// (<see cref="SpeedNormality.Prior"/>) has left a patch after two, and some dawdle: give or take a factor of two and a bit.
    /// </summary>
    public static readonly Gaussian Prior = new(0.7, 0.8);

    /// <summary>
    /// Weight of the row in what is usual at a place, in seconds of something there: a single visit does not tell yet what is usual.
    /// </summary>
    public const double RowPseudoCount = 10;

    /// <summary>Patches to each side that count as the same place: nobody stands on the same spot twice.</summary>
    public const int NearbyPatches = 1;

    /// <summary>Seconds that are remembered of a patch: past this, all counts are halved, so that the oldest half fades.</summary>
    public const double CountLimit = 100_000;

    private readonly RowStatistics _rows = new(grid.Rows, Prior);
    private readonly Moments[] _places = new Moments[grid.Count];
    private readonly Stay[] _current = new Stay[grid.Count];
    private readonly bool[] _isNewSecond = new bool[grid.Count];

    /// <summary>What goes on at a patch.</summary>
    /// <param name="Lasted">Since it began; zero while there is none.</param>
    /// <param name="Absent">How long nothing has been there.</param>
    /// <param name="MovedX">Pixels by which what is there has moved to the right since.</param>
    /// <param name="MovedY">Pixels downwards.</param>
    private readonly record struct Stay(TimeSpan Lasted, TimeSpan Absent, double MovedX, double MovedY)
    {
        /// <summary>Whether what was there is at the next patch by now.</summary>
        public bool HasMovedOn => (MovedX * MovedX) + (MovedY * MovedY) > PatchGrid.PatchSize * PatchGrid.PatchSize;
    }

    /// <summary>How long things usually stay at a place, in seconds.</summary>
    public double UsualSeconds(PatchPosition position) => Math.Exp(Usual(position).Mean);

    /// <inheritdoc/>
    public void Score(ScenePatches scene, TimeSpan duration, Span<float> surprises)
    {
        ArgumentNullException.ThrowIfNull(scene);
        Move(scene);
        for (int i = 0; i < _current.Length; i++)
        {
            _isNewSecond[i] = scene.Stays[i] ? GoOn(ref _current[i], duration) : Pass(ref _current[i], duration);
        }

        for (int k = 0; k < scene.Count; k++)
        {
            // Who walks by in front of what stays is not what stays, nor what goes where it has just been.
            int patch = grid.IndexOf(scene[k]);
            TimeSpan lasted = _current[patch].Lasted;
            bool stays = scene.Stays[patch] && lasted > Shortest && scene.HasCome(patch);
            surprises[k] = stays ? (float)Usual(scene[k]).Surprise(Math.Log(lasted.TotalSeconds)) : 0;
        }
    }

    /// <inheritdoc/>
    public void Learn(ScenePatches scene, TimeSpan duration, TimeSpan quarantine)
    {
        ArgumentNullException.ThrowIfNull(scene);
        for (int i = 0; i < _current.Length; i++)
        {
            if (_isNewSecond[i] && scene.HasCome(i))
            {
                double value = Math.Log(_current[i].Lasted.TotalSeconds);
                _rows.Learn(grid.PositionOf(i), value);
                _places[i] = _places[i].With(value, CountLimit);
            }
        }
    }

    /// <summary>How many times as long as usual something has been at patch <paramref name="k"/>.</summary>
    public double Ratio(ScenePatches scene, int k)
    {
        ArgumentNullException.ThrowIfNull(scene);
        double seconds = _current[grid.IndexOf(scene[k])].Lasted.TotalSeconds;
        return seconds / Math.Exp(Usual(scene[k]).Mean);
    }

    /// <inheritdoc/>
    public void ForgetPatch(int patch) => _places[patch] = default;

    /// <inheritdoc/>
    public void Clear()
    {
        Array.Clear(_current);
        Array.Clear(_isNewSecond);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        _rows.Save(writer);
        Numbers.Save(writer, _places);
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        _rows.Restore(reader);
        Numbers.Restore(reader, _places);
    }

    /// <summary>What is usual at a place: what was there and nearby, drawn towards its row.</summary>
    private Gaussian Usual(PatchPosition position)
    {
        Moments around = Moments.Of(RowPseudoCount, _rows.Usual(position));
        foreach (int patch in grid.Around(position, NearbyPatches))
        {
            around += _places[patch];
        }

        return new Gaussian(around.Mean, Math.Max(RowStatistics.MinimumDeviation, Math.Sqrt(around.Variance)));
    }

    /// <summary>Lets what stays at each patch move as the network says; what walks by in front of it is another matter.</summary>
    private void Move(ScenePatches scene)
    {
        for (int k = 0; k < scene.Active.Count; k++)
        {
            PatchAttributes attributes = scene.Active.AttributesOf(k);
            int patch = grid.IndexOf(scene.Active[k]);
            if (attributes.IsMoving && scene.Stays[patch])
            {
                ref Stay stay = ref _current[patch];
                stay = stay with { MovedX = stay.MovedX + attributes.VelocityX, MovedY = stay.MovedY + attributes.VelocityY };
            }
        }
    }

    /// <summary>Something is there; returns whether it has been for one more whole second.</summary>
    private static bool GoOn(ref Stay stay, TimeSpan duration)
    {
        TimeSpan before = stay.Lasted;
        stay = stay.HasMovedOn
            ? new Stay(duration, TimeSpan.Zero, 0, 0)
            : stay with { Lasted = before + stay.Absent + duration, Absent = TimeSpan.Zero };
        return (int)(stay.Lasted / Shortest) > (int)(before / Shortest);
    }

    /// <summary>Nothing is there; a stay is over after a while, and no second of it is counted.</summary>
    private static bool Pass(ref Stay stay, TimeSpan duration)
    {
        bool isOver = stay.Absent + duration >= Pause;
        stay = stay.Lasted == TimeSpan.Zero || isOver ? default : stay with { Absent = stay.Absent + duration };
        return false;
    }
}
