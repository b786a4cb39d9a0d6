using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class SpeedNormalityTests
{
    private static readonly PatchGrid Grid = new(3, 4, 1);
    private static readonly PatchPosition Place = new(1, 2);

    private readonly SpeedNormality _normality = new(Grid);

    [Theory]
    [InlineData(5, 5)]
    [InlineData(5, 1)]
    [InlineData(1, 5)]
    [InlineData(5, 0)]
    public void A_patch_is_half_as_surprising_as_the_network_says_and_half_as_the_lesser_of_both(double speed, double block)
    {
        LearnWalkers();
        double network = _normality.Network.Usual(Place).Surprise(Math.Log(speed + 0.3), 1.5 * MovingPatch.SmallDeviation);
        double matching = _normality.Matching.Usual(Place).Surprise(Math.Log(block + 0.3));

        Assert.Equal((network + Math.Min(network, matching)) / 2, Score(new MovingPatch(Place, speed) { BlockSpeed = block }), 1e-4);
    }

    [Theory]
    [InlineData(SpeedMeasure.Network, 5, 0)]
    [InlineData(SpeedMeasure.Matching, 0, 5)]
    public void By_one_measure_alone_the_other_does_not_matter(SpeedMeasure measure, double speed, double block)
    {
        LearnWalkers();
        _normality.Measure = measure;
        Gaussian usual = measure == SpeedMeasure.Network ? _normality.Network.Usual(Place) : _normality.Matching.Usual(Place);
        double deviation = measure == SpeedMeasure.Network ? 1.5 * MovingPatch.SmallDeviation : 0;

        foreach (double other in new[] { 0.0, 1, 20 })
        {
            MovingPatch patch = measure == SpeedMeasure.Network
                ? new MovingPatch(Place, speed) { BlockSpeed = other }
                : new MovingPatch(Place, other) { BlockSpeed = block };

            Assert.Equal(usual.Surprise(Math.Log(5 + 0.3), deviation), Score(patch), 1e-4);
        }
    }

    [Fact]
    public void Faster_is_more_surprising_and_usual_hardly_at_all()
    {
        LearnWalkers();

        double[] surprises = [.. new[] { 0.5, 1, 2, 4, 8 }.Select(speed => (double)Score(new MovingPatch(Place, speed)))];

        Assert.Equal(surprises.Order(), surprises);
        Assert.InRange(surprises[1], 0.3, 1.2);
        Assert.True(surprises[3] > 10, $"four times as fast: {surprises[3]}");
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.2)]
    [InlineData(0.7)]
    public void A_speed_that_may_be_wrong_is_measured_in_the_deviations_of_both(double deviation)
    {
        LearnWalkers();
        Gaussian usual = _normality.Network.Usual(Place);
        double error = 1.5 * deviation;
        double z = (Math.Log(3.3) - usual.Mean) / Math.Sqrt((usual.Deviation * usual.Deviation) + (error * error));

        // Block matching is made the more surprising one.
        Assert.Equal(GaussianTail.Surprise(z), Score(new MovingPatch(Place, 3) { BlockSpeed = 100, SpeedDeviation = deviation }), 1e-3);
    }

    [Theory]
    [InlineData(0.15, false)]
    [InlineData(0.16, true)]
    public void Where_the_network_sees_nothing_moving_nothing_surprises_and_only_matching_learns(double occupancy, bool counts)
    {
        ScenePatches scene = Scenes.Of(Grid, new MovingPatch(Place, 9) { Occupancy = occupancy });

        float surprise = _normality.Surprises(scene)[0];
        _normality.Learn(scene, FrameByFrame.Length);

        Assert.Equal(counts, surprise > 0);
        Assert.Equal(counts ? 1 : 0, _normality.Network.Rows[1].Count);
        Assert.Equal(1, _normality.Matching.Rows[1].Count);
    }

    [Fact]
    public void Something_still_neither_surprises_nor_teaches_nor_has_a_ratio()
    {
        PatchPosition still = new(0, 0);
        ScenePatches scene = Scenes.Of(Grid, [new MovingPatch(Place, 9)], [still]);

        float[] surprises = _normality.Surprises(scene);
        _normality.Learn(scene, FrameByFrame.Length);

        Assert.Equal(2, surprises.Length);
        Assert.Equal(0, surprises[1]);
        Assert.Equal(0, _normality.Ratio(scene, 1));
        Assert.Equal(0, _normality.Network.Rows[0].Count + _normality.Matching.Rows[0].Count);
    }

    [Theory]
    [InlineData(3, 4, 3)]
    [InlineData(4, 3, 3)]
    [InlineData(6, 0, 0)]
    public void Ratio_is_the_smaller_of_both_measurements(double network, double block, double expected)
    {
        LearnWalkers();

        ScenePatches scene = Scenes.Of(Grid, new MovingPatch(Place, network) { BlockSpeed = block });

        Assert.Equal(expected, _normality.Ratio(scene, 0), 0.1);
    }

    [Fact]
    public void Ratio_stays_finite_where_everything_stands_still()
    {
        _normality.Take(Scenes.At(Grid, 0, Place), times: 10_000);

        Assert.Equal(20, _normality.Ratio(Scenes.At(Grid, 2, Place), 0), 0.1);
    }

    [Fact]
    public void Restored_normality_says_the_same()
    {
        LearnWalkers();
        SpeedNormality restored = new(Grid);
        ScenePatches runner = Scenes.At(Grid, 3, Place);

        SavedBytes.Copy(_normality.Save, restored.Restore);
        ((IKindNormality)_normality).Clear();

        Assert.Equal(_normality.Surprises(runner), restored.Surprises(runner));
    }

    /// <summary>About a pixel a frame, as both measurements see it.</summary>
    private void LearnWalkers()
    {
        ScenePatches[] walkers = [.. Enumerable.Range(0, 5).Select(i => Scenes.At(Grid, 0.8 + (i * 0.1), Place, new PatchPosition(1, 3)))];
        for (int i = 0; i < 5000; i++)
        {
            _normality.Take(walkers[i % walkers.Length]);
        }
    }

    /// <summary>The surprise of a patch of which nothing was known a frame ago.</summary>
    private float Score(MovingPatch patch)
    {
        ((IKindNormality)_normality).Clear();
        return _normality.Surprises(Scenes.Of(Grid, patch))[0];
    }
}
