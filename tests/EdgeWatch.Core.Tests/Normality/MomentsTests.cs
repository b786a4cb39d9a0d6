using EdgeWatch.Core.Normality;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class MomentsTests
{
    [Fact]
    public void Mean_and_variance_are_those_of_the_values()
    {
        Moments moments = default(Moments).With(1).With(2).With(6);

        Assert.Equal(3, moments.Mean);
        Assert.Equal(14 / 3.0, moments.Variance, 1e-12);
    }

    [Fact]
    public void Values_like_a_distribution_have_its_mean_and_deviation()
    {
        Moments moments = Moments.Of(50, new Gaussian(0.4, 0.3)) * 0.5;

        Assert.Equal(25, moments.Count);
        Assert.Equal(0.4, moments.Mean, 1e-12);
        Assert.Equal(0.09, moments.Variance, 1e-12);
    }

    [Fact]
    public void Sum_is_that_of_all_values() =>
        Assert.Equal(default(Moments).With(1).With(2).With(3), default(Moments).With(1) + default(Moments).With(2).With(3));

    [Fact]
    public void Rounding_never_gives_a_negative_variance() =>
        Assert.True(Enumerable.Repeat(0.1, 1000).Aggregate(default(Moments), (moments, value) => moments.With(value)).Variance >= 0);
}
