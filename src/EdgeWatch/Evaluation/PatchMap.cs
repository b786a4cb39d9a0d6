using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Evaluation;

/// <summary>The raw scores of one frame's active patches; all others are less than any of them.</summary>
/// <param name="Grid">The patch grid.</param>
/// <param name="Indices">Row-major index of each patch.</param>
/// <param name="Scores">Its raw score.</param>
internal sealed record PatchMap(PatchGrid Grid, int[] Indices, double[] Scores)
{
    /// <summary>Score of a place where nothing happens.</summary>
    public const double Nothing = double.NegativeInfinity;

    /// <summary>Keeps those of a frame.</summary>
    public static PatchMap Of(ScoredFrame frame, SceneWatch watch)
    {
        int[] indices = new int[frame.Patches.Count];
        double[] scores = new double[frame.Patches.Count];
        for (int k = 0; k < indices.Length; k++)
        {
            indices[k] = watch.Grid.IndexOf(frame.Patches.Positions[k]);
            scores[k] = watch.Normality.Scorer.ScoreOfPatch(frame.Score, frame.KindScores, frame.Patches, k).Raw;
        }

        return new PatchMap(watch.Grid, indices, scores);
    }
}
