using EdgeWatch.Core.Zones;

namespace EdgeWatch.Core.Tests.Zones;

public sealed class PolygonTests
{
    [Theory]
    [InlineData("0 0, 1 0, 1 1, 0 1", null, 1)]
    [InlineData("0 0, 1 0, 0 1", null, 0.5)]
    [InlineData("0 0, 1 0, 1 1, 0.5 0.2, 0 1", null, 0.6)]
    [InlineData("0 0, 1 1, 1 0, 0 1", "0 2", 0)]
    [InlineData("0 0, 1 0, 1 1, 0.5 0, 0 1", "0 2", 0.5)]
    [InlineData("0 0, 1 0, 0.5 0", "0 1", 0)]
    [InlineData("0 0, 0 0, 1 0, 1 1", "0 1", 0.5)]
    [InlineData("0 0, 1 0, 1 1, 0 0, 0 1", "0 2", 0.5)]
    public void An_outline_may_not_meet_itself(string points, string? crossing, double area)
    {
        Polygon polygon = Outline.Of(points);

        Assert.Equal(crossing, polygon.FindCrossing() is { } sides ? $"{sides.First} {sides.Second}" : null);
        Assert.Equal(area, polygon.Area, 6);
    }

    [Theory]
    [InlineData(0.2, 0.5, true)]
    [InlineData(0.5, 0.1, true)]
    [InlineData(0.5, 0.5, false)]
    [InlineData(0.9, 0.5, true)]
    [InlineData(0.5, 1.1, false)]
    public void A_notch_does_not_belong_to_it(double x, double y, bool isInside) =>
        Assert.Equal(isInside, Outline.Of("0 0, 1 0, 1 1, 0.5 0.2, 0 1").Contains(new RelativePoint(x, y)));

    [Fact]
    public void Two_with_the_same_corners_are_the_same()
    {
        Assert.Equal(Outline.Of("0 0, 1 0, 0 1"), Outline.Of("0 0, 1 0, 0 1"));
        Assert.Equal(Outline.Of("0 0, 1 0, 0 1").GetHashCode(), Outline.Of("0 0, 1 0, 0 1").GetHashCode());
        Assert.NotEqual(Outline.Of("0 0, 1 0, 0 1"), Outline.Of("0 0, 1 0, 0 0.9"));
    }
}
