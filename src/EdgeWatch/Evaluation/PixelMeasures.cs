using EdgeWatch.Core.Patches;

namespace EdgeWatch.Evaluation;

/// <summary>Localisation by pixels. A pixel has the score of its patch.</summary>
internal static class PixelMeasures
{
    /// <summary>Part of the anomalous pixels that has to be found (Mahadevan et al., CVPR 2010).</summary>
    public const double NeededPart = 0.4;

    /// <summary>AUC over all pixels of all frames.</summary>
    /// <returns>0–1, or null when there are not both kinds of pixels.</returns>
    public static double? Auc(IReadOnlyList<PatchMap> maps, IReadOnlyList<FrameMask> masks)
    {
        List<double> scores = [PatchMap.Nothing, PatchMap.Nothing];
        List<bool> labels = [true, false];
        List<double> weights = [0, 0];
        for (int frame = 0; frame < maps.Count; frame++)
        {
            Add(maps[frame], masks[frame], scores, labels, weights);
        }

        return new RocCurve(scores, labels).Area(weights.ToArray());
    }

    /// <summary>
    /// AUC of the pixel-level criterion of Mahadevan et al.: an anomalous frame counts as found when <see cref="NeededPart"/> of its
    /// anomalous pixels are, a normal one as a false alarm when any pixel is.
    /// </summary>
    /// <returns>0–1, or null when there are not both kinds of frames.</returns>
    public static double? CriterionAuc(IReadOnlyList<PatchMap> maps, IReadOnlyList<FrameMask> masks) => RocCurve.Area(
        [.. maps.Select((map, frame) => masks[frame].AnomalousPixels > 0
            ? ScoreOfPart(map, masks[frame])
            : map.Scores.DefaultIfEmpty(PatchMap.Nothing).Max())],
        [.. masks.Select(mask => mask.AnomalousPixels > 0)]);

    /// <summary>Entries of each active patch; the first two stand for all pixels where nothing happens.</summary>
    private static void Add(PatchMap map, FrameMask mask, List<double> scores, List<bool> labels, List<double> weights)
    {
        int side = PatchGrid.PatchSize * map.Grid.Scale;
        int anomalousLeft = mask.AnomalousPixels;
        int left = mask.Pixels;
        for (int k = 0; k < map.Indices.Length; k++)
        {
            int anomalous = mask.ByPatch.GetValueOrDefault(map.Indices[k]);
            scores.AddRange([map.Scores[k], map.Scores[k]]);
            labels.AddRange([true, false]);
            weights.AddRange([anomalous, (side * side) - anomalous]);
            anomalousLeft -= anomalous;
            left -= side * side;
        }

        weights[0] += anomalousLeft;
        weights[1] += left - anomalousLeft;
    }

    /// <summary>The highest threshold at which enough of the anomalous pixels are found.</summary>
    private static double ScoreOfPart(PatchMap map, FrameMask mask)
    {
        int found = 0;
        foreach (int k in Enumerable.Range(0, map.Indices.Length).OrderByDescending(k => map.Scores[k]))
        {
            found += mask.ByPatch.GetValueOrDefault(map.Indices[k]);
            if (found >= NeededPart * mask.AnomalousPixels)
            {
                return map.Scores[k];
            }
        }

        return PatchMap.Nothing;
    }
}
