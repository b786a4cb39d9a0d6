using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// How often anything happens at each place: activity where there hardly ever is any is surprising. Counted are visits, not frames:
/// stretches of <see cref="VisitLength"/> in which a place was active at all. Someone who stands somewhere new for a minute does not
/// make that place usual, and a short learning time makes nothing very surprising.
/// </summary>
public sealed class PlaceNormality(PatchGrid grid) : IKindNormality
{
    /// <summary>Something moves where hardly anything ever does.</summary>
    public static Kind Kind { get; } = new()
    {
        Name = "place",
        Weight = Normality.Kind.NewNearlyEverywhere,
        Create = grid => new PlaceNormality(grid),
    };

    /// <summary>Long against the time in which a person crosses a patch.</summary>
    public static readonly TimeSpan VisitLength = TimeSpan.FromSeconds(10);

    /// <summary>Patches to each side that count as the same place: someone who walks half a step aside is not news.</summary>
    public const int NearbyPatches = 2;

    /// <summary>Stretches that are remembered: past this, all counts are halved (two weeks).</summary>
    public const double StretchLimit = 120_960;

    private readonly double[] _visits = new double[grid.Count];
    private readonly bool[] _activeNow = new bool[grid.Count];
    private TimeSpan _inStretch;

    /// <summary>Stretches learned.</summary>
    public double Stretches { get; private set; }

    /// <summary>In how many of them each patch was active; row-major.</summary>
    public ReadOnlySpan<double> Visits => _visits;

    /// <summary>Takes a frame as normal; an empty one teaches as well.</summary>
    public void Learn(ScenePatches scene, TimeSpan duration, TimeSpan quarantine)
    {
        ArgumentNullException.ThrowIfNull(scene);
        for (int k = 0; k < scene.Active.Count; k++)
        {
            _activeNow[grid.IndexOf(scene[k])] = true;
        }

        _inStretch += duration;
        if (_inStretch >= VisitLength)
        {
            CountVisits();
        }
    }

    /// <summary>How surprising activity at each patch is: −ln of the chance of a visit, by Laplace's rule.</summary>
    /// <param name="scene">The patches.</param>
    /// <param name="duration">Time since the frame before it.</param>
    /// <param name="surprises">Receives one value per patch, in nats; 0 for a still one.</param>
    public void Score(ScenePatches scene, TimeSpan duration, Span<float> surprises)
    {
        ArgumentNullException.ThrowIfNull(scene);
        surprises.Clear();
        for (int k = 0; k < scene.Active.Count; k++)
        {
            surprises[k] = (float)-Math.Log((VisitsAround(scene[k]) + 1) / (Stretches + 2));
        }
    }

    /// <inheritdoc/>
    public void ForgetPatch(int patch)
    {
        _visits[patch] = 0;
        _activeNow[patch] = false;
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Stretches);
        Numbers.Save(writer, _visits);
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        Stretches = reader.ReadDouble();
        Numbers.Restore(reader, _visits);
        StartStretch();
    }

    /// <summary>Visits of the busiest patch nearby.</summary>
    private double VisitsAround(PatchPosition position)
    {
        double busiest = 0;
        foreach (int patch in grid.Around(position, NearbyPatches))
        {
            busiest = Math.Max(busiest, _visits[patch]);
        }

        return busiest;
    }

    private void CountVisits()
    {
        double remembered = Stretches >= StretchLimit ? 0.5 : 1;
        Stretches = (Stretches * remembered) + 1;
        for (int i = 0; i < _visits.Length; i++)
        {
            _visits[i] = (_visits[i] * remembered) + (_activeNow[i] ? 1 : 0);
        }

        StartStretch();
    }

    private void StartStretch()
    {
        Array.Clear(_activeNow);
        _inStretch = TimeSpan.Zero;
    }
}
