using EdgeWatch.Evaluation;

namespace EdgeWatch.Tests.Evaluation;

public sealed class PoissonIntervalTests
{
    /// <summary>Values of the table in Garwood's paper, and halves of quantiles of χ² for the large ones.</summary>
    [Theory]
    [InlineData(0, 0, 3.689)]
    [InlineData(1, 0.0253, 5.572)]
    [InlineData(2, 0.2422, 7.225)]
    [InlineData(10, 4.795, 18.390)]
    [InlineData(50, 37.11, 65.92)]
    [InlineData(1000, 938.97, 1063.9)]
    public void It_is_that_of_the_table(int count, double low, double high)
    {
        PoissonInterval interval = PoissonInterval.Of(count);

        Assert.Equal(low, interval.Low, high * 1e-3);
        Assert.Equal(high, interval.High, high * 1e-3);
        Assert.True(interval.Contains(count));
        Assert.False(interval.Contains(high + 1));
    }
}
