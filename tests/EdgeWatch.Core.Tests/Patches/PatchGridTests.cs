using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Tests.Patches;

public sealed class PatchGridTests
{
    [Theory]
    [InlineData(320, 240, 15, 20, 1)]
    [InlineData(360, 240, 15, 22, 1)]
    [InlineData(640, 480, 15, 20, 2)]
    [InlineData(1280, 720, 15, 26, 3)]
    [InlineData(479, 479, 29, 29, 1)]
    [InlineData(16, 16, 1, 1, 1)]
    [InlineData(31, 47, 2, 1, 1)]
    public void For_CutsToWholePatches(int width, int height, int rows, int columns, int scale)
    {
        Assert.Equal(new PatchGrid(rows, columns, scale), PatchGrid.For(new FrameSize(width, height)));
        Assert.True(PatchGrid.Fits(new FrameSize(width, height), PatchGrid.DefaultAnalysisRows));
    }

    [Theory]
    [InlineData(15, 240)]
    [InlineData(320, 15)]
    [InlineData(31, 480)]
    public void For_SmallerThanAPatch_Throws(int width, int height)
    {
        Assert.Throws<ArgumentException>(() => PatchGrid.For(new FrameSize(width, height)));
        Assert.False(PatchGrid.Fits(new FrameSize(width, height), PatchGrid.DefaultAnalysisRows));
    }

    [Fact]
    public void Index_and_position_are_inverse_and_row_major()
    {
        PatchGrid grid = new(3, 5, 1);

        Assert.Equal(Enumerable.Range(0, 15), Enumerable.Range(0, 15).Select(i => grid.IndexOf(grid.PositionOf(i))));
        Assert.Equal(new PatchPosition(1, 2), grid.PositionOf(7));
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(3, 5, 1)]
    [InlineData(5, 3, 2)]
    [InlineData(4, 4, 9)]
    public void Around_a_place_are_the_patches_within_reach_in_order(int rows, int columns, int reach)
    {
        PatchGrid grid = new(rows, columns, 1);
        foreach (PatchPosition centre in Enumerable.Range(0, grid.Count).Select(grid.PositionOf))
        {
            List<int> around = [];
            foreach (int patch in grid.Around(centre, reach))
            {
                around.Add(patch);
            }

            Assert.Equal(Enumerable.Range(0, grid.Count).Where(i => IsWithin(reach, centre, grid.PositionOf(i))), around);
        }
    }

    private static bool IsWithin(int reach, PatchPosition a, PatchPosition b) =>
        Math.Abs(a.Row - b.Row) <= reach && Math.Abs(a.Column - b.Column) <= reach;
}
