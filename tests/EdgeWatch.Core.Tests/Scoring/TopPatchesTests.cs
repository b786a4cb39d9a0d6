using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Tests.Scoring;

public sealed class TopPatchesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(20)]
    public void Pool_is_the_mean_of_the_largest_after_sorting(int count)
    {
        Random random = new(count);
        TopPatches pool = new(count);
        for (int round = 0; round < 300; round++)
        {
            // Few levels, so that there are ties.
            float[] surprises = [.. Enumerable.Range(0, random.Next(97)).Select(_ => random.Next(12) / 4f)];

            Assert.Equal(surprises.OrderDescending().Take(count).Sum() / count, pool.Pool(surprises), 1e-5);
        }
    }

    [Fact]
    public void Missing_patches_count_as_0()
    {
        TopPatches pool = new(6);

        Assert.Equal(2, pool.Pool([12]), 1e-6);
        Assert.Equal(0, pool.Pool([]));
    }
}
