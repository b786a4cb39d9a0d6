using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Tests.Scoring;

public sealed class ExcessPoolTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    public void Value_is_the_logarithm_of_the_summed_excess(int patches)
    {
        Random random = new(patches);
        for (int round = 0; round < 100; round++)
        {
            float[] surprises = [.. Enumerable.Range(0, patches).Select(_ => (float)random.NextDouble() * 12)];

            double sum = surprises.Where(surprise => surprise > 2).Sum(surprise => (double)surprise - 2);
            Assert.Equal(Math.Log(1 + sum), ExcessPool.Of(surprises), 1e-9);
        }
    }

    [Fact]
    public void Without_patches_or_with_ordinary_ones_only_it_is_0()
    {
        Assert.Equal(0, ExcessPool.Of([]));
        Assert.Equal(0, ExcessPool.Of([0, 1, 1.999f, 2]));
    }

    [Fact]
    public void Order_of_the_patches_and_ordinary_ones_beside_them_do_not_matter() =>
        Assert.Equal(ExcessPool.Of([9, 4]), ExcessPool.Of([0, 4, 2, 9, 1]), 1e-12);

    [Fact]
    public void It_grows_with_each_patch_and_with_its_surprise()
    {
        double before = 0;
        for (int patches = 1; patches < 50; patches++)
        {
            double value = ExcessPool.Of([.. Enumerable.Repeat(3f, patches)]);
            Assert.True(value > before);
            Assert.True(ExcessPool.Of([.. Enumerable.Repeat(3.1f, patches)]) > value);
            before = value;
        }
    }

    [Theory]
    [InlineData(2.5f, 1)]
    [InlineData(7f, 6)]
    [InlineData(100f, 20)]
    public void Patches_that_are_alike_are_worth_what_they_are_together(float surprise, int count) =>
        Assert.Equal(ExcessPool.Of([.. Enumerable.Repeat(surprise, count)]), ExcessPool.OfAlike(surprise, count), 1e-9);

    [Fact]
    public void A_single_patch_is_ordered_below_the_floor_too_without_a_step()
    {
        double before = ExcessPool.OfAlike(0, 6);
        for (int hundredth = 1; hundredth <= 1000; hundredth++)
        {
            double value = ExcessPool.OfAlike(hundredth / 100f, 6);
            Assert.InRange(value - before, 1e-6, 0.07);
            before = value;
        }
    }
}
