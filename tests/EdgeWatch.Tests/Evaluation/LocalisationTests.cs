using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;
using EdgeWatch.Evaluation;

namespace EdgeWatch.Tests.Evaluation;

public sealed class LocalisationTests
{
    private const int Side = PatchGrid.PatchSize;

    /// <summary>Six by four patches, and half a column that belongs to none.</summary>
    private static readonly FrameSize Size = new((6 * Side) + (Side / 2), 4 * Side);
    private static readonly PatchGrid Grid = PatchGrid.For(Size);

    [Fact]
    public void Pixel_auc_is_that_of_all_pixels_by_themselves()
    {
        (PatchMap[] maps, FrameMask[] masks, bool[][] pixels) = Draw(6);
        List<double> scores = [];
        List<bool> labels = [];
        for (int frame = 0; frame < maps.Length; frame++)
        {
            for (int i = 0; i < Size.LumaBytes; i++)
            {
                scores.Add(ScoreAt(maps[frame], i % Size.Width, i / Size.Width));
                labels.Add(pixels[frame][i]);
            }
        }

        Assert.Equal(RocCurve.Area(scores, labels)!.Value, PixelMeasures.Auc(maps, masks)!.Value, 1e-9);
    }

    [Fact]
    public void Pixel_criterion_finds_a_frame_at_the_threshold_at_which_enough_of_its_pixels_are_found()
    {
        (PatchMap[] maps, FrameMask[] masks, bool[][] pixels) = Draw(40);
        List<double> scores = [];
        for (int frame = 0; frame < maps.Length; frame++)
        {
            double[] all = [.. Enumerable.Range(0, Size.LumaBytes).Select(i => ScoreAt(maps[frame], i % Size.Width, i / Size.Width))];
            double[] anomalous = [.. all.Where((_, i) => pixels[frame][i])];
            scores.Add(anomalous.Length == 0
                ? all.Max()
                : anomalous
                    .Where(threshold => anomalous.Count(score => score >= threshold) >= PixelMeasures.NeededPart * anomalous.Length)
                    .Max());
        }

        Assert.Equal(
            RocCurve.Area(scores, [.. masks.Select(mask => mask.AnomalousPixels > 0)])!.Value,
            PixelMeasures.CriterionAuc(maps, masks)!.Value,
            1e-9);
    }

    [Fact]
    public void What_is_found_in_every_frame_without_a_false_region_is_found_wholly()
    {
        ClipScores clip = Scored(Frames(20, anomaly: Patches(1, 1, 2, 2), detected: Patches(1, 1, 2, 2)));

        RegionMeasures measures = new([clip]);

        Assert.Equal((20, 1), (measures.Regions, measures.Tracks));
        Assert.Equal((1, 1), (measures.RegionBased, measures.TrackBased));
    }

    [Fact]
    public void A_tenth_of_a_track_is_enough_for_the_track_but_not_for_its_regions()
    {
        ClipScores clip = Scored(
        [
            .. Frames(2, anomaly: Patches(1, 1, 2, 2), detected: Patches(1, 1, 2, 2)),
            .. Frames(18, anomaly: Patches(1, 1, 2, 2), detected: []),
        ]);

        RegionMeasures measures = new([clip]);

        Assert.Equal(0.1, measures.RegionBased!.Value, 1e-12);
        Assert.Equal(1, measures.TrackBased!.Value, 1e-12);
    }

    [Theory]
    [InlineData(3, 3, 1)] // 1 of 9 patches
    [InlineData(4, 3, 0)] // 1 of 12
    public void A_region_is_found_from_an_overlap_of_a_tenth_on(int width, int height, double expected)
    {
        ClipScores clip = Scored(Frames(5, anomaly: Patches(0, 0, width, height), detected: Patches(0, 0, 1, 1)));

        Assert.Equal(expected, new RegionMeasures([clip]).RegionBased!.Value, 1e-12);
    }

    [Fact]
    public void Thresholds_with_more_than_one_false_region_a_frame_do_not_count()
    {
        // The true region is found only below the scores of two false ones.
        int[] falseOnes = [.. Patches(0, 0, 1, 1), .. Patches(0, 3, 1, 1)];
        ClipScores clip = Scored(Frames(5, Patches(3, 1, 2, 2), falseOnes, scores: [2, 2], then: Patches(3, 1, 2, 2)));

        Assert.Equal(0, new RegionMeasures([clip]).RegionBased!.Value, 1e-12);
    }

    [Fact]
    public void Area_is_under_the_best_rate_so_far_up_to_one_false_region_a_frame()
    {
        (double, double)[] points = [(0.8, 0.5), (0.2, 0.6), (0, 0.1), (3, 1)];

        Assert.Equal((0.2 * 0.1) + (0.8 * 0.6), RegionMeasures.Area(points), 1e-12);
    }

    [Fact]
    public void Without_an_anomalous_region_there_is_nothing_to_measure()
    {
        Localisation none = Localisation.Of([Scored(Frames(3, anomaly: [], detected: Patches(0, 0, 1, 1)))]);

        Assert.Equal((null, null, null, null), (none.PixelAuc, none.PixelCriterionAuc, none.Rbdc, none.Tbdc));
    }

    private static double ScoreAt(PatchMap map, int x, int y)
    {
        int index = x / Side < Grid.Columns ? Grid.IndexOf(new PatchPosition(y / Side, x / Side)) : -1;
        int k = Array.IndexOf(map.Indices, index);
        return k < 0 ? PatchMap.Nothing : map.Scores[k];
    }

    private static int[] Patches(int left, int top, int width, int height) =>
    [
        .. from row in Enumerable.Range(top, height)
           from column in Enumerable.Range(left, width)
           select Grid.IndexOf(new PatchPosition(row, column)),
    ];

    private static IEnumerable<(PatchMap Map, FrameMask Mask)> Frames(
        int count, int[] anomaly, int[] detected, double[]? scores = null, int[]? then = null)
    {
        PatchMap map = new(
            Grid,
            [.. detected, .. then ?? []],
            [.. scores ?? [.. Enumerable.Repeat(1.0, detected.Length)], .. Enumerable.Repeat(1.0, then?.Length ?? 0)]);
        return Enumerable.Repeat(
            (map, MaskOf((x, y) => x / Side < Grid.Columns && anomaly.Contains(Grid.IndexOf(new PatchPosition(y / Side, x / Side)))).Mask),
            count);
    }

    private static ClipScores Scored(IEnumerable<(PatchMap Map, FrameMask Mask)> frames)
    {
        (PatchMap Map, FrameMask Mask)[] all = [.. frames];
        ClipScores clip = new(Clip.Of("clip")) { Masks = [.. all.Select(frame => frame.Mask)] };
        clip.Patches.AddRange(all.Select(frame => frame.Map));
        return clip;
    }

    private static (FrameMask Mask, bool[] Pixels) MaskOf(Func<int, int, bool> isAnomalous)
    {
        bool[] pixels = [.. Enumerable.Range(0, Size.LumaBytes).Select(i => isAnomalous(i % Size.Width, i / Size.Width))];
        return (FrameMask.Of([.. pixels.Select(pixel => pixel ? byte.MaxValue : byte.MinValue)], Size, Grid), pixels);
    }

    /// <summary>
    /// Frames with a rectangle as anomaly, in every fourth frame none, and scores with ties that have something to do with it.
    /// </summary>
    private static (PatchMap[] Maps, FrameMask[] Masks, bool[][] Pixels) Draw(int frames)
    {
        Random random = new(3);
        var drawn = Enumerable.Range(0, frames).Select(frame =>
        {
            (int left, int top) = (random.Next(Size.Width - 30), random.Next(Size.Height - 30));
            (FrameMask mask, bool[] pixels) = MaskOf((x, y) => frame % 4 != 0 && x >= left && x < left + 30 && y >= top && y < top + 25);
            int[] active = [.. Enumerable.Range(0, Grid.Count).Where(_ => random.Next(2) == 0)];
            double[] scores = [.. active.Select(patch => (double)(random.Next(5) + (mask.ByPatch.ContainsKey(patch) ? 2 : 0)))];
            return (Map: new PatchMap(Grid, active, scores), mask, pixels);
        }).ToArray();
        return ([.. drawn.Select(one => one.Map)], [.. drawn.Select(one => one.mask)], [.. drawn.Select(one => one.pixels)]);
    }
}
