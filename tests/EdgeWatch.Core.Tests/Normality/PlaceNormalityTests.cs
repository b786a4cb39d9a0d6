using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class PlaceNormalityTests
{
    private static readonly PatchPosition Door = new(2, 3);
    private static readonly PatchPosition Roof = new(9, 9);
    private static readonly PatchGrid Grid = new(12, 12, 1);

    private readonly PlaceNormality _normality = new(Grid);

    [Fact]
    public void Whoever_stands_somewhere_for_a_stretch_visits_it_once()
    {
        Learn(frames: 100, Door);

        Assert.Equal(1, _normality.Stretches);
        Assert.Equal(1, Visits(Door));
        Assert.Equal(1, _normality.Visits.ToArray().Sum());
    }

    [Fact]
    public void A_single_frame_is_a_visit_and_empty_frames_teach_that_nothing_happens()
    {
        Learn(frames: 1, Door);
        Learn(frames: 299);

        Assert.Equal(3, _normality.Stretches);
        Assert.Equal(1, Visits(Door));
    }

    [Fact]
    public void A_stretch_that_is_not_over_does_not_count_yet()
    {
        Learn(frames: 99, Door);

        Assert.Equal(0, _normality.Stretches);
        Assert.Equal(0, Visits(Door));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 0)]
    [InlineData(5, 5)]
    [InlineData(60, 3)]
    public void Surprise_follows_Laplaces_rule(int stretches, int visits)
    {
        Learn(frames: visits * 100, Door);
        Learn(frames: (stretches - visits) * 100);

        Assert.Equal(-Math.Log((visits + 1.0) / (stretches + 2)), Score(Door), 1e-5);
    }

    [Fact]
    public void A_new_place_is_the_more_surprising_the_longer_nothing_happened_there()
    {
        Learn(frames: 1000, Door);
        float after100Seconds = Score(Roof);
        Learn(frames: 10_000, Door);

        Assert.Equal(-Math.Log(1 / 12.0), after100Seconds, 1e-5);
        Assert.Equal(-Math.Log(1 / 112.0), Score(Roof), 1e-5);
        Assert.InRange(Score(Door), 0, 0.01);
    }

    [Theory]
    [InlineData(4, 5, true)]
    [InlineData(0, 1, true)]
    [InlineData(5, 3, false)]
    [InlineData(2, 6, false)]
    public void Two_patches_aside_is_the_same_place_three_are_not(int row, int column, bool same)
    {
        Learn(frames: 1000, Door);

        Assert.Equal(same ? Score(Door) : Score(Roof), Score(new PatchPosition(row, column)));
    }

    [Fact]
    public void The_busiest_patch_nearby_counts_not_the_sum()
    {
        Learn(frames: 200, Door);
        Learn(frames: 100, new PatchPosition(2, 4));
        Learn(frames: 300);

        Assert.Equal(-Math.Log(3 / 8.0), Score(Door), 1e-5);
    }

    [Fact]
    public void Past_the_limit_the_oldest_half_fades()
    {
        _normality.Take(Scenes.At(Grid, 1, Door), PlaceNormality.VisitLength, (int)PlaceNormality.StretchLimit);

        _normality.Take(Scenes.At(Grid, 1), PlaceNormality.VisitLength);

        Assert.Equal((PlaceNormality.StretchLimit / 2) + 1, _normality.Stretches);
        Assert.Equal(PlaceNormality.StretchLimit / 2, Visits(Door));
    }

    [Fact]
    public void Restored_normality_says_the_same()
    {
        Learn(frames: 550, Door);
        PlaceNormality restored = new(Grid);

        SavedBytes.Copy(_normality.Save, restored.Restore);

        Assert.Equal(_normality.Stretches, restored.Stretches);
        Assert.Equal(_normality.Visits.ToArray(), restored.Visits.ToArray());
    }

    [Fact]
    public void Restoring_forgets_the_stretch_that_is_not_over()
    {
        Learn(frames: 50, Roof);

        SavedBytes.Copy(new PlaceNormality(Grid).Save, _normality.Restore);
        Learn(frames: 99, Door);
        Assert.Equal(0, _normality.Stretches);
        Learn(frames: 1);

        Assert.Equal(1, Visits(Door));
        Assert.Equal(0, Visits(Roof));
    }

    [Fact]
    public void Restore_OtherNumberOfPatches_Throws() =>
        Assert.Throws<InvalidDataException>(() => SavedBytes.Copy(new PlaceNormality(new PatchGrid(11, 13, 1)).Save, _normality.Restore));

    [Fact]
    public void Something_still_neither_surprises_nor_counts_as_a_visit()
    {
        Learn(frames: 1000, Door);
        ScenePatches scene = Scenes.Of(Grid, [new MovingPatch(Door)], [Roof]);

        Assert.Equal([Score(Door), 0], _normality.Surprises(scene));
        _normality.Take(scene, PlaceNormality.VisitLength);
        Assert.Equal(0, Visits(Roof));
    }

    [Fact]
    public void A_stretch_goes_on_over_a_gap()
    {
        Learn(frames: 50, Roof);
        ((IKindNormality)_normality).Clear();
        Learn(frames: 50, Door);

        Assert.Equal(1, _normality.Stretches);
        Assert.Equal(1, Visits(Roof));
        Assert.Equal(1, Visits(Door));
    }

    private void Learn(int frames, params PatchPosition[] positions) => _normality.Take(Scenes.At(Grid, 1, positions), frames);

    private double Visits(PatchPosition position) => _normality.Visits[(position.Row * 12) + position.Column];

    private float Score(PatchPosition position) => _normality.Surprises(Scenes.At(Grid, 1, position))[0];
}
