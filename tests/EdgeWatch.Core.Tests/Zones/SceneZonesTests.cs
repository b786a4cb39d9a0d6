using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Core.Tests.Zones;

public sealed class SceneZonesTests
{
    private static readonly FrameSize Size = new(320, 240);
    private static readonly PatchGrid Grid = PatchGrid.For(Size);

    [Fact]
    public void Without_zones_and_masks_everything_counts()
    {
        SceneZones zones = new(Grid, Size, [], []);

        Assert.False(zones.IsLimited);
        Assert.DoesNotContain(false, zones.Counts.ToArray());
    }

    [Fact]
    public void Where_a_zone_is_watched_nothing_else_counts()
    {
        SceneZones zones = Of(Watch("0.5 0, 1 0, 1 1, 0.5 1"));

        AssertCounts(zones, (_, column) => column >= 10);
        Assert.True(zones.IsIn(0, Grid.IndexOf(new PatchPosition(3, 10))));
        Assert.False(zones.IsIn(0, Grid.IndexOf(new PatchPosition(3, 9))));
    }

    [Fact]
    public void What_is_ignored_is_in_no_zone()
    {
        SceneZones zones = Of(Watch("0.5 0, 1 0, 1 1, 0.5 1"), Ignore("0 0, 1 0, 1 0.4, 0 0.4"));

        AssertCounts(zones, (row, column) => column >= 10 && row >= 6);
        Assert.False(zones.IsIn(0, Grid.IndexOf(new PatchPosition(3, 10))));
    }

    [Fact]
    public void With_ignored_zones_alone_all_else_counts() =>
        AssertCounts(Of(Ignore("0 0, 1 0, 1 0.4, 0 0.4")), (row, _) => row >= 6);

    [Theory]
    [InlineData("0.51 0.51, 0.52 0.51, 0.52 0.52", 7, 10)]
    [InlineData("0.5001 0.5001, 0.5002 0.5001, 0.5002 0.5002", 7, 10)]
    [InlineData("0.999 0.999, 1 0.999, 1 1", 14, 19)]
    public void The_smallest_zone_has_a_patch(string outline, int row, int column) =>
        AssertCounts(Of(Watch(outline)), (r, c) => r == row && c == column);

    [Fact]
    public void Half_a_patch_is_enough_and_less_is_not() =>
        AssertCounts(Of(Watch("0.125 0, 0.475 0, 0.475 1, 0.125 1"), Watch("0.89 0, 1 0, 1 1, 0.89 1")), (_, column) =>
            column is >= 2 and <= 9 or >= 18);

    [Fact]
    public void What_a_mask_touches_does_not_count()
    {
        SceneZones zones = new(Grid, Size, [], [Outline.Of("0.2 0.2, 0.5 0.2, 0.5 0.5, 0.2 0.5")]);

        // 64 to 160 of 320 and 48 to 120 of 240, and two pixels more.
        AssertCounts(zones, (row, column) => row is < 2 or > 7 || column is < 3 or > 10);
        Assert.Equal(zones.Counts.ToArray(), zones.IsMasked.ToArray().Select(isMasked => !isMasked));
    }

    [Fact]
    public void A_zone_is_at_the_same_place_of_a_larger_picture()
    {
        FrameSize large = new(1280, 720);
        SceneZones zones = new(PatchGrid.For(large), large, [Watch("0.5 0, 1 0, 1 1, 0.5 1")], []);
        PatchGrid grid = PatchGrid.For(large);

        for (int i = 0; i < grid.Count; i++)
        {
            double middle = (grid.PositionOf(i).Column + 0.5) * PatchGrid.PatchSize * grid.Scale / large.Width;
            Assert.True(zones.Counts[i] == middle >= 0.5, $"{grid.PositionOf(i)}");
        }
    }

    private static SceneZones Of(params Zone[] zones) => new(Grid, Size, zones, []);

    private static Zone Watch(string outline) => new("a", ZoneKind.Watch, Outline.Of(outline));

    private static Zone Ignore(string outline) => new("b", ZoneKind.Ignore, Outline.Of(outline));

    private static void AssertCounts(SceneZones zones, Func<int, int, bool> counts)
    {
        for (int i = 0; i < Grid.Count; i++)
        {
            PatchPosition at = Grid.PositionOf(i);
            Assert.True(zones.Counts[i] == counts(at.Row, at.Column), $"{at}: {zones.Counts[i]}");
        }
    }
}
