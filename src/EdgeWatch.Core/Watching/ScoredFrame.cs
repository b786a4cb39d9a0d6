using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Core.Watching;

/// <summary>
/// A frame with everything that is known about it. It belongs to the <see cref="SceneWatch"/> that returned it and is good until that
/// is given the next frame; whoever needs the picture longer calls <see cref="EdgeWatch.Core.Frames.Frame.Share"/>.
/// </summary>
public sealed class ScoredFrame(PatchGrid grid)
{
    private Frame? _frame;
    private FrameScore[] _zoneScores = [];
    private FrameScore[] _zoneKindScores = [];

    /// <summary>The picture.</summary>
    public Frame Frame => _frame ?? throw new InvalidOperationException("No frame yet.");

    /// <summary>Its active and its still patches and their surprises.</summary>
    public PatchSurprises Patches { get; } = new(grid);

    /// <summary>Its score over all kinds: by the kind that is rarest, or by what all show together where that is rarer.</summary>
    public FrameScore Score { get; internal set; }

    /// <summary>Its scores by kind; see <see cref="Kinds"/>.</summary>
    public FrameScore[] KindScores { get; } = new FrameScore[Kinds.Count];

    /// <summary>The zones that are watched; none where the whole picture is.</summary>
    public IReadOnlyList<Zone> Watched { get; private set; } = [];

    /// <summary>Scores of what happens in each of <see cref="Watched"/>.</summary>
    public ReadOnlySpan<FrameScore> ZoneScores => _zoneScores;

    /// <summary>The score by what is said of the picture as a whole, wherever alerts are wanted.</summary>
    public FrameScore PictureScore { get; internal set; }

    /// <summary>Scores by kind of what happens in a zone that is watched.</summary>
    public Span<FrameScore> KindScoresOf(int zone) => _zoneKindScores.AsSpan(zone * Kinds.Count, Kinds.Count);

    /// <summary>Whether the camera was still learning: then nothing is said about the frame, and the score is 0.</summary>
    public bool IsLearning { get; internal set; }

    internal TimeSpan Duration { get; set; }

    /// <summary>Whether what people have said forbids to learn from it; see <see cref="Teaching.Lessons.ForbidsLearning"/>.</summary>
    internal bool IsNotLearned { get; set; }

    internal void SetScoreOfZone(int zone, FrameScore score) => _zoneScores[zone] = score;

    internal void Watch(IReadOnlyList<Zone> zones)
    {
        Watched = zones;
        _zoneScores = new FrameScore[zones.Count];
        _zoneKindScores = new FrameScore[zones.Count * Kinds.Count];
    }

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
