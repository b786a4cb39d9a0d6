using EdgeWatch.Core.Events;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Watching;

/// <summary>Everything that one camera has learned: statistics and calibration of every kind, and how long it has been learning.</summary>
public sealed class SceneNormality
{
    /// <summary>
    /// Frames' values are means over the most surprising patches: about as many as a person some way off covers. On the development
    /// clips 4 to 20 give the same AUC, and fewer tell alarms from normal maxima more clearly.
    /// </summary>
    public const int PooledPatches = 6;

    /// <summary>
    /// From this score on a kind other than speed takes part in a frame's score. Places are known too coarsely at first to order
    /// ordinary frames: below it they would only add noise to speed (measured: six points of AUC on the development clips).
    /// </summary>
    public const double NotableScore = Rarity.OnceADay;

    /// <summary>Spread of the maxima of speed to assume at first, in nats: that of a busy pavement.</summary>
    private const double SpeedDeviation = 0.3;

    /// <summary>The same for places; wide, because what happens at a new place says little about the next one.</summary>
    private const double PlaceDeviation = 1.0;

    private readonly KindScorer[] _kinds =
    [
        new(ReasonKind.Speed, PooledPatches, SpeedDeviation),
        new(ReasonKind.Place, PooledPatches, PlaceDeviation),
    ];

    private readonly bool[] _counts = [.. Enumerable.Repeat(true, Kinds.Count)];

    /// <summary>Normality that knows nothing yet.</summary>
    /// <param name="grid">The patch grid.</param>
    public SceneNormality(PatchGrid grid)
    {
        Grid = grid;
        Speed = new SpeedNormality(grid);
        Place = new PlaceNormality(grid);
        Accepted = new AcceptedSurprises(grid);
    }

    /// <summary>The patch grid that it is about.</summary>
    public PatchGrid Grid { get; }

    /// <summary>How fast things move.</summary>
    public SpeedNormality Speed { get; }

    /// <summary>Where things happen.</summary>
    public PlaceNormality Place { get; }

    /// <summary>What people have said is normal.</summary>
    public AcceptedSurprises Accepted { get; }

    /// <summary>Pooling and calibration by kind; see <see cref="Scoring.Kinds"/>.</summary>
    public IReadOnlyList<KindScorer> ByKind => _kinds;

    /// <summary>How much video has been learned from.</summary>
    public TimeSpan Learned { get; set; }

    /// <summary>
    /// Lets only some kinds take part in the scores of frames and patches, to measure what each is worth; all do at first. Every kind goes
    /// on learning.
    /// </summary>
    public void CountOnly(IReadOnlyCollection<ReasonKind> kinds)
    {
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            _counts[kind] = kinds.Contains((ReasonKind)kind);
        }
    }

    /// <summary>Fills the surprises of a frame's patches and adds them to the frame values being smoothed.</summary>
    public void Score(TokenBatch batch, PatchScores patches)
    {
        ArgumentNullException.ThrowIfNull(patches);
        patches.Reset(batch);
        Speed.Score(batch, patches.Surprises(Kinds.Speed));
        Place.Score(batch, patches.Surprises(Kinds.Place));
        Accepted.Excuse(patches);
        patches.SpeedRatio = RatioOfMostSurprising(batch, patches.Surprises(Kinds.Speed));
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            _kinds[kind].Add(patches.Surprises(kind));
        }
    }

    /// <summary>Takes the patches of a frame as normal.</summary>
    public void Learn(TokenBatch batch, TimeSpan duration)
    {
        Speed.Learn(batch);
        Place.Learn(batch, duration);
        Learned += duration;
    }

    /// <summary>Fills the score of the frame of <paramref name="lag"/> frames ago: that of its rarest kind.</summary>
    public void ScoreFrame(int lag, ScoredFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            frame.KindScores[kind] = _counts[kind] ? _kinds[kind].ScoreAt(lag) : default;
        }

        frame.Score = Rarest(frame.KindScores);
    }

    /// <summary>
    /// The score of a frame from its scores by kind: the first of the kinds that count, unless another one is notable and rarer.
    /// </summary>
    public FrameScore Rarest(ReadOnlySpan<FrameScore> byKind)
    {
        FrameScore? rarest = null;
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            if (_counts[kind] && (rarest is null || (byKind[kind].Score >= NotableScore && byKind[kind].Raw > rarest.Value.Raw)))
            {
                rarest = byKind[kind];
            }
        }

        return rarest ?? default;
    }

    /// <summary>Takes the score of the frame of <paramref name="lag"/> frames ago as one of normal video.</summary>
    public void Calibrate(int lag, ScoredFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        foreach (KindScorer kind in _kinds)
        {
            kind.Calibrate(lag, frame.Duration);
        }
    }

    /// <summary>Calibrated score of one patch: that of its rarest kind.</summary>
    public FrameScore ScoreOfPatch(PatchScores patches, int k)
    {
        ArgumentNullException.ThrowIfNull(patches);
        FrameScore? rarest = null;
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            FrameScore score = _kinds[kind].ScoreOfPatch(patches.Surprises(kind)[k]);
            rarest = _counts[kind] && !(rarest?.Raw >= score.Raw) ? score : rarest;
        }

        return rarest ?? default;
    }

    /// <summary>Forgets the frames that are being smoothed; what was learned stays.</summary>
    public void ClearFrames()
    {
        foreach (KindScorer kind in _kinds)
        {
            kind.Clear();
        }
    }

    private double RatioOfMostSurprising(TokenBatch batch, ReadOnlySpan<float> surprises)
    {
        int most = -1;
        for (int k = 0; k < surprises.Length; k++)
        {
            most = most < 0 || surprises[k] > surprises[most] ? k : most;
        }

        return most < 0 ? 0 : Speed.Ratio(batch, most);
    }
}
