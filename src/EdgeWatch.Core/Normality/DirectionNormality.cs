using System.Numerics.Tensors;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// In which directions things usually move at each place: a histogram of <see cref="Sectors"/> directions per patch, counted in seconds of
/// motion, read together with its neighbours and drawn towards the whole picture where there is little to go by.
/// </summary>
public sealed class DirectionNormality(PatchGrid grid) : IKindNormality
{
    /// <summary>Something moves in a direction that is unusual there.</summary>
    public static Kind Kind { get; } = new()
    {
        Name = "direction",
        Weight = Normality.Kind.NewNearlyEverywhere,
        Create = grid => new DirectionNormality(grid),
    };

    /// <summary>Sectors of 45°; a direction between two counts for both.</summary>
    public const int Sectors = 8;

    /// <summary>Patches to each side that count as the same place.</summary>
    public const int NearbyPatches = 2;

    /// <summary>Slowest motion that has a direction, in pixels a frame: below it noise turns it about.</summary>
    public const double SlowestSpeed = 0.4;

    /// <summary>
    /// Weight of the whole picture at a place, and of no preference at all in the picture, in seconds of motion of a patch.
    /// </summary>
    public const double PriorSeconds = 10;

    /// <summary>Seconds that are remembered of a patch: past this its counts are halved.</summary>
    public const double SecondsLimit = 3600;

    private readonly double[] _seconds = new double[grid.Count * Sectors];
    private readonly double[] _picture = new double[Sectors];
    private readonly double[] _chances = new double[Sectors];

    /// <summary>Seconds of motion at a patch by sector, clockwise from the right, each in the middle of its 45°.</summary>
    public ReadOnlySpan<double> SecondsOf(int patch) => _seconds.AsSpan(patch * Sectors, Sectors);

    /// <inheritdoc/>
    public void Score(ScenePatches scene, TimeSpan duration, Span<float> surprises)
    {
        ArgumentNullException.ThrowIfNull(scene);
        TokenBatch batch = scene.Active;
        surprises.Clear();
        for (int k = 0; k < batch.Count; k++)
        {
            if (TryFindSector(batch.AttributesOf(k), out int sector, out double towardsNext))
            {
                FillChances(batch[k]);
                surprises[k] = (float)-Math.Log(ChanceOfSomethingAsRare(sector, towardsNext));
            }
        }
    }

    /// <inheritdoc/>
    public void Learn(ScenePatches scene, TimeSpan duration, TimeSpan quarantine)
    {
        ArgumentNullException.ThrowIfNull(scene);
        TokenBatch batch = scene.Active;
        for (int k = 0; k < batch.Count; k++)
        {
            if (TryFindSector(batch.AttributesOf(k), out int sector, out double towardsNext))
            {
                Count(grid.IndexOf(batch[k]) * Sectors, sector, towardsNext, duration.TotalSeconds);
            }
        }
    }

    /// <inheritdoc/>
    public void ForgetPatch(int patch)
    {
        for (int sector = 0; sector < Sectors; sector++)
        {
            _picture[sector] -= _seconds[(patch * Sectors) + sector];
            _seconds[(patch * Sectors) + sector] = 0;
        }
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => Numbers.Save(writer, _seconds);

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        Numbers.Restore(reader, _seconds);
        Array.Clear(_picture);
        for (int i = 0; i < _seconds.Length; i++)
        {
            _picture[i % Sectors] += _seconds[i];
        }
    }

    /// <summary>The sector in whose middle, or between which and the next one, something moves.</summary>
    private static bool TryFindSector(PatchAttributes attributes, out int sector, out double towardsNext)
    {
        double turns = Math.Atan2(attributes.VelocityY, attributes.VelocityX) / (2 * Math.PI);
        double place = (turns - Math.Floor(turns)) * Sectors;
        sector = (int)place % Sectors;
        towardsNext = place - (int)place;
        return attributes.IsMoving
            && Math.Sqrt((attributes.VelocityX * attributes.VelocityX) + (attributes.VelocityY * attributes.VelocityY)) > SlowestSpeed;
    }

    private void Count(int start, int sector, double towardsNext, double seconds)
    {
        int next = (sector + 1) % Sectors;
        Span<double> here = _seconds.AsSpan(start, Sectors);
        here[sector] += seconds * (1 - towardsNext);
        here[next] += seconds * towardsNext;
        _picture[sector] += seconds * (1 - towardsNext);
        _picture[next] += seconds * towardsNext;
        if (TensorPrimitives.Sum<double>(here) > SecondsLimit)
        {
            Fade(here);
        }
    }

    /// <summary>Forgets half of what a patch has seen, in the picture too: that is always the sum of its patches.</summary>
    private void Fade(Span<double> here)
    {
        for (int sector = 0; sector < Sectors; sector++)
        {
            here[sector] /= 2;
            _picture[sector] -= here[sector];
        }
    }

    /// <summary>Fills the chance of each sector at a place.</summary>
    private void FillChances(PatchPosition position)
    {
        double pictureTotal = _picture.Sum() + PriorSeconds;
        for (int sector = 0; sector < Sectors; sector++)
        {
            double inPicture = (_picture[sector] + (PriorSeconds / Sectors)) / pictureTotal;
            _chances[sector] = PriorSeconds * inPicture;
        }

        AddSecondsAround(position);
        double total = _chances.Sum();
        for (int sector = 0; sector < Sectors; sector++)
        {
            _chances[sector] /= total;
        }
    }

    private void AddSecondsAround(PatchPosition position)
    {
        foreach (int patch in grid.Around(position, NearbyPatches))
        {
            ReadOnlySpan<double> there = _seconds.AsSpan(patch * Sectors, Sectors);
            for (int sector = 0; sector < Sectors; sector++)
            {
                _chances[sector] += there[sector];
            }
        }
    }

    /// <summary>The chance of all sectors that are as rare as the given direction or rarer: 1 for the most usual one.</summary>
    private double ChanceOfSomethingAsRare(int sector, double towardsNext)
    {
        double rarity = (_chances[sector] * (1 - towardsNext)) + (_chances[(sector + 1) % Sectors] * towardsNext);
        double sum = 0;
        foreach (double chance in _chances)
        {
            sum += chance <= rarity ? chance : 0;
        }

        return Math.Max(sum, rarity);
    }
}
