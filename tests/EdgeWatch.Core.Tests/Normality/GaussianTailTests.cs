using EdgeWatch.Core.Normality;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class GaussianTailTests
{
    /// <summary>−ln(erfc(z/√2)/2), computed with 40 digits by mpmath 1.3.</summary>
    [Theory]
    [InlineData(-3, 0.0013508099647481938)]
    [InlineData(-2.5, 0.0062290254858600024)]
    [InlineData(-2, 0.023012909328963488)]
    [InlineData(-1.5, 0.069143455612233983)]
    [InlineData(-1, 0.17275377902344989)]
    [InlineData(-0.5, 0.36894641528865639)]
    [InlineData(-0.25, 0.51298407540943043)]
    [InlineData(0, 0.69314718055994531)]
    [InlineData(0.25, 0.91306176481113506)]
    [InlineData(0.5, 1.1759117615936186)]
    [InlineData(1, 1.8410216450092635)]
    [InlineData(1.5, 2.7059444008238898)]
    [InlineData(2, 3.7831843336820319)]
    [InlineData(2.5, 5.0816482772786905)]
    [InlineData(3, 6.6077262215103495)]
    [InlineData(4, 10.360101486527291)]
    [InlineData(5, 15.064998393988726)]
    [InlineData(6, 20.736768949974706)]
    [InlineData(8, 35.01343715991455)]
    [InlineData(10, 53.231285150512471)]
    [InlineData(15, 116.1313848457117)]
    [InlineData(20, 203.91715537109726)]
    [InlineData(30, 454.3212439563432)]
    [InlineData(40, 804.60844201375379)]
    public void Surprise_is_the_logarithm_of_the_tail(double z, double expected) =>
        Assert.Equal(expected, GaussianTail.Surprise(z), 1.2e-7);

    [Fact]
    public void Surprise_rises_with_every_thousandth_of_a_deviation()
    {
        double before = GaussianTail.Surprise(-3);
        for (int thousandth = -2999; thousandth <= 40_000; thousandth++)
        {
            double surprise = GaussianTail.Surprise(thousandth / 1000.0);
            Assert.True(surprise > before, $"z = {thousandth / 1000.0}: {surprise} after {before}");
            before = surprise;
        }
    }

    [Theory]
    [InlineData(-3.1)]
    [InlineData(-50)]
    [InlineData(double.NegativeInfinity)]
    public void Slower_than_three_deviations_below_is_equally_unsurprising(double z) =>
        Assert.Equal(GaussianTail.Surprise(-3), GaussianTail.Surprise(z));

    [Fact]
    public void Gaussian_measures_in_its_own_deviations() =>
        Assert.Equal(GaussianTail.Surprise(2), new Gaussian(5, 0.5).Surprise(6), 1e-12);
}
