using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Core.Scoring;

/// <summary>
/// Calibrated scores of a camera's frames and patches from how surprising they are by each kind: every kind is calibrated by itself, and
/// the one that is rarest decides. The frame that was added last has lag 0, the one before it lag 1.
/// </summary>
public sealed class SceneScorer
{
    private readonly KindScorer[] _scorers = [.. Kinds.All.Select(kind => new KindScorer(kind))];
    private readonly bool[] _counts = [.. Kinds.All.Select(_ => true)];

    private SmoothedPools[][] _zones = [];

    /// <summary>A scorer that is not calibrated yet.</summary>
    public SceneScorer() => ShareOut();

    /// <summary>Pooling and calibration by kind; see <see cref="Kinds"/>.</summary>
    public IReadOnlyList<KindScorer> ByKind => _scorers;

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
            Array.ForEach(_scorers, zones.IsLimited ? scorer => scorer.BeginZoned() : scorer => scorer.EndZoned());
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
    /// <param name="lag">See <see cref="KindScorer.ScoreAt"/>.</param>
    /// <param name="byKind">Receives its scores by kind; 0 of those that do not count.</param>
    public FrameScore ScoreOfZone(int zone, int lag, Span<FrameScore> byKind)
    {
        for (int kind = 0; kind < _scorers.Length; kind++)
        {
            byKind[kind] = _counts[kind] ? _scorers[kind].ScoreOf(_zones[zone][kind].At(lag)) : default;
        }

        return Rarest(byKind);
    }

    /// <summary>Adds the newest frame to those that are being smoothed.</summary>
    public void Add(PatchSurprises patches)
    {
        ArgumentNullException.ThrowIfNull(patches);
        for (int kind = 0; kind < _scorers.Length; kind++)
        {
            _scorers[kind].Add(patches.Of(kind), patches.IsConfirmed);
        }
    }

    /// <summary>The score of the frame of <paramref name="lag"/> frames ago: that of its rarest kind.</summary>
    /// <param name="lag">See <see cref="KindScorer.ScoreAt"/>.</param>
    /// <param name="byKind">Receives its scores by kind; 0 of those that do not count.</param>
    public FrameScore ScoreAt(int lag, Span<FrameScore> byKind)
    {
        for (int kind = 0; kind < _scorers.Length; kind++)
        {
            byKind[kind] = _counts[kind] ? _scorers[kind].ScoreAt(lag) : default;
        }

        return Rarest(byKind);
    }

    /// <summary>
    /// The score of a frame from its scores by kind: that of the rarest of the kinds that count, where most are discounted as long as they
    /// are not notable; see <see cref="Kind.Discount"/>.
    /// </summary>
    /// <param name="byKind">Its scores by kind.</param>
    /// <param name="ofPictureOnly">Whether only kinds count that are said of the picture as a whole.</param>
    public FrameScore Rarest(ReadOnlySpan<FrameScore> byKind, bool ofPictureOnly = false)
    {
        FrameScore? rarest = null;
        for (int kind = 0; kind < _counts.Length; kind++)
        {
            if (_counts[kind] && (!ofPictureOnly || Kinds.All[kind].IsOfPicture))
            {
                FrameScore score = Discounted(byKind[kind], Kinds.All[kind]);
                rarest = rarest is null || score.Raw > rarest.Value.Raw ? score : rarest;
            }
        }

        return rarest ?? default;
    }

    /// <summary>Score of one patch by one kind: that of the frame, so that the places shown are those of what is said.</summary>
    /// <param name="kind">The frame's kind; null where nothing is said about the frame: the first one.</param>
    /// <param name="patches">The frame's patches.</param>
    /// <param name="k">Which of them.</param>
    public FrameScore ScoreOfPatch(Kind? kind, PatchSurprises patches, int k)
    {
        ArgumentNullException.ThrowIfNull(patches);
        kind ??= Kinds.All[0];
        return Discounted(_scorers[kind.Index].ScoreOfPatch(patches.Of(kind.Index)[k]), kind);
    }

    /// <summary>
    /// Takes the score of the frame of <paramref name="lag"/> frames ago as one of normal video.
    /// </summary>
    /// <param name="lag">See <see cref="KindScorer.ScoreAt"/>.</param>
    /// <param name="duration">Time that the frame stands for.</param>
    /// <param name="onApproval">Whether only unless <see cref="WithdrawRise"/> follows soon.</param>
    public void Calibrate(int lag, TimeSpan duration, bool onApproval)
    {
        foreach (KindScorer scorer in _scorers)
        {
            scorer.Calibrate(lag, duration, onApproval);
        }
    }

    /// <summary>Something unusual has begun: the last seconds, in which it rose, are not calibrated by.</summary>
    public void WithdrawRise()
    {
        foreach (KindScorer scorer in _scorers)
        {
            scorer.Withdraw();
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

    private static FrameScore Discounted(FrameScore score, Kind kind) => score.Raw >= KindScorer.Notable || kind.Discount == 1
        ? score
        : FrameScore.Of(KindScorer.Notable - (kind.Discount * (KindScorer.Notable - score.Raw)), kind);

    /// <summary>
    /// Shares the camera's false alarms out among the kinds that count, so that all together reach a score as often as it says.
    /// </summary>
    private void ShareOut()
    {
        double share = 1.0 / Math.Max(1, _counts.Count(counts => counts));
        foreach (KindScorer scorer in _scorers)
        {
            scorer.Share = share;
        }
    }
}
