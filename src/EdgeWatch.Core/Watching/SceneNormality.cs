using System.Numerics.Tensors;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Watching;

/// <summary>Everything that one camera has learned: statistics and calibration of every kind, and how long it has been learning.</summary>
public sealed class SceneNormality
{
    /// <summary>
    /// How many times as far below <see cref="Notable"/> as it says a kind counts that is known by what was there before: after minutes of
    /// learning nearly everything is new in one of these ways, and at face value that hides what is fast (Ped2's development clips lose six points
    /// of AUC, with 4 a tenth of a point, with 5 none; the mean over planted anomalies falls from 76 % at face value to 74 %).
    /// </summary>
    public const double Discount = 5;

    /// <summary>Reduced variate from which on every kind counts at face value: what is expected once a day.</summary>
    public static readonly double Notable = BlockMaxima.VariateOf(timesPerDay: 1);

    private readonly IKindNormality[] _kinds;
    private readonly AppearanceNormality _appearance;
    private readonly KindScorer[] _scorers;
    private readonly bool[] _counts = [.. Enumerable.Repeat(true, Kinds.Count)];

    /// <summary>Normality that knows nothing yet.</summary>
    /// <param name="grid">The patch grid.</param>
    public SceneNormality(PatchGrid grid)
    {
        Grid = grid;
        _kinds = [.. Enum.GetValues<ReasonKind>().Select(kind => Create(kind, grid))];
        _scorers = [.. Enum.GetValues<ReasonKind>().Select(kind => new KindScorer(kind, PriorDeviation(kind)))];
        _appearance = (AppearanceNormality)_kinds[(int)ReasonKind.Appearance];
        Accepted = new AcceptedSurprises(grid);
        ShareOut();
    }

    /// <summary>The patch grid that it is about.</summary>
    public PatchGrid Grid { get; }

    /// <summary>What is usual, by kind; see <see cref="Scoring.Kinds"/>.</summary>
    public IReadOnlyList<IKindNormality> ByKind => _kinds;

    /// <summary>What people have said is normal.</summary>
    public AcceptedSurprises Accepted { get; }

    /// <summary>Pooling and calibration by kind.</summary>
    public IReadOnlyList<KindScorer> Scorers => _scorers;

    /// <summary>How much video has been learned from.</summary>
    public TimeSpan Learned { get; set; }

    /// <summary>How much more video must be learned from until something that is new from now on counts as normal. <value>Zero at first: at once.</value></summary>
    public TimeSpan Quarantine
    {
        get => _appearance.Quarantine;
        set => _appearance.Quarantine = value;
    }

    /// <summary>Remembers how things look in the frame that was scored last, without learning from it, in case that people say that they are normal.</summary>
    public void Hold(ScenePatches scene) => _appearance.Hold(scene);

    /// <summary>
    /// Learns what people say of an event: that it was normal, so that as much is accepted there and what is in quarantine is normal now; or that it
    /// was not, so that nothing of it stays accepted and what is in quarantine is forgotten.
    /// </summary>
    /// <param name="shown">What the event showed.</param>
    /// <param name="isNormal">What they say.</param>
    public void Judge(SurpriseMap shown, bool isNormal)
    {
        ArgumentNullException.ThrowIfNull(shown);
        if (isNormal)
        {
            Accepted.Accept(shown);
        }
        else
        {
            Accepted.TakeBack(shown);
        }

        // Whatever moves is surprising by its speed, by a little at least.
        _appearance.EndQuarantine(shown.Of((int)ReasonKind.Speed), isNormal);
    }

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

        ShareOut();
    }

    /// <summary>Lets speeds count by one measure alone, to see what the other is worth.</summary>
    public void MeasureSpeedBy(SpeedMeasure measure) => _kinds.OfType<SpeedNormality>().Single().Measure = measure;

    /// <summary>Takes in the next frame, fills the surprises of its patches and adds them to the frame values being smoothed.</summary>
    /// <param name="scene">The frame's patches.</param>
    /// <param name="duration">Time since the frame before it; zero after a gap.</param>
    /// <param name="patches">Receives the surprises.</param>
    public void Score(ScenePatches scene, TimeSpan duration, PatchScores patches)
    {
        ArgumentNullException.ThrowIfNull(patches);
        patches.Reset(scene);
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            _kinds[kind].Score(scene, duration, patches.Surprises(kind));
        }

        Accepted.Excuse(patches);
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            Span<float> surprises = patches.Surprises(kind);
            patches.Ratios[kind] = surprises.IsEmpty ? 0 : _kinds[kind].Ratio(scene, TensorPrimitives.IndexOfMax(surprises));
            _scorers[kind].Add(surprises);
        }
    }

    /// <summary>Takes the frame that was scored last as normal.</summary>
    /// <param name="scene">Its patches.</param>
    /// <param name="duration">Time that it stands for.</param>
    public void Learn(ScenePatches scene, TimeSpan duration)
    {
        foreach (IKindNormality kind in _kinds)
        {
            kind.Learn(scene, duration);
        }

        Learned += duration;
    }

    /// <summary>Fills the score of the frame of <paramref name="lag"/> frames ago: that of its rarest kind.</summary>
    public void ScoreFrame(int lag, ScoredFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            frame.KindScores[kind] = _counts[kind] ? _scorers[kind].ScoreAt(lag) : default;
        }

        frame.Score = Rarest(frame.KindScores);
    }

    /// <summary>
    /// The score of a frame from its scores by kind: that of the rarest of the kinds that count, where most are discounted as long as they are not
    /// notable; see <see cref="Discount"/>.
    /// </summary>
    public FrameScore Rarest(ReadOnlySpan<FrameScore> byKind)
    {
        FrameScore? rarest = null;
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            if (_counts[kind])
            {
                FrameScore score = Discounted(byKind[kind]);
                rarest = rarest is null || score.Raw > rarest.Value.Raw ? score : rarest;
            }
        }

        return rarest ?? default;
    }

    /// <summary>
    /// Takes the score of the frame of <paramref name="lag"/> frames ago as one of normal video; after the learning time only unless
    /// <see cref="WithdrawRise"/> follows soon.
    /// </summary>
    public void Calibrate(int lag, ScoredFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        foreach (KindScorer kind in _scorers)
        {
            kind.Calibrate(lag, frame.Duration, onApproval: !frame.IsLearning);
        }
    }

    /// <summary>Something unusual has begun: the last seconds, in which it rose, are not calibrated by.</summary>
    public void WithdrawRise()
    {
        foreach (KindScorer kind in _scorers)
        {
            kind.Calibration.Withdraw();
        }
    }

    /// <summary>Calibrated score of one patch by the kind that the frame's score is of, so that places shown are those of what is said.</summary>
    public FrameScore ScoreOfPatch(ScoredFrame frame, int k)
    {
        ArgumentNullException.ThrowIfNull(frame);
        int kind = (int)frame.Score.Kind;
        return Discounted(_scorers[kind].ScoreOfPatch(frame.Patches.Surprises(kind)[k]));
    }

    /// <summary>Forgets what goes on at the moment: frames that are being smoothed, things that move. What was learned stays.</summary>
    public void ClearFrames()
    {
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            _kinds[kind].Clear();
            _scorers[kind].Clear();
        }
    }

    /// <summary>
    /// Speed and change are physical quantities that are spread alike in most scenes, so that a few minutes give their tails.
    /// </summary>
    private static FrameScore Discounted(FrameScore score) => score.Kind is ReasonKind.Speed or ReasonKind.Change || score.Raw >= Notable
        ? score
        : FrameScore.Of(Notable - (Discount * (Notable - score.Raw)), score.Kind);

    /// <summary>Shares the camera's false alarms out among the kinds that count, so that all together reach a score as often as it says.</summary>
    private void ShareOut()
    {
        double share = 1.0 / Math.Max(1, _counts.Count(counts => counts));
        foreach (KindScorer scorer in _scorers)
        {
            scorer.Share = share;
        }
    }

    private static IKindNormality Create(ReasonKind kind, PatchGrid grid) => kind switch
    {
        ReasonKind.Speed => new SpeedNormality(grid),
        ReasonKind.Place => new PlaceNormality(grid),
        ReasonKind.Direction => new DirectionNormality(grid),
        ReasonKind.Size => new SizeNormality(grid),
        ReasonKind.Dwell => new DwellNormality(grid),
        ReasonKind.Appearance => new AppearanceNormality(grid),
        ReasonKind.Change => new ChangeNormality(grid),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nothing is learned of this kind."),
    };

    /// <summary>
    /// Spread of a frame's maxima to assume at first. That of speed is a busy pavement's; of the others what happens once says less about
    /// what comes next.
    /// </summary>
    private static double PriorDeviation(ReasonKind kind) => kind is ReasonKind.Speed ? 0.3 : 0.5;
}
