using EdgeWatch.Core.Normality;

namespace EdgeWatch.Core.Events;

/// <summary>
/// Follows the scores of one scene, so that an event can be shown with what was before it: <see cref="EventCourse.MostSteps"/> steps of
/// 24 bytes. A longer event is kept in longer steps. Not thread-safe, and nothing is allocated until somebody asks for a course.
/// </summary>
/// <param name="time">Gives timestamps their unit.</param>
internal sealed class CourseRecorder(TimeProvider time)
{
    /// <summary>Steps before an event: 15 s, enough to see whether its score leapt or crept up.</summary>
    private const int LeadSteps = 75;

    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(LeadSteps * EventCourse.ShortestStep);

    /// <summary>
    /// Thresholds of the camera at which is asked whether the event would have begun: 0.01 apart, the finest step that the page sets, from
    /// 0 to 2, which stands for the highest score in a zone whose own threshold is lower by 1.
    /// </summary>
    private const int Levels = 201;

    /// <summary>No high frame of the event so far.</summary>
    private const long Never = long.MinValue;

    private readonly Step[] _steps = new Step[EventCourse.MostSteps];
    private readonly long[] _highSince = new long[Levels];
    private TrackedEvent? _event;
    private int _count;
    private int _stepMilliseconds = EventCourse.ShortestStep;
    private long _origin;
    private long _newest;
    private int _longestHigh;
    private double _mostCounted;
    private double _handicap;
    private string? _zone;

    /// <summary>What was scored before the last event, or long before the next, is not needed any more.</summary>
    public void ForgetThePast()
    {
        _event = null;
        if (_count >= 2 * LeadSteps)
        {
            KeepLead();
        }
    }

    /// <summary>Takes a frame into account.</summary>
    /// <param name="verdict">What decided about it.</param>
    /// <param name="zone">The zone whose own threshold decided; null for the camera's threshold.</param>
    /// <param name="tracker">Has taken the frame into account already.</param>
    /// <param name="timestamp">Monotonic time of the frame.</param>
    public void Observe(ZoneVerdict verdict, string? zone, EventTracker tracker, long timestamp)
    {
        if (_event is null && time.GetElapsedTime(_newest, timestamp) > Lead)
        {
            _count = 0;
        }

        bool isOn = tracker.Phase is not EventPhase.Idle;
        if (isOn && _event != tracker.Event)
        {
            Begin(tracker.Event!);
        }

        Keep(verdict, timestamp);
        if (isOn)
        {
            Measure(verdict, zone, tracker.Policy, timestamp);
        }

        _newest = timestamp;
    }

    /// <summary>The course of the event that is or just was on.</summary>
    /// <param name="tracked">That event.</param>
    public EventCourse CourseOf(TrackedEvent tracked)
    {
        ReadOnlySpan<Step> steps = _steps.AsSpan(0, _count);
        List<string> kinds = [];
        int?[] hundredths = new int?[_count];
        int?[] thousandths = new int?[_count];
        int?[] kindAt = new int?[_count];
        for (int i = 0; i < steps.Length; i++)
        {
            if (steps[i].Kind is { } kind)
            {
                hundredths[i] = (int)Math.Round(steps[i].Score * 100);
                thousandths[i] = (int)Math.Round(steps[i].Threshold * 1000);
                if (!kinds.Contains(kind.Name))
                {
                    kinds.Add(kind.Name);
                }

                kindAt[i] = kinds.IndexOf(kind.Name);
            }
        }

        return new EventCourse(
            tracked.StartedAt - time.GetElapsedTime(_origin, tracked.StartedTimestamp),
            _stepMilliseconds,
            hundredths,
            thousandths,
            kinds,
            kindAt,
            Math.Round(((_longestHigh + 1) / 100.0) + _handicap, 3) is var silentAt and <= 1 ? silentAt : null,
            _zone);
    }

    private void Begin(TrackedEvent tracked)
    {
        _event = tracked;
        KeepLead();
        _longestHigh = 0;
        _mostCounted = double.NegativeInfinity;
        Array.Fill(_highSince, Never);
    }

    /// <summary>Keeps the last seconds of what was scored in the shortest steps.</summary>
    private void KeepLead()
    {
        if (_stepMilliseconds > EventCourse.ShortestStep)
        {
            _count = 0;
            _stepMilliseconds = EventCourse.ShortestStep;
        }

        int gone = Math.Max(0, _count - LeadSteps);
        _steps.AsSpan(gone, _count - gone).CopyTo(_steps);
        _origin += gone * EventCourse.ShortestStep * time.TimestampFrequency / 1000;
        _count -= gone;
    }

    private void Keep(ZoneVerdict verdict, long timestamp)
    {
        if (_count == 0)
        {
            _origin = timestamp;
        }

        int at = StepAt(timestamp);
        while (at >= EventCourse.MostSteps)
        {
            Halve();
            at = StepAt(timestamp);
        }

        for (; _count <= at; _count++)
        {
            _steps[_count] = default;
        }

        if (verdict.Score.Kind is { } kind && (_steps[at].Kind is null || verdict.Score.Score > _steps[at].Score))
        {
            _steps[at] = new Step(verdict.Score.Score, verdict.Threshold, kind);
        }
    }

    private int StepAt(long timestamp) => (int)(time.GetElapsedTime(_origin, timestamp).TotalMilliseconds / _stepMilliseconds);

    private void Halve()
    {
        _stepMilliseconds *= 2;
        int pairs = (_count + 1) / 2;
        for (int i = 0; i < pairs; i++)
        {
            Step first = _steps[2 * i];
            Step second = (2 * i) + 1 < _count ? _steps[(2 * i) + 1] : default;
            _steps[i] = second.Kind is not null && (first.Kind is null || second.Score > first.Score) ? second : first;
        }

        _count = pairs;
    }

    /// <summary>
    /// Finds the highest threshold at which an event would have begun: the score stays there for long enough, as
    /// <see cref="EventTracker"/> asks for it.
    /// </summary>
    private void Measure(ZoneVerdict verdict, string? zone, AlertPolicy policy, long timestamp)
    {
        double handicap = verdict.Threshold - policy.Threshold;
        double counted = verdict.Score.Score - handicap;
        if (counted > _mostCounted)
        {
            (_mostCounted, _handicap, _zone) = (counted, handicap, zone);
        }

        TimeSpan frame = time.GetElapsedTime(_newest, timestamp);
        bool isUnseen = frame > EventTracker.LongestGap;
        for (int level = 0; level < Levels; level++)
        {
            if (counted < level / 100.0)
            {
                _highSince[level] = Never;
                continue;
            }

            _highSince[level] = _highSince[level] == Never || isUnseen ? timestamp : _highSince[level];
            if (policy.IsLongEnough(time.GetElapsedTime(_highSince[level], timestamp), frame))
            {
                _longestHigh = Math.Max(_longestHigh, level);
            }
        }
    }

    /// <summary>Some seconds.</summary>
    /// <param name="Score">Highest score, 0–1.</param>
    /// <param name="Threshold">Of what decided about it.</param>
    /// <param name="Kind">Of that score; null where nothing was scored.</param>
    private readonly record struct Step(double Score, double Threshold, Kind? Kind);
}
