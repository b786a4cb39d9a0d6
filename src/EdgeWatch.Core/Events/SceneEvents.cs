using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Watching;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Core.Events;

/// <summary>
/// Follows the events of one scene, the same way for a live camera and for a recording: scored frames in; what is to be told, the event's
/// most unusual frame, and whether the next frame may be learned from, out. Not thread-safe.
/// </summary>
/// <param name="cameraId">Whose events they are, in the words of the alerts.</param>
/// <param name="policy">When events begin and end.</param>
/// <param name="time">Gives the frames' timestamps their unit.</param>
public sealed class SceneEvents(string cameraId, AlertPolicy policy, TimeProvider time) : IDisposable
{
    private readonly EventTracker _tracker = new(policy, time);
    private readonly CourseRecorder _course = new(time);
    private readonly List<string> _zones = [];
    private TrackedEvent? _eventOfZones;
    private PeakFrame? _peak;
    private TrackedEvent? _eventOfPeak;
    private bool _isPeakTold;
    private EndCause? _cause;

    /// <summary>When events begin and end; may be changed between two frames.</summary>
    public AlertPolicy Policy
    {
        get => _tracker.Policy;
        set => _tracker.Policy = value;
    }

    /// <summary>Where the scene is in the life of an event.</summary>
    public EventPhase Phase => _tracker.Phase;

    /// <summary>Whether nothing unusual is going on.</summary>
    public bool IsIdle => Phase is EventPhase.Idle;

    /// <summary>Whether an event is on.</summary>
    public bool IsOn => Phase is EventPhase.Active or EventPhase.Cooldown;

    /// <summary>Id of the event that is on or may begin; null when nothing unusual is going on.</summary>
    public string? CurrentId => IsIdle ? null : _tracker.Event?.Id;

    /// <summary>The score that decided about the newest frame: that of the picture, or of one of its zones.</summary>
    public FrameScore Decisive { get; private set; }

    /// <summary>
    /// Whether nobody wants to be told: then frames are no part of an event, and what they show is not taken as normal either.
    /// </summary>
    public bool IsSuspended { get; set; }

    /// <summary>Whether events are only recorded; see <see cref="EventTracker.IsQuiet"/>.</summary>
    public bool IsQuiet
    {
        get => _tracker.IsQuiet;
        set => _tracker.IsQuiet = value;
    }

    /// <summary>
    /// Says before its next frame what the watch may make of it: what may be an event is not normal, but is held in mind until people say
    /// so.
    /// </summary>
    public void Guide(SceneWatch watch)
    {
        ArgumentNullException.ThrowIfNull(watch);
        watch.KeepsLearning = IsIdle && !IsSuspended;
        watch.HoldsLooks = !IsIdle;
    }

    /// <summary>Takes the next scored frame into account. Those of the learning time say nothing.</summary>
    /// <param name="scored">The frame.</param>
    /// <param name="heat">Knows the patches of its watch.</param>
    /// <returns>What is to be told; null for nothing, as for nearly every frame.</returns>
    public SceneAlert? Observe(ScoredFrame scored, PatchHeat heat)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(heat);
        ForgetThePast();
        if (scored.IsLearning || IsSuspended)
        {
            return null;
        }

        ZoneVerdict verdict = ZoneVerdict.Of(scored, Policy.Threshold);
        Decisive = verdict.Score;
        EventTransition transition = _tracker.Observe(
            verdict.Score.Score,
            scored.Frame.CapturedAt,
            scored.Frame.CapturedTimestamp,
            verdict.Threshold - Policy.Threshold,
            verdict.HighestOfOne(scored));
        _cause = null;
        _course.Observe(verdict, verdict.OwnThresholdOf(scored), _tracker, scored.Frame.CapturedTimestamp);
        KeepPeak(scored, verdict, heat);
        bool isInAnother = KeepZones(scored);
        if (isInAnother && transition is EventTransition.None)
        {
            _tracker.Move();
        }

        return Tell(transition);
    }

    /// <summary>Lets time pass while no frames come.</summary>
    /// <param name="timestamp">Monotonic time.</param>
    /// <param name="cause">Why none come.</param>
    public SceneAlert? CheckTime(long timestamp, EndCause cause)
    {
        ForgetThePast();
        bool wasActive = Phase is EventPhase.Active;
        EventTransition transition = _tracker.CheckTime(timestamp);
        _cause = wasActive && Phase is not EventPhase.Active ? cause : _cause;
        return Tell(transition);
    }

    /// <summary>The camera is read in another way: until its next frame an event that is on waits; see <see cref="EventTracker.Pause"/>.
    /// </summary>
    /// <param name="timestamp">Monotonic time.</param>
    public void Pause(long timestamp) => _tracker.Pause(timestamp);

    /// <summary>Ends an event that is on at once; later frames may begin another.</summary>
    /// <param name="cause">Why.</param>
    public SceneAlert? Close(EndCause cause)
    {
        ForgetThePast();
        _cause = cause;
        return Tell(_tracker.Close());
    }

    /// <summary>Gives the picture back that is still held.</summary>
    public void Dispose()
    {
        _peak?.Dispose();
        _peak = null;
    }

    /// <summary>
    /// Follows the frame with the highest raw score, which has no upper end, from the first frame above the threshold on.
    /// </summary>
    private void KeepPeak(ScoredFrame scored, ZoneVerdict verdict, PatchHeat heat)
    {
        bool isBeaten = _peak is null || _eventOfPeak != _tracker.Event || verdict.Score.Raw > _peak.Score.Raw;
        if (!IsIdle && isBeaten)
        {
            _peak?.Dispose();
            _peak = PeakFrame.Of(scored, heat, verdict);
            _eventOfPeak = _tracker.Event;
            _isPeakTold = false;
        }
    }

    /// <summary>Remembers the zones whose threshold is reached while the event is on.</summary>
    /// <returns>Whether there is a new one.</returns>
    private bool KeepZones(ScoredFrame scored)
    {
        if (IsIdle)
        {
            return false;
        }

        if (_eventOfZones != _tracker.Event)
        {
            _eventOfZones = _tracker.Event;
            _zones.Clear();
        }

        int before = _zones.Count;
        for (int zone = 0; zone < scored.Watched.Count; zone++)
        {
            Zone its = scored.Watched[zone];
            if (its.IsOn && scored.ZoneScores[zone].Score >= (its.Threshold ?? Policy.Threshold) && !_zones.Contains(its.Name))
            {
                _zones.Add(its.Name);
            }
        }

        return _zones.Count > before;
    }

    private void ForgetThePast()
    {
        if (IsIdle)
        {
            Dispose();
            _course.ForgetThePast();
        }
    }

    private SceneAlert? Tell(EventTransition transition)
    {
        if (transition is EventTransition.None || _tracker.Event is not { } tracked || _peak is null)
        {
            return null;
        }

        SceneAlert alert = new(Describe(transition, tracked, _peak), _peak, !_isPeakTold || transition is EventTransition.Started)
        {
            StartedTimestamp = tracked.StartedTimestamp,
            LastHighTimestamp = tracked.LastHighTimestamp,
            Course = _course.CourseOf(tracked),
        };
        _isPeakTold = !alert.Event.IsQuiet;
        return alert;
    }

    private AlertEvent Describe(EventTransition transition, TrackedEvent tracked, PeakFrame peak) => new()
    {
        Type = transition switch
        {
            EventTransition.Started => AlertEventType.Start,
            EventTransition.Ended => AlertEventType.End,
            _ => AlertEventType.Update,
        },
        EventId = tracked.Id,
        CameraId = cameraId,
        Sequence = tracked.Sequence,
        Level = tracked.Level,
        IsQuiet = transition is EventTransition.Ended ? !tracked.IsTold : IsQuiet,
        StartedAt = tracked.StartedAt,
        UpdatedAt = tracked.LastHighAt,
        EndedAt = tracked.EndedAt,
        EndedBecause = transition is EventTransition.Ended ? _cause : null,
        CapturedAt = peak.Frame.CapturedAt,
        Score = tracked.Score,
        PeakScore = tracked.PeakScore,
        Raw = peak.Score.Raw,
        Threshold = peak.Threshold,
        ExpectedFalseAlarmsPerDay = Rarity.TimesPerDay(peak.Threshold),
        Reasons = peak.Reasons,
        Regions = peak.HeatMap.Regions,
        Zones = [.. _zones],
    };
}

/// <summary>Something to tell of an event.</summary>
/// <param name="Event">What to say.</param>
/// <param name="Peak">The frame to show; good until the next call, and who needs it longer shares it.</param>
/// <param name="IsPeakNew">Whether nobody was told of that frame before.</param>
public sealed record SceneAlert(AlertEvent Event, PeakFrame Peak, bool IsPeakNew)
{
    /// <summary>Monotonic time of the event's first frame.</summary>
    public required long StartedTimestamp { get; init; }

    /// <summary>Monotonic time of its newest frame that was high.</summary>
    public required long LastHighTimestamp { get; init; }

    /// <summary>The event's score until now.</summary>
    public required EventCourse Course { get; init; }
}
