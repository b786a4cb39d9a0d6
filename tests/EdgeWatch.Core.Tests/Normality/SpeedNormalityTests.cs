using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class SpeedNormalityTests
{
    private static readonly PatchPosition Place = new(1, 2);

    private readonly SpeedNormality _normality = new(new PatchGrid(3, 4, 1));

    [Theory]
    [InlineData(5, 5)]
    [InlineData(5, 1)]
    [InlineData(1, 5)]
    [InlineData(5, 0)]
    public void A_patch_is_as_surprising_as_the_less_surprising_measurement(double network, double block)
    {
        LearnWalkers();

        Assert.Equal(
            Math.Min(
                _normality.Network.Usual(Place).Surprise(Math.Log(network + 0.3)),
                _normality.Matching.Usual(Place).Surprise(Math.Log(block + 0.3))),
            Score((Place, network, block, 1)),
            1e-5);
    }

    [Fact]
    public void Faster_is_more_surprising_and_usual_hardly_at_all()
    {
        LearnWalkers();

        double[] surprises = [.. new[] { 0.5, 1, 2, 4, 8 }.Select(speed => (double)Score((Place, speed, speed, 1)))];

        Assert.Equal(surprises.Order(), surprises);
        Assert.InRange(surprises[1], 0.3, 1.2);
        Assert.True(surprises[3] > 10, $"four times as fast: {surprises[3]}");
    }

    [Theory]
    [InlineData(0.15, false)]
    [InlineData(0.16, true)]
    public void Where_the_network_sees_nothing_moving_nothing_surprises_and_only_matching_learns(double occupancy, bool counts)
    {
        TokenBatch batch = Batches.Of((Place, 9, 9, occupancy));
        float[] surprises = [float.NaN];

        _normality.Score(batch, surprises);
        _normality.Learn(batch);

        Assert.Equal(counts, surprises[0] > 0);
        Assert.Equal(counts ? 1 : 0, _normality.Network.Rows[1].Count);
        Assert.Equal(1, _normality.Matching.Rows[1].Count);
    }

    [Theory]
    [InlineData(3, 4, 3)]
    [InlineData(4, 3, 3)]
    [InlineData(6, 0, 0)]
    public void Ratio_is_the_smaller_of_both_measurements(double network, double block, double expected)
    {
        LearnWalkers();

        Assert.Equal(expected, _normality.Ratio(Batches.Of((Place, network, block, 1)), 0), 0.1);
    }

    [Fact]
    public void Ratio_stays_finite_where_everything_stands_still()
    {
        TokenBatch still = Batches.At(0, Place);
        for (int i = 0; i < 10_000; i++)
        {
            _normality.Learn(still);
        }

        Assert.Equal(20, _normality.Ratio(Batches.At(2, Place), 0), 0.1);
    }

    /// <summary>About a pixel a frame, as both measurements see it.</summary>
    private void LearnWalkers()
    {
        TokenBatch[] walkers = [.. Enumerable.Range(0, 5).Select(i => Batches.At(0.8 + (i * 0.1), Place, new PatchPosition(1, 3)))];
        for (int i = 0; i < 5000; i++)
        {
            _normality.Learn(walkers[i % walkers.Length]);
        }
    }

    private float Score((PatchPosition, double, double, double) patch)
    {
        float[] surprises = new float[1];
        _normality.Score(Batches.Of(patch), surprises);
        return surprises[0];
    }
}
