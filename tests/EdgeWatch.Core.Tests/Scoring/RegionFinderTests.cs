using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Tests.Scoring;

public sealed class RegionFinderTests
{
    private const double Minimum = 0.2;

    private static readonly PatchGrid Grid = new(15, 20, 1);

    private readonly RegionFinder _finder = new(Grid);

    [Fact]
    public void Patches_apart_are_regions_of_their_own_the_highest_score_first()
    {
        IReadOnlyList<Region> regions = Find((1, 1, 0.6f), (1, 2, 0.7f), (5, 10, 0.9f));

        Assert.Equal(
            [
                new Region(10 / 20.0, Math.Round(5 / 15.0, 4), 0.05, Math.Round(1 / 15.0, 4), 0.9f),
                new Region(0.05, Math.Round(1 / 15.0, 4), 0.1, Math.Round(1 / 15.0, 4), 0.7f),
            ],
            regions);
    }

    [Fact]
    public void Patches_that_touch_at_a_corner_are_one_region()
    {
        Region region = Assert.Single(Find((0, 0, 0.5f), (1, 1, 0.5f), (2, 0, 0.5f)));

        Assert.Equal((0.0, 0.0, 0.1, 0.2), (region.X, region.Y, region.Width, region.Height));
    }

    [Fact]
    public void Five_regions_at_most_those_with_the_highest_scores()
    {
        IReadOnlyList<Region> regions = Find([.. Enumerable.Range(0, 8).Select(i => (2 * (i / 4), 3 * (i % 4), (90 - i) / 100f))]);

        Assert.Equal([0.9f, 0.89f, 0.88f, 0.87f, 0.86f], regions.Select(region => (float)region.Score));
    }

    [Fact]
    public void Patches_far_below_the_best_one_do_not_belong()
    {
        Region region = Assert.Single(Find((4, 4, 1), (4, 5, 0.61f), (4, 6, 0.59f)));

        Assert.Equal(0.1, region.Width);
    }

    [Fact]
    public void Nothing_is_found_below_the_minimum() => Assert.Empty(Find((4, 4, 0.19f)));

    [Fact]
    public void Nothing_is_found_where_nothing_happens() => Assert.Empty(Find());

    [Fact]
    public void A_picture_full_of_it_is_one_region()
    {
        float[] scores = new float[Grid.Count];
        Array.Fill(scores, 0.8f);

        Assert.Equal([new Region(0, 0, 1, 1, 0.8f)], _finder.Find(scores, Minimum, 320, 240));
    }

    [Fact]
    public void Fractions_are_of_the_whole_picture_the_cropped_part_included()
    {
        float[] scores = new float[Grid.Count];
        scores[Grid.IndexOf(new PatchPosition(14, 19))] = 0.8f;

        Region region = Assert.Single(_finder.Find(scores, Minimum, 330, 250));

        Assert.Equal(Math.Round(19 * 16 / 330.0, 4), region.X);
        Assert.Equal(Math.Round(14 * 16 / 250.0, 4), region.Y);
        Assert.True(region.X + region.Width < 1);
        Assert.True(region.Y + region.Height < 1);
    }

    [Fact]
    public void Scores_are_left_as_they_are_and_the_finder_can_be_used_again()
    {
        float[] scores = new float[Grid.Count];
        scores[7] = 0.8f;

        Assert.Equal(_finder.Find(scores, Minimum, 320, 240), _finder.Find(scores, Minimum, 320, 240));
        Assert.Equal(0.8f, scores[7]);
    }

    [Fact]
    public void Every_unusual_patch_is_inside_a_region_and_no_region_is_larger_than_its_patches()
    {
        Random random = new(12);
        for (int round = 0; round < 100; round++)
        {
            (int Row, int Column, float Score)[] patches =
                [.. Enumerable.Range(0, 3).Select(_ => (random.Next(15), random.Next(20), 0.9f))];

            IReadOnlyList<Region> regions = Find(patches);

            Assert.All(patches, patch => Assert.Contains(regions, region => Holds(region, patch.Row, patch.Column)));
            Assert.All(regions, region => Assert.Contains(patches, patch => Holds(region, patch.Row, patch.Column)));
            Assert.All(regions, region => Assert.InRange(region.Width * 20 * region.Height * 15, 0.99, 9.01));
        }

        static bool Holds(Region region, int row, int column)
        {
            (double x, double y) = ((column + 0.5) / 20, (row + 0.5) / 15);
            return x > region.X && x < region.X + region.Width && y > region.Y && y < region.Y + region.Height;
        }
    }

    [Fact]
    public void A_region_names_the_thing_of_its_most_unusual_patch()
    {
        float[] scores = new float[300];
        long[] things = new long[300];
        (scores[21], things[21]) = (0.7f, 3);
        (scores[22], things[22]) = (0.9f, 4);
        scores[250] = 0.8f;

        Assert.Equal([4L, null], _finder.Find(scores, Minimum, 320, 240, things).Select(region => region.Thing));
        Assert.Equal([null, null], _finder.Find(scores, Minimum, 320, 240).Select(region => region.Thing));
    }

    private IReadOnlyList<Region> Find(params (int Row, int Column, float Score)[] patches)
    {
        float[] scores = new float[Grid.Count];
        foreach ((int row, int column, float score) in patches)
        {
            scores[Grid.IndexOf(new PatchPosition(row, column))] = score;
        }

        return _finder.Find(scores, Minimum, 320, 240);
    }
}
