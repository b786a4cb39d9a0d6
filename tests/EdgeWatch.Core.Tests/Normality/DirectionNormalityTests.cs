using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class DirectionNormalityTests
{
    private static readonly PatchGrid Grid = new(9, 12, 1);
    private static readonly PatchPosition Road = new(4, 5);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly DirectionNormality _normality = new(Grid);

    [Fact]
    public void At_first_no_direction_surprises() =>
        Assert.All(Enumerable.Range(0, 3600), tenth => Assert.Equal(0, Score(Road, tenth / 10.0), 1e-6));

    [Theory]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(400)]
    public void Where_all_directions_are_usual_none_surprises(int seconds)
    {
        for (int sector = 0; sector < 8; sector++)
        {
            _normality.Take(Scenes.Of(Grid, Going(Road, 45 * sector)), Second, seconds);
        }

        Assert.All(Enumerable.Range(0, 720), half => Assert.Equal(0, Score(Road, half / 2.0), 1e-4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(135)]
    [InlineData(270)]
    public void The_most_usual_direction_does_not_surprise_and_the_opposite_one_does(double degrees)
    {
        _normality.Take(Scenes.Of(Grid, Going(Road, degrees)), Second, times: 100);

        // All seven others are alike: a tenth of them comes from the picture, which itself has ten seconds of no preference.
        double chance = 10 * (10 / 8.0 / 110) / 110;
        Assert.Equal(0, Score(Road, degrees), 1e-6);
        Assert.Equal(-Math.Log(7 * chance), Score(Road, degrees + 180), 1e-3);
    }

    [Fact]
    public void A_direction_between_two_counts_for_both()
    {
        _normality.Take(Scenes.Of(Grid, Going(Road, 22.5)), Second, times: 100);

        double[] seconds = Seconds(Road);

        Assert.Equal(50, seconds[0], 1e-3);
        Assert.Equal(50, seconds[1], 1e-3);
        Assert.Equal(0, seconds[2..].Sum(), 1e-3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Surprise_is_that_of_plain_loops(int seed)
    {
        Random random = new(seed);
        double[,] seconds = new double[Grid.Count, 8];
        for (int i = 0; i < 300; i++)
        {
            (int place, double degrees) = (random.Next(Grid.Count), 360 * Math.Pow(random.NextDouble(), 3));
            _normality.Take(Scenes.Of(Grid, Going(Grid.PositionOf(place), degrees)), Second);
            int sector = (int)(degrees / 45);
            seconds[place, sector] += 1 - ((degrees / 45) - sector);
            seconds[place, (sector + 1) % 8] += (degrees / 45) - sector;
        }

        for (int i = 0; i < 100; i++)
        {
            (int place, double degrees) = (random.Next(Grid.Count), 360 * random.NextDouble());
            Assert.Equal(PlainSurprise(seconds, Grid.PositionOf(place), degrees), Score(Grid.PositionOf(place), degrees), 1e-3);
        }
    }

    /// <summary>
    /// Only the most usual sector is as likely as any: sorted by surprise, the steps between the chances are the sectors' own.
    /// </summary>
    [Fact]
    public void Chances_of_all_sectors_add_up_to_1()
    {
        for (int sector = 0; sector < 8; sector++)
        {
            _normality.Take(Scenes.Of(Grid, Going(Road, 45 * sector)), Second, times: 10 + (7 * sector));
        }

        double total = 0;
        double rarer = 0;
        for (int sector = 0; sector < 8; sector++)
        {
            double atMost = Math.Exp(-Score(Road, 45 * sector));
            Assert.True(atMost > rarer);
            total += atMost - rarer;
            rarer = atMost;
        }

        Assert.Equal(1, total, 1e-6);
        Assert.Equal(10 + (7 * 7), Seconds(Road)[7], 1e-3);
    }

    [Theory]
    [InlineData(0.39, false)]
    [InlineData(0.41, true)]
    public void Slow_motion_has_no_direction(double speed, bool counts)
    {
        _normality.Take(Scenes.Of(Grid, Going(Road, 0)), Second, times: 100);
        byte[] before = SavedBytes.Of(_normality.Save);
        ScenePatches scene = Scenes.Of(Grid, Going(Road, 180, speed));

        Assert.Equal(counts, _normality.Surprises(scene)[0] > 0);
        _normality.Learn(scene, FrameByFrame.Length);
        Assert.Equal(counts, !before.SequenceEqual(SavedBytes.Of(_normality.Save)));
    }

    [Fact]
    public void Where_the_network_sees_nothing_moving_or_something_is_still_there_is_no_direction()
    {
        _normality.Take(Scenes.Of(Grid, Going(Road, 0)), Second, times: 100);
        ScenePatches scene = Scenes.Of(Grid, [Going(Road, 180) with { Occupancy = 0.15 }], [new PatchPosition(4, 6)]);

        Assert.Equal([0f, 0f], _normality.Surprises(scene));
    }

    [Theory]
    [InlineData(6, 7, true)]
    [InlineData(2, 3, true)]
    [InlineData(4, 8, false)]
    [InlineData(7, 5, false)]
    public void Two_patches_aside_is_the_same_place_three_are_not(int row, int column, bool same)
    {
        _normality.Take(Scenes.Of(Grid, Going(Road, 0)), Second, times: 100);

        float there = Score(new PatchPosition(row, column), 180);

        Assert.Equal(same, there == Score(Road, 180));

        // Elsewhere only the whole picture speaks: its chances are those of ten seconds beside a hundred.
        Assert.True(same || Math.Abs(there + Math.Log(7 * (10 / 8.0 / 110))) < 1e-3);
    }

    /// <summary>In the middle of a sector, just before the next one, and in two directions by turns.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(40, 40)]
    [InlineData(0, 180)]
    [InlineData(45, 90)]
    public void Past_the_limit_the_oldest_half_fades_and_the_proportions_stay(double first, double second)
    {
        TimeSpan minute = TimeSpan.FromMinutes(1);
        ScenePatches[] scenes = [Scenes.Of(Grid, Going(Road, first)), Scenes.Of(Grid, Going(Road, second))];
        _normality.Take(scenes[0], minute);
        _normality.Take(scenes[1], minute);
        double[] usual = [.. Seconds(Road).Select(seconds => seconds / 120)];

        for (int i = 0; i < 500; i++)
        {
            _normality.Take(scenes[i % 2], minute);

            Assert.InRange(Seconds(Road).Sum(), 0, DirectionNormality.SecondsLimit + 1e-6);
        }

        double[] seconds = Seconds(Road);
        for (int sector = 0; sector < 8; sector++)
        {
            // One minute of the newest is not paired yet at most, of half an hour or more.
            Assert.Equal(usual[sector], seconds[sector] / seconds.Sum(), 0.04);
        }

        Assert.True(seconds.Sum() >= (DirectionNormality.SecondsLimit / 2) - 60);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(10_000)]
    public void Restored_normality_says_the_same(int seconds)
    {
        // So long that counts have been halved at one place and not at another.
        _normality.Take(Scenes.Of(Grid, Going(Road, 0)), Second, seconds);
        _normality.Take(Scenes.Of(Grid, Going(new PatchPosition(0, 11), 90)), Second, times: 50);
        DirectionNormality restored = new(Grid);
        restored.Take(Scenes.Of(Grid, Going(Road, 270)), Second, times: 500);

        SavedBytes.Copy(_normality.Save, restored.Restore);

        foreach (PatchPosition place in new[] { Road, new PatchPosition(0, 10), new PatchPosition(8, 0) })
        {
            foreach (double degrees in new[] { 0, 45, 90, 200, 300 })
            {
                ScenePatches scene = Scenes.Of(Grid, Going(place, degrees));
                Assert.Equal(_normality.Surprises(scene)[0], restored.Surprises(scene)[0], 1e-5);
            }
        }
    }

    [Fact]
    public void Restore_OtherGrid_Throws() =>
        Assert.Throws<InvalidDataException>(
            () => SavedBytes.Copy(new DirectionNormality(new PatchGrid(9, 11, 1)).Save, _normality.Restore));

    private static MovingPatch Going(PatchPosition position, double degrees, double speed = 2) => new(position, speed)
    {
        VelocityX = speed * Math.Cos(degrees * Math.PI / 180),
        VelocityY = speed * Math.Sin(degrees * Math.PI / 180),
    };

    private float Score(PatchPosition position, double degrees) => _normality.Surprises(Scenes.Of(Grid, Going(position, degrees)))[0];

    /// <summary>What is remembered of a patch, from what is saved: a length, then the seconds of each patch and sector.</summary>
    private double[] Seconds(PatchPosition position)
    {
        byte[] saved = SavedBytes.Of(_normality.Save);
        int start = sizeof(int) + (Grid.IndexOf(position) * 8 * sizeof(double));
        return [.. Enumerable.Range(0, 8).Select(sector => BitConverter.ToDouble(saved, start + (sector * sizeof(double))))];
    }

    private static double PlainSurprise(double[,] seconds, PatchPosition position, double degrees)
    {
        double[] picture = new double[8];
        double[] near = new double[8];
        for (int place = 0; place < Grid.Count; place++)
        {
            PatchPosition there = Grid.PositionOf(place);
            bool isNear = Math.Abs(there.Row - position.Row) <= 2 && Math.Abs(there.Column - position.Column) <= 2;
            for (int i = 0; i < 8; i++)
            {
                picture[i] += seconds[place, i];
                near[i] += isNear ? seconds[place, i] : 0;
            }
        }

        double[] chances =
            [.. near.Select((value, i) => (value + (10 * (picture[i] + (10 / 8.0)) / (picture.Sum() + 10))) / (near.Sum() + 10))];
        int sector = (int)(degrees / 45);
        double part = (degrees / 45) - sector;
        double own = ((1 - part) * chances[sector]) + (part * chances[(sector + 1) % 8]);
        return -Math.Log(Math.Max(own, chances.Where(chance => chance <= own * (1 + 1e-9)).Sum()));
    }
}
