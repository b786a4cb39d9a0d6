using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Glance;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Things;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Core.Watching;

/// <summary>
/// Takes the frames of one camera through all stages: patches, model, normality, scoring. One frame in, one scored frame out,
/// <see cref="DelayedSmoother.DelayFrames"/> frames later. Not thread-safe: one camera, one watch, one loop.
/// </summary>
public sealed class SceneWatch : IDisposable
{
    /// <summary>
    /// Part of the learning time after which scores are calibrated; before it the statistics still move. Frames are scored before
    /// they are learned from, so that the calibration is not fooled by what it was fitted to.
    /// </summary>
    public const double CalibrationStart = 0.25;

    /// <summary>Frames a second that the network is trained for.</summary>
    public const double DefaultFramesPerSecond = 10;

    private readonly IPatchModel _model;
    private readonly TimeProvider _time;
    private readonly LumaHistory _history;
    private readonly ActivityGate _gate;
    private readonly GlanceStage? _glance;
    private readonly TokenEncoder _encoder;
    private readonly ThingTracker _things;
    private readonly ScenePatches _scene;
    private readonly ScoredFrame[] _frames;
    private FramePace _pace = new(DefaultFramesPerSecond);
    private readonly Rise _rise = new();
    private readonly FrameScore[] _newestByKind = new FrameScore[Kinds.Count];
    private bool _continues;
    private bool _keepsLearning = true;
    private long _lastTimestamp;
    private long _lastSequence;
    private long _framesMiscomputed;
    private int _newest = -1;
    private int _pending;

    /// <summary>A watch that knows nothing yet.</summary>
    /// <param name="size">Size of the frames.</param>
    /// <param name="model">The network; may be shared.</param>
    /// <param name="policy">How long to learn.</param>
    /// <param name="time">Measures the stages.</param>
    /// <param name="analysisRows">Rows of the analysed picture, about.</param>
    /// <param name="glancesPerSecond">How often the whole picture is looked at; 0: never.</param>
    public SceneWatch(
        FrameSize size,
        IPatchModel model,
        LearningPolicy policy,
        TimeProvider time,
        int analysisRows = PatchGrid.DefaultAnalysisRows,
        double glancesPerSecond = GlanceStage.DefaultPerSecond)
    {
        _model = model;
        Policy = policy;
        _time = time;
        FrameSize = size;
        Grid = PatchGrid.For(size, analysisRows);
        _history = new LumaHistory(Grid);
        _gate = new ActivityGate(_history);
        _glance = model.Looks is { } looks ? new GlanceStage(_history, _gate.Noise, looks, glancesPerSecond) : null;
        _scene = new ScenePatches(Grid) { Places = _glance?.Places };
        _encoder = new TokenEncoder(_history);
        _things = new ThingTracker(Grid);
        Normality = new SceneNormality(Grid);
        _frames = new ScoredFrame[DelayedSmoother.DelayFrames + 1];
        for (int i = 0; i < _frames.Length; i++)
        {
            _frames[i] = new ScoredFrame(Grid);
        }
    }

    /// <summary>Size of the frames.</summary>
    public FrameSize FrameSize { get; }

    /// <summary>Frames a second at which the stream comes: what takes much longer is a gap, after which pictures are not compared.
    /// <value>Default 10.</value></summary>
    public double FramesPerSecond
    {
        get;
        init
        {
            field = value;
            _pace = new FramePace(value);
        }
    }
    = DefaultFramesPerSecond;

    /// <summary>How it learns; may be changed between two frames.</summary>
    public LearningPolicy Policy { get; set; }

    /// <summary>The patch grid.</summary>
    public PatchGrid Grid { get; }

    /// <summary>What has been learned; saved and restored by the owner.</summary>
    public SceneNormality Normality { get; }

    /// <summary>Time spent by stage.</summary>
    public StageTimes Times { get; } = new();

    /// <summary>Active patches that did not fit into a batch.</summary>
    public long PatchesLeftOut => _gate.PatchesLeftOut;

    /// <summary>Frames in which light or view changed as a whole and nothing was scored.</summary>
    public long SceneWideChanges => _gate.SceneWideChanges;

    /// <summary>
    /// Frames and glances to which a network answered with something that is no number. They count as if nothing were there: learned, a
    /// single such value would stay in the statistics for good.
    /// </summary>
    public long FramesMiscomputed => _framesMiscomputed + (_glance?.GlancesMiscomputed ?? 0);

    /// <summary>Frames that were dropped before they came here, by the gaps in their numbers.</summary>
    public long FramesMissing { get; private set; }

    /// <summary>Whether the learning time is not over yet.</summary>
    public bool IsLearning => Normality.Learned < Policy.Duration;

    /// <summary>Part of the learning time that is over, 0–1.</summary>
    public double LearningProgress => IsLearning ? Normality.Learned / Policy.Duration : 1;

    /// <summary>Learning time left; zero when watching.</summary>
    public TimeSpan LearningLeft => IsLearning ? Policy.Duration - Normality.Learned : TimeSpan.Zero;

    /// <summary>
    /// Whether frames are taken as normal after the learning time, too, so that slow change is followed. The owner clears it while an
    /// alert is on, and for good where normality is to stay as it is; then what led up to it is not calibrated by either.
    /// </summary>
    public bool KeepsLearning
    {
        get => _keepsLearning;
        set
        {
            if (_keepsLearning && !value)
            {
                Normality.Scorer.WithdrawRise();
            }

            _keepsLearning = value;
        }
    }

    /// <summary>
    /// Whether frames that are not learned from are held in mind, in case that people say that what they show is normal. The owner sets it
    /// while an alert is on.
    /// </summary>
    public bool HoldsLooks { get; set; }

    /// <summary>Goes by other zones from the next frame on, as after a gap in the stream.</summary>
    public void Watch(SceneZones zones)
    {
        ArgumentNullException.ThrowIfNull(zones);
        BreakOff();
        Normality.Watch(zones);
        foreach (ScoredFrame frame in _frames)
        {
            frame.Watch(zones.Watched);
        }
    }

    /// <summary>Takes the next frame through all stages.</summary>
    /// <param name="frame">The frame; its lease is taken over.</param>
    /// <returns>The frame whose score is now known, or null while the first ones are on their way.</returns>
    public ScoredFrame? Process(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        TimeSpan duration = DurationOf(frame);
        _newest = (_newest + 1) % _frames.Length;
        ScoredFrame newest = _frames[_newest];
        newest.Take(frame);
        newest.Duration = duration;

        SelectPatches(frame, duration);
        newest.IsNotLearned = !RunModel();
        Glance(duration);
        FollowThings(duration);
        ScorePatches(newest);
        Times.Frames++;
        Times.Tokens += _scene.Active.Count;

        _pending++;
        return _pending <= DelayedSmoother.DelayFrames ? null : ScoreFrame(DelayedSmoother.DelayFrames);
    }

    /// <summary>At the end of a recording: the next of the frames that still wait for a later one, or null when none is left.</summary>
    public ScoredFrame? Flush() => _pending == 0 ? null : ScoreFrame(_pending - 1);

    /// <summary>
    /// Starts a new recording: pictures and scores of before are not compared with what comes, nor is what the scene looked like with
    /// nothing in it. What was learned stays.
    /// </summary>
    public void Restart()
    {
        BreakOff();
        _gate.ForgetBackground();
    }

    /// <summary>
    /// After a gap in the stream pictures are not compared with those before it, but for the background: who came meanwhile is before it.
    /// </summary>
    private void BreakOff()
    {
        _continues = false;
        _history.Clear();
        _things.Clear();
        Normality.ClearFrames();
        _pending = 0;
    }

    /// <summary>Forgets what is usual at a place and around it, and goes on as after a gap in the stream.</summary>
    /// <param name="place">The place; see <see cref="PlaceLooks"/>.</param>
    public void ForgetPlace(PatchPosition place)
    {
        Normality.ForgetPlace(place);
        BreakOff();
    }

    /// <summary>Ends the learning time now, whatever its length.</summary>
    public void FinishLearning() => Normality.Learned = TimeSpan.FromTicks(Math.Max(Normality.Learned.Ticks, Policy.Duration.Ticks));

    /// <summary>Gives the frames back that are still held, and what the network keeps for them.</summary>
    public void Dispose()
    {
        _model.Forget(_scene.Active);
        if (_scene.Places is { } places)
        {
            _model.Looks?.Forget(places);
        }

        foreach (ScoredFrame frame in _frames)
        {
            frame.Release();
        }
    }

    private TimeSpan DurationOf(Frame frame)
    {
        TimeSpan elapsed = _time.GetElapsedTime(_lastTimestamp, frame.CapturedTimestamp);
        long missing = frame.Sequence - _lastSequence - 1;
        _lastTimestamp = frame.CapturedTimestamp;
        _lastSequence = frame.Sequence;
        bool isGap = _continues && elapsed > TimeSpan.Zero && _pace.IsGap(elapsed);
        if (!_continues || elapsed <= TimeSpan.Zero || isGap)
        {
            BreakOff();
            _continues = true;
            return TimeSpan.Zero;
        }

        if (missing > 0)
        {
            // Across a missing frame everything would look twice as fast.
            _history.Clear();
            FramesMissing += missing;
        }

        return elapsed;
    }

    private void SelectPatches(Frame frame, TimeSpan duration)
    {
        long start = _time.GetTimestamp();
        _history.Add(frame.Luma, frame.Size.Width);
        _scene.Picture = _history.Full(0);
        _gate.Select(_scene, duration);
        Times.Gate += _time.GetElapsedTime(start);
    }

    /// <returns>Whether all that it was asked was answered in numbers; else nothing is known of the frame.</returns>
    private bool RunModel()
    {
        if (_scene.Active.Count == 0)
        {
            return true;
        }

        long start = _time.GetTimestamp();
        _encoder.Encode(_scene.Active);
        long encoded = _time.GetTimestamp();
        _model.Run(_scene.Active);
        Times.Encode += _time.GetElapsedTime(start, encoded);
        Times.Model += _time.GetElapsedTime(encoded);
        if (_scene.Active.IsAnsweredInNumbers())
        {
            return true;
        }

        _scene.Active.Clear();
        _framesMiscomputed++;
        return false;
    }

    private void Glance(TimeSpan duration)
    {
        long start = _time.GetTimestamp();
        _glance?.Follow(duration);
        Times.Glance += _time.GetElapsedTime(start);
    }

    private void FollowThings(TimeSpan duration)
    {
        long start = _time.GetTimestamp();
        _things.Follow(_scene, duration);
        _things.FillHeld(_gate.IsHeld);
        Times.Score += _time.GetElapsedTime(start);
    }

    private void ScorePatches(ScoredFrame frame)
    {
        long start = _time.GetTimestamp();
        Normality.Score(_scene, frame.Duration, frame.Patches);
        if (IsLearning)
        {
            Normality.Lessons.LookForRight(_scene);
        }

        frame.IsNotLearned |= Normality.Lessons.ForbidsLearning;
        Normality.Scorer.ScoreAt(0, _newestByKind);
        bool isRising = _rise.Observe(SceneScorer.Rarest(_newestByKind).Score, frame.Duration);
        if ((IsLearning || (KeepsLearning && !isRising)) && !frame.IsNotLearned)
        {
            Normality.Quarantine = IsLearning ? TimeSpan.Zero : Policy.Quarantine;
            Normality.Learn(_scene, frame.Duration);
        }
        else if (HoldsLooks || isRising)
        {
            Normality.Hold(_scene);
        }

        Times.Score += _time.GetElapsedTime(start);
    }

    private ScoredFrame ScoreFrame(int lag)
    {
        long start = _time.GetTimestamp();
        ScoredFrame frame = _frames[(_newest - lag + _frames.Length) % _frames.Length];
        frame.IsLearning = IsLearning;
        frame.Score = Normality.Scorer.ScoreAt(lag, frame.KindScores);
        ScoreZones(frame, lag);
        if ((IsLearning ? LearningProgress >= CalibrationStart : KeepsLearning) && !frame.IsNotLearned)
        {
            Normality.Scorer.Calibrate(lag, frame.Duration, onApproval: !frame.IsLearning);
        }

        if (frame.IsLearning)
        {
            frame.Score = default;
        }

        _pending = lag;
        Times.Score += _time.GetElapsedTime(start);
        return frame;
    }

    private void ScoreZones(ScoredFrame frame, int lag)
    {
        SceneScorer scorer = Normality.Scorer;
        frame.PictureScore = SceneScorer.OfPicture(frame.KindScores);
        for (int zone = 0; zone < frame.ZoneScores.Length; zone++)
        {
            frame.SetScoreOfZone(zone, scorer.ScoreOfZone(zone, lag, frame.KindScoresOf(zone)));
        }
    }
}

/// <summary>How one camera learns: every value decided.</summary>
/// <param name="Duration">How much video is watched before the first alert.</param>
public sealed record LearningPolicy(TimeSpan Duration)
{
    /// <summary>Default of <see cref="Quarantine"/>.</summary>
    public static readonly TimeSpan DefaultQuarantine = TimeSpan.FromMinutes(20);

    /// <summary>After that, how much video something that looks new waits until it counts as normal.</summary>
    public TimeSpan Quarantine { get; init; } = DefaultQuarantine;
}
