using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class SizeNormalityTests
{
    private static readonly PatchGrid Grid = new(5, 4, 1);
    private static readonly PatchPosition Place = new(1, 2);

    private readonly SizeNormality _normality = new(Grid);

    [Fact]
    public void At_first_a_size_is_as_surprising_as_in_any_scene() =>
        Assert.Equal(SizeNormality.Prior.Surprise(Math.Log(100 * 60)), Score(Person with { Height = 100, Width = 60 }), 1e-4);

    [Fact]
    public void Size_is_compared_with_that_of_the_row()
    {
        RowStatistics areas = new(Grid.Rows, SizeNormality.Prior);
        Random random = new(1);
        for (int i = 0; i < 1000; i++)
        {
            MovingPatch patch = new(Grid.PositionOf(random.Next(Grid.Count))) { Height = random.Next(20, 60), Width = random.Next(10, 30) };
            areas.Learn(patch.Position, Math.Log(patch.Height * patch.Width));
            _normality.Take(Scenes.Of(Grid, patch));
        }

        foreach (int row in new[] { 0, 1, 4 })
        {
            PatchPosition place = new(row, 0);
            Assert.Equal(
                areas.Usual(place).Surprise(Math.Log(90 * 45)),
                Score(new MovingPatch(place) { Height = 90, Width = 45 }),
                1e-3);
        }
    }

    [Fact]
    public void Larger_is_more_surprising_and_smaller_is_not()
    {
        _normality.Take(Scenes.Of(Grid, Person), times: 2000);

        double[] surprises = [.. new[] { 10, 40, 80, 160 }.Select(height => (double)Score(Person with { Height = height }))];

        Assert.Equal(surprises.Order(), surprises);
        Assert.InRange(surprises[0], 0, Math.Log(2));
        Assert.True(surprises[3] > 10, $"four times as large: {surprises[3]}");
    }

    [Fact]
    public void Ratio_is_that_of_the_areas()
    {
        _normality.Take(Scenes.Of(Grid, Person), times: 20_000);

        ScenePatches larger = Scenes.Of(Grid, Person with { Height = 80, Width = 60 });

        Assert.Equal(80.0 * 60 / (40 * 20), _normality.Ratio(larger, 0), 0.1);
    }

    [Theory]
    [InlineData(0.15, false)]
    [InlineData(0.16, true)]
    public void Where_the_network_sees_nothing_moving_nothing_surprises_or_is_learned(double occupancy, bool counts)
    {
        byte[] before = SavedBytes.Of(_normality.Save);
        ScenePatches scene = Scenes.Of(Grid, Person with { Occupancy = occupancy });

        float surprise = _normality.Surprises(scene)[0];
        _normality.Learn(scene, FrameByFrame.Length);

        Assert.Equal(counts, surprise > 0);
        Assert.Equal(counts, !before.SequenceEqual(SavedBytes.Of(_normality.Save)));
    }

    [Fact]
    public void Something_still_has_no_size()
    {
        ScenePatches scene = Scenes.Of(Grid, [Person], [new PatchPosition(0, 0)]);

        Assert.Equal([Score(Person), 0], _normality.Surprises(scene));
        Assert.Equal(0, _normality.Ratio(scene, 1));
    }

    [Fact]
    public void Restored_normality_says_the_same()
    {
        _normality.Take(Scenes.Of(Grid, Person), times: 300);
        SizeNormality restored = new(Grid);

        SavedBytes.Copy(_normality.Save, restored.Restore);

        ScenePatches giant = Scenes.Of(Grid, Person with { Height = 150 });
        Assert.Equal(_normality.Surprises(giant), restored.Surprises(giant));
    }

    [Fact]
    public void Restore_OtherNumberOfRows_Throws() =>
        Assert.Throws<InvalidDataException>(() => SavedBytes.Copy(new SizeNormality(new PatchGrid(4, 4, 1)).Save, _normality.Restore));

    private static MovingPatch Person => new(Place);

    private float Score(MovingPatch patch) => _normality.Surprises(Scenes.Of(Grid, patch))[0];
}
