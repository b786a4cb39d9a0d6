using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Core.Events;

/// <summary>The frame of an event with the highest raw score so far: the picture and everything that the messages say about it.</summary>
public sealed class PeakFrame : IDisposable
{
    private PeakFrame(Frame frame, HeatMap heatMap, FrameScore score, double threshold, IReadOnlyList<Reason> reasons)
    {
        Threshold = threshold;
        Frame = frame;
        HeatMap = heatMap;
        Score = score;
        Reasons = reasons;
    }

    /// <summary>The picture; leased until this is disposed.</summary>
    public Frame Frame { get; }

    /// <summary>Its patch scores and regions.</summary>
    public HeatMap HeatMap { get; }

    /// <summary>Score at which an alert begins where it happened, 0–1.</summary>
    public double Threshold { get; }

    /// <summary>Its score, where it happened.</summary>
    public FrameScore Score { get; }

    /// <summary>Why it is unusual.</summary>
    public IReadOnlyList<Reason> Reasons { get; }

    /// <summary>Keeps a scored frame beyond the next one.</summary>
    internal static PeakFrame Of(ScoredFrame scored, PatchHeat heat, ZoneVerdict verdict) => new(
        scored.Frame.Share(),
        heat.Map(scored, verdict.Score, verdict.KindScores(scored), verdict.Threshold),
        verdict.Score,
        verdict.Threshold,
        ReasonWriter.Write(verdict.KindScores(scored), scored.Patches.Ratios, scored.Patches.Details));

    /// <summary>One more lease on the picture, for the same frame.</summary>
    public PeakFrame Share() => new(Frame.Share(), HeatMap, Score, Threshold, Reasons);

    /// <inheritdoc/>
    public void Dispose() => Frame.Dispose();
}
