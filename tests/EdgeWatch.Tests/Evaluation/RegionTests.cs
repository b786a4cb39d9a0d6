using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;
using EdgeWatch.Evaluation;

namespace EdgeWatch.Tests.Evaluation;

public sealed class RegionTests
{
    [Theory]
    [InlineData(0, 0, 4, 4, 1)]
    [InlineData(2, 0, 6, 4, 1.0 / 3)]
    [InlineData(4, 0, 8, 4, 0)]
    [InlineData(1, 1, 3, 3, 0.25)]
    public void Overlap_is_the_common_part_of_both_together(int left, int top, int right, int bottom, double expected) =>
        Assert.Equal(expected, new Box(0, 0, 4, 4).IntersectionOverUnion(new Box(left, top, right, bottom)), 1e-12);

    [Fact]
    public void What_touches_at_a_corner_is_one_region()
    {
        bool[] cells = Cells(
            "##..#",
            "..#..",
            "....#");

        Assert.Equal([new Box(0, 0, 3, 2), new Box(4, 0, 5, 1), new Box(4, 2, 5, 3)], new ConnectedRegions(3, 5).Take(cells));
    }

    [Fact]
    public void A_region_goes_on_as_the_one_that_overlaps_it_most()
    {
        RegionTracks tracks = RegionTracks.Of(
        [
            Mask(new Box(0, 0, 10, 10)),
            Mask(new Box(2, 0, 12, 10), new Box(8, 0, 18, 10)),
            Mask(),
            Mask(new Box(2, 0, 12, 10)),
        ]);

        Assert.Equal([2, 1, 1], tracks.Lengths);
        Assert.Equal([0, 1], tracks.ByFrame[1].Select(region => region.Track));
        Assert.Equal(2, tracks.ByFrame[3][0].Track);
    }

    [Fact]
    public void A_mask_counts_its_white_pixels_by_patch()
    {
        FrameSize size = new(40, 32); // two patches a row; the last eight columns belong to none
        byte[] luma = new byte[size.LumaBytes];
        foreach ((int x, int y) in new[] { (0, 0), (15, 0), (16, 0), (17, 31), (39, 0) })
        {
            luma[(y * size.Width) + x] = 255;
        }

        FrameMask mask = FrameMask.Of(luma, size, PatchGrid.For(size));

        Assert.Equal(5, mask.AnomalousPixels);
        Assert.Equal(40 * 32, mask.Pixels);
        Assert.Equal(new Dictionary<int, int> { [0] = 2, [1] = 1, [3] = 1 }, mask.ByPatch);
        Assert.Equal(4, mask.Regions.Count);
    }

    private static FrameMask Mask(params Box[] regions) => new(regions, new Dictionary<int, int>(), 0, 0);

    private static bool[] Cells(params string[] rows) => [.. string.Concat(rows).Select(cell => cell == '#')];
}
