using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Watching;
using EdgeWatch.Evaluation;

namespace EdgeWatch.Benchmarks.Baselines;

/// <summary>The product as it is deployed.</summary>
/// <param name="watch">Learns first.</param>
internal sealed class WatchContestant(SceneWatch watch) : IContestant
{
    private readonly FrameScore[] _byKind = new FrameScore[Kinds.Count];

    /// <inheritdoc/>
    public string Name => "EdgeWatch";

    /// <summary>Keeps a lease of its own: the watch gives it back when the frame's score is known.</summary>
    public void Process(Frame frame, ClipScores? scores)
    {
        ScoredFrame? scored = watch.Process(frame);
        if (scores is not null)
        {
            scores.WithoutDelay.Add(watch.Normality.Scorer.ScoreAt(0, _byKind).Raw);
            scores.Unsmoothed.Add(watch.Normality.Scorer.UnsmoothedScore(_byKind).Raw);
            Keep(scored, scores);
        }
    }

    /// <inheritdoc/>
    public void EndClip(ClipScores? scores)
    {
        while (watch.Flush() is { } scored)
        {
            Keep(scored, scores);
        }

        watch.Restart();
    }

    /// <inheritdoc/>
    public void EndLearning()
    {
        watch.FinishLearning();
        watch.KeepsLearning = false;
    }

    /// <inheritdoc/>
    public void Dispose() => watch.Dispose();

    private static void Keep(ScoredFrame? scored, ClipScores? scores)
    {
        if (scored is not null)
        {
            scores?.Raw.Add(scored.Score.Raw);
        }
    }
}
