using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

public sealed class PlaceRectangleTests
{
    private static readonly PatchGrid Grid = new(10, 12, 1);

    [Fact]
    public void All_places_of_a_grid_are_a_rectangle()
    {
        PlaceRectangle all = PlaceRectangle.Of(Grid);

        Assert.Equal(new PlaceRectangle(0, 0, 10, 12), all);
        Assert.Equal((10, 12, 120), (all.Bottom, all.Right, all.Count));
    }

    [Fact]
    public void Two_together_are_the_smallest_that_holds_both()
    {
        PlaceRectangle one = new(1, 5, 2, 2);

        Assert.Equal(new PlaceRectangle(1, 2, 7, 5), one.With(new PlaceRectangle(6, 2, 2, 1)));
        Assert.Equal(one, one.With(new PlaceRectangle(2, 6, 1, 1)));
    }

    [Theory]
    [InlineData(4, 4, 1, 1, 2, 2, 5, 5)]
    [InlineData(0, 11, 1, 1, 0, 9, 3, 3)]
    [InlineData(9, 0, 1, 3, 7, 0, 3, 5)]
    public void A_wider_one_ends_where_the_grid_does(
        int top, int left, int rows, int columns, int widerTop, int widerLeft, int widerRows, int widerColumns)
    {
        Assert.Equal(
            new PlaceRectangle(widerTop, widerLeft, widerRows, widerColumns),
            new PlaceRectangle(top, left, rows, columns).Widened(2, Grid));
    }
}
