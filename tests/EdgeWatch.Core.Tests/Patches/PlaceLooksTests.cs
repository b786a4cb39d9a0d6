using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

public sealed class PlaceLooksTests
{
    /// <summary>Twice two places of two patches each, and an odd row and column.</summary>
    private static readonly PatchGrid Large = new(23, 5, 1);

    [Theory]
    [InlineData(15, 20, 1, 1, 15, 20)]
    [InlineData(22, 40, 1, 1, 22, 40)]
    [InlineData(23, 40, 1, 2, 11, 20)]
    [InlineData(30, 40, 1, 2, 15, 20)]
    [InlineData(45, 80, 2, 2, 22, 40)]
    public void A_place_is_a_patch_or_in_a_large_picture_a_square_of_four(
        int rows, int columns, int scale, int across, int placeRows, int placeColumns)
    {
        PatchGrid patches = new(rows, columns, scale);
        PlaceLooks places = new(patches);

        Assert.Equal(across, places.PatchesAcross);
        Assert.Equal(new PatchGrid(placeRows, placeColumns, scale * across), places.Grid);
        Assert.Equal(places.Grid, PlaceLooks.GridOf(patches));
        Assert.Equal(placeRows * placeColumns * 256, places.Picture.Length);
        Assert.Equal(placeRows * placeColumns * 128, places.Looks.Length);
        Assert.Equal(placeRows * placeColumns, places.Surprises.Length);
        Assert.Equal(placeRows * placeColumns, places.IsBare.Length);
    }

    /// <summary>A strip of a picture, one patch wide: there is no square to make of it.</summary>
    [Fact]
    public void A_large_picture_of_one_column_has_its_patches_as_places()
    {
        PatchGrid strip = new(30, 1, 1);
        PlaceLooks places = new(strip);

        places.Take(new LumaPlane(strip.Width, strip.Height), PlaceRectangle.Of(places.Grid));

        Assert.Equal(strip, places.Grid);
        Assert.Equal(29, places.PlaceOf(new PatchPosition(29, 0)));
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 1, 0, 0)]
    [InlineData(2, 1, 1, 0)]
    [InlineData(21, 3, 10, 1)]
    [InlineData(22, 3, 10, 1)]
    [InlineData(21, 4, 10, 1)]
    [InlineData(22, 4, 10, 1)]
    public void An_odd_row_or_column_belongs_to_the_place_beside_it(int row, int column, int placeRow, int placeColumn)
    {
        PlaceLooks places = new(Large);
        PatchPosition patch = new(row, column);

        Assert.Equal((placeRow * 2) + placeColumn, places.PlaceOf(patch));
        Assert.Equal(new PatchPosition(placeRow, placeColumn), PlaceLooks.PlaceOf(places.Grid, Large, patch));
    }

    [Fact]
    public void The_picture_is_cut_to_whole_places()
    {
        PlaceLooks places = new(Large);
        byte[] pixels = Pictures.Noise(Large.Width / 2, Large.Height / 2, new Random(1));

        places.Take(Pictures.Plane(pixels, Large.Width / 2), PlaceRectangle.Of(places.Grid));

        Assert.Equal(32, places.Grid.Width);
        for (int y = 0; y < places.Grid.Height; y++)
        {
            Assert.Equal(pixels[(y * 40)..((y * 40) + 32)], places.Picture[(y * 32)..((y * 32) + 32)]);
        }
    }

    [Fact]
    public void Looks_are_directions_and_those_of_the_newest_frame_until_the_next_one_comes()
    {
        PlaceLooks places = new(new PatchGrid(2, 2, 1));
        Assert.False(places.IsFresh);

        places.Glance(place => place == new PatchPosition(1, 0) ? [0, -7] : [3, 4]);

        Assert.True(places.IsFresh);
        Assert.Equal([76, 102, 0], places.Of(0)[..3].ToArray());
        Assert.Equal([0, -127, 0], places.Of(2)[..3].ToArray());

        places.Age();

        Assert.False(places.IsFresh);
        Assert.Equal([0, -127, 0], places.Of(2)[..3].ToArray());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void An_answer_that_is_not_in_numbers_leaves_the_looks_of_before(float value)
    {
        PlaceLooks places = new(new PatchGrid(2, 2, 1));
        places.Glance(_ => [1]);
        Array.Fill(places.Looks, 1);
        places.Looks[^1] = value;

        Assert.False(places.Accept(places.Part));

        Assert.False(places.IsFresh);
        Assert.Equal([127, 0, 0], places.Of(0)[..3].ToArray());
    }

    [Theory]
    [InlineData(15, 20)]
    [InlineData(30, 40)]
    public void Every_place_sees_those_around_it(int rows, int columns)
    {
        PlaceLooks places = new(new PatchGrid(rows, columns, 1));
        AttentionBlocks expected = new(places.Grid, places.Grid.Count);
        expected.Deal([.. Enumerable.Range(0, places.Grid.Count).Select(places.Grid.PositionOf)]);

        Assert.Equal((expected.BlockCount, expected.QueryCount, expected.KeyCount),
            (places.Blocks.BlockCount, places.Blocks.QueryCount, places.Blocks.KeyCount));
        Assert.Equal(expected.Places, places.Blocks.Places);
    }

    [Fact]
    public void Of_a_part_its_own_picture_is_shown_and_looks_are_taken_for_the_places_asked_for()
    {
        PatchGrid grid = new(6, 8, 1);
        PlaceLooks places = new(grid);
        places.Glance(_ => [1]);
        byte[] pixels = Pictures.Noise(grid.Width, grid.Height, new Random(1));

        places.Take(Pictures.Plane(pixels, grid.Width), new PlaceRectangle(2, 3, 3, 4));

        Assert.Equal(new PlaceRectangle(2, 3, 3, 4), places.Part);
        for (int y = 0; y < 3 * 16; y++)
        {
            int start = ((32 + y) * grid.Width) + 48;
            Assert.Equal(pixels[start..(start + 64)], places.Picture[(y * 64)..((y + 1) * 64)]);
        }

        Array.Clear(places.Looks);
        for (int place = 0; place < 12; place++)
        {
            places.Looks[(place * PlaceLooks.Length) + place + 1] = 1;
        }

        Assert.True(places.Accept(new PlaceRectangle(3, 4, 1, 2)));

        Assert.Equal(127, places.Of(grid.IndexOf(new PatchPosition(3, 4)))[6]);
        Assert.Equal(127, places.Of(grid.IndexOf(new PatchPosition(3, 5)))[7]);
        Assert.Equal(grid.Count - 2, Enumerable.Range(0, grid.Count).Count(place => places.Of(place)[0] == 127));
    }

    [Fact]
    public void In_a_part_every_place_sees_those_around_it_and_in_the_whole_again()
    {
        PatchGrid grid = new(15, 20, 1);
        PlaceLooks places = new(grid);
        LumaPlane picture = new(grid.Width, grid.Height);
        PlaceLooks small = new(new PatchGrid(6, 8, 1));

        places.Take(picture, new PlaceRectangle(9, 12, 6, 8));
        Assert.Equal(small.Blocks.Places[..(48 * 48)], places.Blocks.Places[..(48 * 48)]);
        Assert.Equal((1, 48, 48), (places.Blocks.BlockCount, places.Blocks.QueryCount, places.Blocks.KeyCount));

        places.Take(picture, PlaceRectangle.Of(places.Grid));
        Assert.Equal(new PlaceLooks(grid).Blocks.Places, places.Blocks.Places);
    }

    [Fact]
    public void Looks_that_are_kept_are_those_of_the_newest_frame()
    {
        PlaceLooks places = new(new PatchGrid(2, 2, 1));
        places.Glance(_ => [1]);
        places.Age();

        places.Keep();

        Assert.True(places.IsFresh);
        Assert.Equal(127, places.Of(0)[0]);
    }

    [Fact]
    public void A_glance_costs_no_memory()
    {
        PlaceLooks places = new(Large);
        LumaPlane picture = new(Large.Width / 2, Large.Height / 2);
        Array.Fill(places.Looks, 1);

        Assert.Equal(0, AllocatedBytes.EachTime(() =>
        {
            places.Take(picture, PlaceRectangle.Of(places.Grid));
            places.Accept(places.Part);
            places.Age();
            places.Take(picture, new PlaceRectangle(1, 0, 3, 2));
            places.Accept(new PlaceRectangle(2, 0, 1, 2));
        }));
    }
}
