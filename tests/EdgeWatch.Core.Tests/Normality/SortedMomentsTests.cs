using EdgeWatch.Core.Normality;

namespace EdgeWatch.Core.Tests.Normality;

public sealed class SortedMomentsTests
{
    private readonly SortedMoments _moments = new();

    [Fact]
    public void Quantiles_are_those_of_the_values()
    {
        foreach (double value in new[] { 4.0, 1, 3, 2 })
        {
            _moments.Add(value, limit: 100);
        }

        Assert.Equal([1.0, 1, 2, 3, 4], new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(part => _moments.Quantile(part)));
        Assert.Equal([2.0, 3, 4], new[] { 0.25, 0.5, 1 }.Select(part => _moments.Quantile(part, from: 2)));
        Assert.Equal(3, _moments.CountFrom(2));
        Assert.Equal(new Moments(4, 10, 30), _moments.All);
    }

    [Fact]
    public void Without_values_a_quantile_is_zero() => Assert.Equal(0, _moments.Quantile(0.5));

    [Fact]
    public void What_is_above_a_limit_counts_as_the_limit()
    {
        _moments.Add(1, limit: 100);
        _moments.Add(7, limit: 100);

        Assert.Equal(new Moments(2, 4, 10), _moments.CutOffAt(3));
        Assert.Equal(_moments.All, _moments.CutOffAt(7));
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(1000)]
    public void Any_value_has_its_bin(double value)
    {
        _moments.Add(value, limit: 100);

        Assert.Equal(value, _moments.Quantile(0.5));
    }

    [Fact]
    public void Past_the_limit_the_oldest_half_fades()
    {
        _moments.Add(1, limit: 2);
        _moments.Add(1, limit: 2);
        _moments.Add(3, limit: 2);

        Assert.Equal(new Moments(2, 4, 10), _moments.All);
        Assert.Equal(1, _moments.Quantile(0.5));
    }

    [Fact]
    public void What_was_saved_comes_back()
    {
        _moments.Add(1, limit: 100);
        _moments.Add(2, limit: 100);
        SortedMoments restored = new();

        SavedBytes.Copy(_moments.Save, restored.Restore);

        Assert.Equal(_moments.All, restored.All);
        Assert.Equal(2, restored.Quantile(1));
    }
}
