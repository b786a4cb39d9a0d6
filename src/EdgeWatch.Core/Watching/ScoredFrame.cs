using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Watching;

/// <summary>
/// A frame with everything that is known about it. It belongs to the <see cref="SceneWatch"/> that returned it and is good until that
/// is given the next frame; whoever needs the picture longer calls <see cref="EdgeWatch.Core.Frames.Frame.Share"/>.
/// </summary>
public sealed class ScoredFrame(PatchGrid grid)
{
    private Frame? _frame;

    /// <summary>The picture.</summary>
    public Frame Frame => _frame ?? throw new InvalidOperationException("No frame yet.");

    /// <summary>Its active and its still patches and their surprises.</summary>
    public PatchSurprises Patches { get; } = new(grid);

    /// <summary>Its score over all kinds: that of the kind that is rarest.</summary>
    public FrameScore Score { get; internal set; }

    /// <summary>Its scores by kind; see <see cref="Kinds"/>.</summary>
    public FrameScore[] KindScores { get; } = new FrameScore[Kinds.Count];

    /// <summary>Whether the camera was still learning: then nothing is said about the frame, and the score is 0.</summary>
    public bool IsLearning { get; internal set; }

    internal TimeSpan Duration { get; set; }

    internal void Take(Frame frame)
    {
        _frame?.Dispose();
        _frame = frame;
    }

    internal void Release()
    {
        _frame?.Dispose();
        _frame = null;
    }
}
