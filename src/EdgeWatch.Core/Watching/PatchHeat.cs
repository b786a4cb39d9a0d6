using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Watching;

/// <summary>Makes heat maps of scored frames.</summary>
/// <param name="watch">Whose frames they are.</param>
public sealed class PatchHeat(SceneWatch watch)
{
    private readonly RegionFinder _regions = new(watch.Grid);

    /// <summary>The heat map of a frame; its own copy, good for ever.</summary>
    public HeatMap Map(ScoredFrame frame, double threshold)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Map(frame, frame.Score, frame.KindScores, threshold);
    }

    /// <summary>The heat map of a frame by what decides about it; see <see cref="SceneScorer.ScoreOfPatch"/>.</summary>
    public HeatMap Map(ScoredFrame frame, FrameScore decisive, ReadOnlySpan<FrameScore> byKind, double threshold)
    {
        ArgumentNullException.ThrowIfNull(frame);
        float[] scores = new float[watch.Grid.Count];
        long[] things = new long[watch.Grid.Count];
        for (int k = 0; k < frame.Patches.Count; k++)
        {
            FrameScore score = watch.Normality.Scorer.ScoreOfPatch(decisive, byKind, frame.Patches, k);
            int index = watch.Grid.IndexOf(frame.Patches.Positions[k]);
            scores[index] = (float)score.Score;
            things[index] = frame.Patches.Things[k];
        }

        return new HeatMap(
            watch.Grid.Rows,
            watch.Grid.Columns,
            PatchGrid.PatchSize * watch.Grid.Scale,
            scores,
            threshold,
            _regions.Find(
                scores,
                HeatMap.Floor(threshold),
                watch.FrameSize.Width / watch.Grid.Scale,
                watch.FrameSize.Height / watch.Grid.Scale,
                things));
    }
}
