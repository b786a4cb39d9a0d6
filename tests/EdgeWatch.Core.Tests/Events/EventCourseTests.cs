using EdgeWatch.Core.Events;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Tests.Events;

public sealed class EventCourseTests
{
    private const int FramesPerSecond = 10;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AlertPolicy Policy = AlertPolicy.Default;

    [Fact]
    public void An_event_is_shown_with_the_seconds_before_it_until_it_is_over()
    {
        Scene scene = new();
        scene.Observe(0.1, seconds: 100);
        scene.Observe(0.2, seconds: 1);
        scene.Observe(0.7, seconds: 4);
        scene.Observe(0.1, seconds: 20);

        EventCourse course = scene.Courses.Single();

        Assert.Equal(EventCourse.ShortestStep, course.StepMilliseconds);
        Assert.Equal(Start.AddSeconds(101 - 15), course.From);
        const int Began = 75;
        Assert.Equal([10, 20, 20, 20, 20, 20, 70], course.Hundredths.Skip(Began - 6).Take(7));
        Assert.Equal([70, 10], course.Hundredths.Skip(Began + 19).Take(2));

        // It is over after 3 s below the release and 10 s of cooldown.
        Assert.InRange(course.Hundredths.Count, Began + 20 + 65, Began + 20 + 66);
        Assert.All(course.Thousandths, threshold => Assert.Equal(500, threshold));
        Assert.Equal(["speed"], course.Kinds);
    }

    [Fact]
    public void Each_step_names_the_kind_that_was_most_unusual()
    {
        Scene scene = new();
        scene.Observe(0.7, seconds: 1);
        scene.Observe(0.6, seconds: 1, PlaceNormality.Kind);
        scene.Observe(0.1, seconds: 20);

        EventCourse course = scene.Courses.Single();

        Assert.Equal(
            ["speed", "speed", "place", "place", "speed"],
            course.KindAt.Where((_, step) => step % 3 == 0).Take(5).Select(kind => course.Kinds[kind!.Value]));
    }

    [Fact]
    public void A_long_event_is_kept_in_longer_steps_and_its_highest_score_stays()
    {
        Scene scene = new();
        scene.Observe(0.1, seconds: 30);
        scene.Observe(0.7, seconds: 500);
        scene.Observe(0.9, seconds: 1);
        scene.Observe(0.6, seconds: 2000);
        scene.Observe(0.1, seconds: 20);

        EventCourse course = scene.Courses.Single();

        Assert.InRange(course.Hundredths.Count, EventCourse.MostSteps / 2, EventCourse.MostSteps);
        Assert.Equal(6400, course.StepMilliseconds);
        Assert.Equal(90, course.Hundredths.Max());
        Assert.Equal(Start.AddSeconds(530), course.From.AddSeconds(6.4 * IndexOf(course, 90)), TimeSpan.FromSeconds(6.4));

        // The next event is shown in short steps again.
        scene.Observe(0.1, seconds: 40);
        scene.Observe(0.7, seconds: 2);
        scene.Observe(0.1, seconds: 20);
        Assert.Equal(EventCourse.ShortestStep, scene.Courses[^1].StepMilliseconds);
        Assert.Equal(75, IndexOf(scene.Courses[^1], 70));
    }

    [Fact]
    public void While_nothing_was_scored_there_is_a_gap_and_what_was_long_before_is_left_out()
    {
        Scene scene = new();
        scene.Observe(0.1, seconds: 5);
        scene.Wait(100);
        scene.Observe(0.7, seconds: 2);
        scene.Wait(1);
        scene.Observe(0.6, seconds: 2);
        scene.Observe(0.1, seconds: 20);

        EventCourse course = scene.Courses.Single();

        Assert.Equal([70, null, null, null, null, null, 60], course.Hundredths.Skip(9).Take(7));
        Assert.Equal([500, null, null, null, null, null, 500], course.Thousandths.Skip(9).Take(7));
    }

    [Fact]
    public void A_camera_that_comes_back_long_after_its_event_leaves_the_course_whole()
    {
        Scene scene = new();
        scene.Observe(0.7, seconds: 5);
        scene.Observe(0.1, seconds: 5);
        scene.Wait(40);
        scene.Observe(0.1, seconds: 1);

        EventCourse course = scene.Courses.Single();

        Assert.Equal(Start, course.From);
        Assert.Equal([70, 70, 10], course.Hundredths.Skip(23).Take(3));
    }

    /// <summary>What it says is what the same scores give at other thresholds.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(-0.2)]
    public void At_the_threshold_that_it_names_there_is_no_event_and_just_below_there_is(double handicap)
    {
        Random random = new(7);
        int named = 0;
        for (int trial = 0; trial < 200; trial++)
        {
            double[] scores =
            [
                .. Enumerable.Repeat(0.1, 5),
                .. Enumerable.Range(0, random.Next(4, 60))
                    .Select(_ => Math.Clamp(0.55 + handicap + (0.3 * (random.NextDouble() - 0.3)), 0, 1)),
                .. Enumerable.Repeat(0.0, 140),
            ];
            Scene scene = new(handicap);
            foreach (double score in scores)
            {
                scene.Observe(score);
            }

            if (scene.Courses is not [{ SilentAt: { } silentAt }])
            {
                continue;
            }

            named++;
            Assert.Equal(0, EventsAt(silentAt));
            Assert.InRange(EventsAt(Math.Round(silentAt - 0.01, 3)), 1, 2);

            int EventsAt(double threshold)
            {
                Scene other = new(threshold - Policy.Threshold);
                foreach (double score in scores)
                {
                    other.Observe(score);
                }

                return other.Courses.Count;
            }
        }

        Assert.InRange(named, 50, 200);
    }

    [Fact]
    public void What_stays_at_the_highest_score_is_told_at_any_threshold()
    {
        Scene scene = new();
        scene.Observe(1, seconds: 2);
        scene.Observe(0, seconds: 20);

        Assert.Null(scene.Courses.Single().SilentAt);
    }

    private static int IndexOf(EventCourse course, int hundredths) =>
        course.Hundredths.Index().First(its => its.Item == hundredths).Index;

    /// <summary>A scene at ten frames a second; the zone that decides has a threshold that differs by the handicap.</summary>
    private sealed class Scene(double handicap = 0)
    {
        private readonly EventTracker _tracker = new(Policy, TimeProvider.System);
        private readonly CourseRecorder _recorder = new(TimeProvider.System);
        private long _frame;

        public List<EventCourse> Courses { get; } = [];

        public void Observe(double score, int seconds, Kind? kind = null)
        {
            for (int i = 0; i < seconds * FramesPerSecond; i++)
            {
                Observe(score, kind);
            }
        }

        public void Observe(double score, Kind? kind = null)
        {
            if (_tracker.Phase is EventPhase.Idle)
            {
                _recorder.ForgetThePast();
            }

            ZoneVerdict verdict = new(0, new FrameScore(score, score, kind ?? SpeedNormality.Kind), Policy.Threshold + handicap);
            long timestamp = _frame * TimeProvider.System.TimestampFrequency / FramesPerSecond;
            EventTransition transition = _tracker.Observe(
                score, Start.AddSeconds((double)_frame / FramesPerSecond), timestamp, verdict.Threshold - Policy.Threshold);
            _recorder.Observe(verdict, zone: null, _tracker, timestamp);
            _frame++;
            if (transition is EventTransition.Ended)
            {
                Courses.Add(_recorder.CourseOf(_tracker.Event!));
            }
        }

        public void Wait(int seconds) => _frame += seconds * FramesPerSecond;
    }
}
