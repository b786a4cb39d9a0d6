using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Core.Scoring;

/// <summary>
/// Calibrated scores of a camera's frames and patches from how surprising they are by each kind. Every kind is calibrated by itself, and so
/// is what they show together; what is rarest decides. The frame that was added last has lag 0, the one before it lag 1.
/// </summary>
public sealed class SceneScorer
{
    /// <summary>
    /// How many times as far below what is notable as it says a single kind counts: after minutes of learning nearly everything is new in
    /// one of many ways, and at face value that hides what several kinds show. Events are the same either way, since what is notable counts
    /// in full. Staged acts and anomalies that are planted into other scenes are ordered alike with 2, 3 and 5 (mean AUC 92 and 81 %), and
    /// worse with 1 for what is fast and what stays, as it had been (88 and 75 %).
    /// </summary>
    public const double FallOfOne = 3;

    /// <summary>
    /// Part of the camera's false alarms that is left to what kinds show together; the kinds have the rest, each as much of it. Below what
    /// is notable nothing else counts in full, so that with less of them lower thresholds would give far fewer alarms than they promise.
    /// </summary>
    public const double ShareOfTogether = 0.5;

    private readonly KindScorer[] _scorers = [.. Kinds.All.Select(kind => new KindScorer(kind))];
    private readonly bool[] _counts = [.. Kinds.All.Select(_ => true)];

    /// <summary>The whole picture, by kind.</summary>
    private readonly SmoothedPools[] _pools;

    /// <summary>Each zone that is watched, by kind.</summary>
    private SmoothedPools[][] _zones = [];

    /// <summary>A scorer that is not calibrated yet.</summary>
    public SceneScorer()
    {
        _pools = [.. _scorers.Select(scorer => scorer.Pools)];
        ShareOut();
    }

    /// <summary>Pooling and calibration by kind; see <see cref="Kinds"/>.</summary>
    public IReadOnlyList<KindScorer> ByKind => _scorers;

    /// <summary>What kinds show together.</summary>
    public Concurrence Together { get; } = new();

    /// <summary>What normal frames reach, by each kind and by all together.</summary>
    public IEnumerable<ZonedMaxima> Calibrations => _scorers.Select(scorer => scorer.Calibration).Append(Together.Calibration);

    /// <summary>
    /// Lets only some kinds take part in the scores of frames and patches, to measure what each is worth; all do at first. Every kind goes
    /// on learning.
    /// </summary>
    public void CountOnly(IReadOnlyCollection<Kind> kinds)
    {
        for (int kind = 0; kind < _counts.Length; kind++)
        {
            _counts[kind] = kinds.Contains(Kinds.All[kind]);
        }

        ShareOut();
    }

    /// <summary>Goes by other zones from the next frame on.</summary>
    /// <param name="zones">The zones.</param>
    /// <param name="keepsCalibration">
    /// Whether the same places count as before; else what is reached there is taken from what is reached everywhere at first.
    /// </param>
    public void Watch(SceneZones zones, bool keepsCalibration)
    {
        ArgumentNullException.ThrowIfNull(zones);
        _zones = [.. zones.Watched.Select(_ => Kinds.All.Select(kind => new SmoothedPools(kind)).ToArray())];
        if (!keepsCalibration)
        {
            foreach (ZonedMaxima calibration in Calibrations)
            {
                if (zones.IsLimited)
                {
                    calibration.BeginZoned();
                }
                else
                {
                    calibration.EndZoned();
                }
            }
        }
    }

    /// <summary>Adds the newest frame with all its places, before what does not count is taken away.</summary>
    public void AddWhole(PatchSurprises patches)
    {
        ArgumentNullException.ThrowIfNull(patches);
        for (int kind = 0; kind < _scorers.Length; kind++)
        {
            _scorers[kind].AddWhole(patches.Of(kind));
        }
    }

    /// <summary>Adds what happens in a zone in the newest frame.</summary>
    /// <param name="zone">Which of those that are watched.</param>
    /// <param name="patches">The frame.</param>
    /// <param name="isThere">Which of its patches are in the zone.</param>
    public void AddZone(int zone, PatchSurprises patches, ReadOnlySpan<bool> isThere)
    {
        ArgumentNullException.ThrowIfNull(patches);
        for (int kind = 0; kind < _scorers.Length; kind++)
        {
            ReadOnlySpan<float> surprises = Kinds.All[kind].IsOfPicture ? [] : patches.Of(kind);
            _zones[zone][kind].Add(surprises, patches.IsConfirmed, isThere);
        }
    }

    /// <summary>The score of what happened in a zone, in the frame of <paramref name="lag"/> frames ago.</summary>
    /// <param name="zone">Which of those that are watched.</param>
    /// <param name="lag">0 … <see cref="DelayedSmoother.DelayFrames"/>.</param>
    /// <param name="byKind">Receives its scores by kind; none of those that do not count.</param>
    public FrameScore ScoreOfZone(int zone, int lag, Span<FrameScore> byKind) => ScoreOf(_zones[zone], lag, byKind);

    /// <summary>Adds the newest frame to those that are being smoothed.</summary>
    public void Add(PatchSurprises patches)
    {
        ArgumentNullException.ThrowIfNull(patches);
        for (int kind = 0; kind < _scorers.Length; kind++)
        {
            _scorers[kind].Add(patches.Of(kind), patches.IsConfirmed);
        }
    }

    /// <summary>The score of the frame of <paramref name="lag"/> frames ago, smoothed.</summary>
    /// <param name="lag">0 … <see cref="DelayedSmoother.DelayFrames"/>.</param>
    /// <param name="byKind">Receives its scores by kind; none of those that do not count.</param>
    public FrameScore ScoreAt(int lag, Span<FrameScore> byKind) => ScoreOf(_pools, lag, byKind);

    /// <summary>The score of the newest frame by itself: what smoothing starts from.</summary>
    /// <inheritdoc cref="ScoreAt"/>
    public FrameScore UnsmoothedScore(Span<FrameScore> byKind) => ScoreOf(_pools, lag: null, byKind);

    /// <summary>The score of a frame by what is said of the picture as a whole, from its scores by kind.</summary>
    public static FrameScore OfPicture(ReadOnlySpan<FrameScore> byKind) => Rarest(byKind, ofPictureOnly: true);

    /// <summary>
    /// Score of one patch of a frame by the kind that decides, so that the places shown are those of what is said. What the others add to
    /// it in the frame is added to each of its patches.
    /// </summary>
    /// <param name="frame">The frame's score.</param>
    /// <param name="byKind">Its scores by kind.</param>
    /// <param name="patches">Its patches.</param>
    /// <param name="k">Which of them.</param>
    public FrameScore ScoreOfPatch(FrameScore frame, ReadOnlySpan<FrameScore> byKind, PatchSurprises patches, int k)
    {
        ArgumentNullException.ThrowIfNull(patches);
        if (frame.Kind is not { } kind)
        {
            return _scorers[0].ScoreOfPatch(patches.Of(0)[k]);
        }

        double added = frame.Raw - byKind[kind.Index].Raw;
        return FrameScore.Of(_scorers[kind.Index].ScoreOfPatch(patches.Of(kind.Index)[k]).Raw + added, kind);
    }

    /// <summary>
    /// Takes the score of the frame of <paramref name="lag"/> frames ago as one of normal video.
    /// </summary>
    /// <param name="lag">0 … <see cref="DelayedSmoother.DelayFrames"/>.</param>
    /// <param name="duration">Time that the frame stands for.</param>
    /// <param name="onApproval">Whether only unless <see cref="WithdrawRise"/> follows soon.</param>
    public void Calibrate(int lag, TimeSpan duration, bool onApproval)
    {
        Span<double> counting = stackalloc double[Kinds.Count];
        Span<double> whole = stackalloc double[Kinds.Count];
        bool isQuiet = true;
        bool isWholeQuiet = true;
        for (int kind = 0; kind < _scorers.Length; kind++)
        {
            double surprise = _pools[kind].At(lag).All;
            double wholeSurprise = _scorers[kind].WholeAt(lag);
            counting[kind] = _scorers[kind].Calibration.InForce.Variate(surprise);
            whole[kind] = _scorers[kind].Calibration.Whole.Variate(wholeSurprise);
            isQuiet &= surprise < BlockMaxima.Quiet;
            isWholeQuiet &= wholeSurprise < BlockMaxima.Quiet;
        }

        Together.Calibration.Observe(
            Together.MeanOf(counting, isQuiet), Together.MeanOf(whole, isWholeQuiet), duration, onApproval);
        foreach (KindScorer scorer in _scorers)
        {
            scorer.Calibrate(lag, duration, onApproval);
        }
    }

    /// <summary>Something unusual has begun: the last seconds, in which it rose, are not calibrated by.</summary>
    public void WithdrawRise()
    {
        foreach (ZonedMaxima calibration in Calibrations)
        {
            calibration.Withdraw();
        }
    }

    /// <summary>Forgets the frames that are being smoothed; the calibration stays.</summary>
    public void Clear()
    {
        foreach (KindScorer scorer in _scorers)
        {
            scorer.Clear();
        }

        foreach (SmoothedPools pools in _zones.SelectMany(zone => zone))
        {
            pools.Clear();
        }
    }

    /// <summary>The score of what happened in an area of the picture.</summary>
    /// <param name="pools">The area, by kind.</param>
    /// <param name="lag">In the frame of so many frames ago, smoothed; null: in the newest by itself.</param>
    /// <param name="byKind">Receives the scores by kind.</param>
    private FrameScore ScoreOf(SmoothedPools[] pools, int? lag, Span<FrameScore> byKind)
    {
        Span<double> all = stackalloc double[Kinds.Count];
        Span<double> confirmed = stackalloc double[Kinds.Count];
        bool isQuiet = true;
        for (int kind = 0; kind < pools.Length; kind++)
        {
            PooledSurprise pooled = lag is { } frames ? pools[kind].At(frames) : pools[kind].Newest;
            BlockMaxima calibration = _scorers[kind].Calibration.InForce;
            byKind[kind] = _counts[kind] ? _scorers[kind].ScoreOf(pooled) : default;
            all[kind] = calibration.Variate(pooled.All);
            confirmed[kind] = calibration.Variate(pooled.Confirmed);
            isQuiet &= pooled.All < BlockMaxima.Quiet;
        }

        FrameScore rarest = Rarest(byKind);
        return rarest.Kind is { } kindOfRarest
            ? FrameScore.Of(Math.Max(Alone(rarest.Raw), Together.VariateOf(all, confirmed, isQuiet)), kindOfRarest)
            : default;
    }

    /// <summary>Of scores by kind the rarest by itself, at face value; none where none counts.</summary>
    /// <param name="byKind">The scores.</param>
    /// <param name="ofPictureOnly">Whether only kinds count that are said of the picture as a whole.</param>
    internal static FrameScore Rarest(ReadOnlySpan<FrameScore> byKind, bool ofPictureOnly = false)
    {
        FrameScore rarest = default;
        foreach (FrameScore score in byKind)
        {
            bool counts = score.Kind is { } kind && (kind.IsOfPicture || !ofPictureOnly);
            rarest = counts && (rarest.Kind is null || score.Raw > rarest.Raw) ? score : rarest;
        }

        return rarest;
    }

    private static double Alone(double variate) =>
        variate >= KindScorer.Notable ? variate : KindScorer.Notable - (FallOfOne * (KindScorer.Notable - variate));

    /// <summary>
    /// Shares the camera's false alarms out among the kinds that count and what they show together, so that all reach a score as often as
    /// it says.
    /// </summary>
    private void ShareOut()
    {
        double share = (1 - ShareOfTogether) / Math.Max(1, _counts.Count(counts => counts));
        foreach (KindScorer scorer in _scorers)
        {
            scorer.Share = share;
        }

        Together.Share = ShareOfTogether;
        Together.CountOnly(_counts);
    }
}
