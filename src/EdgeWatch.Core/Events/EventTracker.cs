using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Events;

/// <summary>
/// Turns a camera's scores into events: Idle → Pending (above the threshold) → Active (for long enough) → Cooldown (quiet for long
/// enough) → Idle. A rise during the cooldown continues the event. All intervals are measured on the frames' monotonic timestamps, so
/// that a step of the wall clock changes nothing: an event's times are those of the clock at its start. Not thread-safe.
/// </summary>
/// <param name="policy">Threshold and times.</param>
/// <param name="time">Gives timestamps their unit.</param>
public sealed class EventTracker(AlertPolicy policy, TimeProvider time)
{
    /// <summary>An event that goes on is told about after this long; each such message doubles the time to the next.</summary>
    public static readonly TimeSpan FirstUpdateInterval = TimeSpan.FromSeconds(10);

    /// <summary>An event that goes on is told about at least this often.</summary>
    public static readonly TimeSpan LongestUpdateInterval = TimeSpan.FromMinutes(10);

    /// <summary>A peak that is higher by this much, on the 0–1 scale, is told at once: it has become ten times rarer.</summary>
    public const double MarkedRise = 0.1;

    /// <summary>Longest time between two frames of a rise that is not confirmed yet: what nobody saw has not lasted.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Longest pause that does not count: a camera that is read in another way shows its first picture well within this, even one whose
    /// key frames are 10 s apart.
    /// </summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private long? _pausedAt;
    private long _highSince;
    private long _lastHigh;
    private long _quietSince;
    private long _lastTold;
    private double _toldPeak;
    private AlertLevel _toldLevel;
    private TimeSpan _updateInterval;
    private bool _isWithheld;
    private bool _isElsewhere;

    /// <summary>Where the camera is.</summary>
    public EventPhase Phase { get; private set; }

    /// <summary>The event that is on, pending or last was; null before the first one.</summary>
    public TrackedEvent? Event { get; private set; }

    /// <summary>The threshold and times in force.</summary>
    public AlertPolicy Policy { get; set; } = policy;

    /// <summary>
    /// Whether nobody is to be told: events are followed all the same, but messages do not count, except the end of an event that
    /// somebody has been told of. What is still going on when it is not quiet any more is told then, and starts once more for those who
    /// have not been told.
    /// </summary>
    public bool IsQuiet { get; set; }

    /// <summary>The event has come to another place, which is to be told.</summary>
    public void Move() => _isElsewhere = true;

    /// <summary>Takes the next score into account.</summary>
    /// <param name="score">Calibrated score, 0–1.</param>
    /// <param name="capturedAt">Wall-clock time of its frame; dates an event that begins with it.</param>
    /// <param name="timestamp">Monotonic time of its frame.</param>
    /// <param name="handicap">By how much more than the threshold and the release this score has to be, where it happened.</param>
    /// <param name="highestOfOne">
    /// The highest score of a single kind, at face value: an event goes on by it, too, and its last seconds are not taken for normal.
    /// </param>
    public EventTransition Observe(
        double score, DateTimeOffset capturedAt, long timestamp, double handicap = 0, double highestOfOne = 0)
    {
        double counted = score - handicap;
        Resume(timestamp);
        if (Phase is EventPhase.Pending or EventPhase.Cooldown && CheckTime(timestamp) is EventTransition.Ended)
        {
            return EventTransition.Ended;
        }

        switch (Phase)
        {
            case EventPhase.Idle when counted >= Policy.Threshold:
                Begin(score, capturedAt, timestamp);
                return Confirm(timestamp, TimeSpan.Zero);
            case EventPhase.Pending when counted < Policy.Threshold:
                Phase = EventPhase.Idle;
                return EventTransition.None;
            case EventPhase.Pending:
                TimeSpan frame = time.GetElapsedTime(_lastHigh, timestamp);
                Follow(score, timestamp);
                return Confirm(timestamp, frame);
            case EventPhase.Active:
                return Continue(score, Math.Max(counted, highestOfOne - handicap), timestamp);
            case EventPhase.Cooldown when counted >= Policy.Threshold:
                Follow(score, timestamp);
                Phase = EventPhase.Active;
                return IsWorthTelling(timestamp) ? Tell(timestamp) : EventTransition.None;
            default:
                return EventTransition.None;
        }
    }

    /// <summary>
    /// Lets time pass without a score, for a camera that delivers no frames: an event does not stay on because its camera has gone, and
    /// a rise that is not confirmed yet does not wait for it to come back.
    /// </summary>
    /// <param name="timestamp">Monotonic time.</param>
    public EventTransition CheckTime(long timestamp)
    {
        if (_pausedAt is { } paused && time.GetElapsedTime(paused, timestamp) < LongestPause)
        {
            return EventTransition.None;
        }

        Resume(timestamp);
        if (Phase is EventPhase.Pending && time.GetElapsedTime(_lastHigh, timestamp) > LongestGap)
        {
            Phase = EventPhase.Idle;
        }

        if (Phase is EventPhase.Active && time.GetElapsedTime(_lastHigh, timestamp) >= Policy.EndAfter)
        {
            Phase = EventPhase.Cooldown;
            _quietSince = timestamp;
        }

        if (Phase is EventPhase.Cooldown && time.GetElapsedTime(_quietSince, timestamp) >= Policy.Cooldown)
        {
            return End();
        }

        return EventTransition.None;
    }

    /// <summary>
    /// Nobody looks until the next score: an event waits for it, up to <see cref="LongestPause"/>. A rise that is not confirmed yet does
    /// not: what nobody saw has not lasted.
    /// </summary>
    /// <param name="timestamp">Monotonic time.</param>
    public void Pause(long timestamp)
    {
        _pausedAt ??= timestamp;
        Phase = Phase is EventPhase.Pending ? EventPhase.Idle : Phase;
    }

    /// <summary>Ends an event at once, for example when the daemon stops.</summary>
    public EventTransition Close()
    {
        _pausedAt = null;
        bool on = Phase is EventPhase.Active or EventPhase.Cooldown;
        Phase = EventPhase.Idle;
        return on ? End() : EventTransition.None;
    }

    /// <summary>Moves what is timed behind the pause.</summary>
    private void Resume(long timestamp)
    {
        if (_pausedAt is { } paused)
        {
            long pause = Math.Min(timestamp - paused, time.TimestampsIn(LongestPause));
            _lastHigh += pause;
            _quietSince += pause;
            _pausedAt = null;
        }
    }

    private void Begin(double score, DateTimeOffset capturedAt, long timestamp)
    {
        Event = new TrackedEvent(EventId.Create(capturedAt), capturedAt, timestamp);
        Phase = EventPhase.Pending;
        _highSince = timestamp;
        _updateInterval = FirstUpdateInterval;
        _isWithheld = false;
        Follow(score, timestamp);
    }

    private EventTransition Confirm(long timestamp, TimeSpan frame)
    {
        if (!Policy.IsLongEnough(time.GetElapsedTime(_highSince, timestamp), frame))
        {
            return EventTransition.None;
        }

        Phase = EventPhase.Active;
        Tell(timestamp);
        return EventTransition.Started;
    }

    private EventTransition Continue(double score, double counted, long timestamp)
    {
        if (counted >= Policy.Release)
        {
            Follow(score, timestamp);
            return IsWorthTelling(timestamp) ? Tell(timestamp) : EventTransition.None;
        }

        return CheckTime(timestamp);
    }

    private void Follow(double score, long timestamp)
    {
        TimeSpan length = time.GetElapsedTime(_highSince, timestamp);
        Event!.Follow(score, timestamp, length);
        if (Policy.EscalateAfter > TimeSpan.Zero && length >= Policy.EscalateAfter)
        {
            Event.Level = AlertLevel.Urgent;
        }

        _lastHigh = timestamp;
    }

    private bool IsWorthTelling(long timestamp)
    {
        bool isNews = (_isWithheld && !IsQuiet) || _isElsewhere || Event!.Level > _toldLevel || Event.PeakScore >= _toldPeak + MarkedRise;
        if (isNews || time.GetElapsedTime(_lastTold, timestamp) < _updateInterval)
        {
            return isNews;
        }

        _updateInterval = _updateInterval < LongestUpdateInterval / 2 ? _updateInterval * 2 : LongestUpdateInterval;
        return true;
    }

    private EventTransition Tell(long timestamp)
    {
        EventTransition transition = Event!.IsTold || IsQuiet ? EventTransition.Updated : EventTransition.Started;
        Event.Sequence += IsQuiet ? 0 : 1;
        _lastTold = timestamp;
        _toldPeak = Event.PeakScore;
        _toldLevel = Event.Level;
        _isWithheld = IsQuiet;
        _isElsewhere = false;
        return transition;
    }

    private EventTransition End()
    {
        Phase = EventPhase.Idle;
        Event!.Sequence += Event.IsTold ? 1 : 0;
        Event.EndedAt = Event.LastHighAt;
        return EventTransition.Ended;
    }
}

/// <summary>Where a camera is in the life of an event.</summary>
public enum EventPhase
{
    /// <summary>Nothing unusual.</summary>
    Idle,

    /// <summary>Above the threshold, not yet for long enough.</summary>
    Pending,

    /// <summary>An event is on.</summary>
    Active,

    /// <summary>The event is quiet; a new rise continues it, else it ends.</summary>
    Cooldown,
}

/// <summary>What a score has changed.</summary>
public enum EventTransition
{
    /// <summary>Nothing to tell.</summary>
    None,

    /// <summary>An event has begun, or one that began while it was quiet still goes on.</summary>
    Started,

    /// <summary>The event's peak has risen markedly, its level has risen, or it is time to say that it goes on.</summary>
    Updated,

    /// <summary>The event is over.</summary>
    Ended,
}
