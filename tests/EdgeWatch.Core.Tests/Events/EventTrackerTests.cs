using EdgeWatch.Core.Events;

namespace EdgeWatch.Core.Tests.Events;

public sealed class EventTrackerTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AlertPolicy Policy = new(
        Threshold: 0.5, Release: 0.4, TimeSpan.FromSeconds(0.3), EndAfter: TimeSpan.FromSeconds(3), Cooldown: TimeSpan.FromSeconds(10));

    /// <summary>
    /// Each script is a list of "score×frames" at 10 frames a second; what is expected are the transitions with the frames in which
    /// they happen: S start, U update, E end.
    /// </summary>
    [Theory]
    [InlineData("calm: nothing", "0.1×100", "")]
    [InlineData("at the threshold for the minimum length", "0.1×10 0.5×4 0×5", "S13")]
    [InlineData("just below the threshold", "0.499×50", "")]
    [InlineData("too short", "0.9×3 0×50", "")]
    [InlineData("too short, twice", "0.9×3 0×1 0.9×3 0×50", "")]
    [InlineData("a dip of one frame starts the minimum length anew", "0.9×3 0.49×1 0.9×4", "S7")]
    [InlineData("hysteresis: above the release the event stays on", "0.6×4 0.41×60 0×140", "S3 E193")]
    [InlineData("quiet for 3 s, then 10 s of cooldown, then the end", "0.6×4 0×140", "S3 E133")]
    [InlineData("a rise before it is quiet for 3 s changes nothing", "0.6×4 0×29 0.6×1 0×140", "S3 E163")]
    [InlineData("a rise during the cooldown continues the event", "0.6×4 0×60 0.6×1 0×140", "S3 E194")]
    [InlineData("a marked rise during the cooldown is told", "0.6×4 0×60 0.8×1 0×140", "S3 U64 E194")]
    [InlineData("in the cooldown only the threshold counts, not the release", "0.6×4 0×60 0.45×10 0×140", "S3 E133")]
    [InlineData("a rise after the end is another event", "0.6×4 0×131 0.6×4", "S3 E133 S138")]
    [InlineData("a marked rise is told at once", "0.6×10 0.69×5 0.7×5 0.75×5 0.9×5", "S3 U15 U25")]
    [InlineData("a peak that was told is no marked rise again", "0.6×5 0.9×5 0.6×5 0.9×5", "S3 U5")]
    [InlineData("what goes on is told after 10 s, then 20, 40 and 80", "0.6×1600", "S3 U103 U303 U703 U1503")]
    [InlineData("at the end every 10 min", "0.6×20000", "S3 U103 U303 U703 U1503 U3103 U6303 U12303 U18303")]
    [InlineData("a marked rise starts the 10 s anew", "0.6×50 0.8×250", "S3 U50 U150")]
    public void Scores_become_events(string what, string script, string expected)
    {
        Camera camera = new(Policy);
        List<string> transitions = [];
        int frame = 0;
        foreach ((double score, int frames) in Parse(script))
        {
            for (int i = 0; i < frames; i++, frame++)
            {
                string? transition = Letter(camera.Observe(score));
                transitions.AddRange(transition is null ? [] : [$"{transition}{frame}"]);
            }
        }

        Assert.Equal($"{what}: {expected}", $"{what}: {string.Join(' ', transitions)}");
    }

    [Fact]
    public void A_single_kind_above_the_release_keeps_an_event_on_and_begins_none()
    {
        Camera camera = new(Policy);
        for (int frame = 0; frame < 100; frame++)
        {
            Assert.Equal(EventTransition.None, camera.Observe(0.1, highestOfOne: 0.6));
        }

        camera.ObserveAll(0.6, times: 10);
        for (int frame = 0; frame < 100; frame++)
        {
            camera.Observe(0.1, highestOfOne: Policy.Release);
            Assert.Equal(EventPhase.Active, camera.Tracker.Phase);
        }

        for (int frame = 0; frame < 60; frame++)
        {
            camera.Observe(0.1, highestOfOne: Policy.Release - 0.01);
        }

        Assert.NotEqual(EventPhase.Active, camera.Tracker.Phase);
    }

    [Fact]
    public void An_event_becomes_urgent_when_it_has_lasted_for_long_enough_which_is_told_at_once()
    {
        Camera camera = new(Policy with { EscalateAfter = TimeSpan.FromSeconds(15) });
        Assert.Equal([EventTransition.Started, EventTransition.Updated], camera.ObserveAll(0.6, times: 150));
        Assert.Equal(AlertLevel.Alert, camera.Tracker.Event!.Level);

        Assert.Equal(EventTransition.Updated, camera.Observe(0.6));

        Assert.Equal(AlertLevel.Urgent, camera.Tracker.Event.Level);
        Assert.Empty(camera.ObserveAll(0.6, times: 150));
    }

    [Fact]
    public void What_was_withheld_while_it_was_quiet_is_told_at_once_afterwards()
    {
        Camera camera = new(Policy with { EscalateAfter = TimeSpan.FromSeconds(15) });
        camera.Observe(0.6, times: 5);
        camera.Tracker.IsQuiet = true;
        camera.Observe(0.6, times: 200);
        camera.Tracker.IsQuiet = false;

        Assert.Equal(EventTransition.Updated, camera.Observe(0.6));
        Assert.Equal((2, AlertLevel.Urgent), (camera.Tracker.Event!.Sequence, camera.Tracker.Event.Level));
        Assert.Equal(EventTransition.None, camera.Observe(0.6));
    }

    [Fact]
    public void What_begins_while_it_is_quiet_and_goes_on_is_told_afterwards()
    {
        Camera camera = new(Policy) { Tracker = { IsQuiet = true } };
        Assert.Equal([EventTransition.Started], camera.ObserveAll(0.6, times: 50));
        Assert.False(camera.Tracker.Event!.IsTold);

        camera.Tracker.IsQuiet = false;

        Assert.Equal(EventTransition.Started, camera.Observe(0.6));
        Assert.Equal((1, Start), (camera.Tracker.Event.Sequence, camera.Tracker.Event.StartedAt));
        Assert.Equal([EventTransition.Ended], camera.ObserveAll(0, times: 200));
        Assert.Equal(2, camera.Tracker.Event.Sequence);
    }

    [Fact]
    public void What_begins_and_ends_while_it_is_quiet_is_told_to_nobody()
    {
        Camera camera = new(Policy) { Tracker = { IsQuiet = true } };

        Assert.Equal([EventTransition.Started, EventTransition.Updated], camera.ObserveAll(0.6, times: 110));
        camera.ObserveAll(0, times: 100);
        camera.Tracker.IsQuiet = false;

        Assert.Equal([EventTransition.Ended], camera.ObserveAll(0, times: 100));
        Assert.Equal(0, camera.Tracker.Event!.Sequence);
    }

    [Fact]
    public void What_was_told_before_it_became_quiet_is_told_to_have_ended_and_nothing_in_between()
    {
        Camera camera = new(Policy);
        camera.Observe(0.6, times: 5);

        camera.Tracker.IsQuiet = true;
        camera.Observe(0.9, times: 300);
        Assert.Equal(1, camera.Tracker.Event!.Sequence);
        camera.Observe(0, times: 200);

        Assert.Equal(2, camera.Tracker.Event.Sequence);
        Assert.NotNull(camera.Tracker.Event.EndedAt);
    }

    [Fact]
    public void A_rise_after_the_quiet_hours_tells_what_had_calmed_down()
    {
        Camera camera = new(Policy) { Tracker = { IsQuiet = true } };
        camera.Observe(0.6, times: 5);
        camera.Observe(0, times: 60);
        camera.Tracker.IsQuiet = false;
        Assert.Empty(camera.ObserveAll(0, times: 10));

        Assert.Equal(EventTransition.Started, camera.Observe(0.6));
    }

    [Fact]
    public void Without_a_minimum_length_the_first_frame_starts_the_event()
    {
        Camera camera = new(Policy with { MinimumLength = TimeSpan.Zero });

        Assert.Equal(EventTransition.Started, camera.Observe(0.5));
    }

    [Fact]
    public void Without_waits_the_first_low_frame_ends_the_event()
    {
        Camera camera = new(new AlertPolicy(0.5, 0.5, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero));

        Assert.Equal(EventTransition.Started, camera.Observe(0.6));
        Assert.Equal(EventTransition.None, camera.Observe(0.6));
        Assert.Equal(EventTransition.Ended, camera.Observe(0.4));
        Assert.Equal(EventTransition.Started, camera.Observe(0.6));
    }

    [Fact]
    public void Event_says_what_happened()
    {
        Camera camera = new(Policy);
        camera.Observe(0.1, times: 10);
        camera.Observe(0.6, times: 5);
        camera.Observe(0.9);
        camera.Observe(0.45, times: 4);
        TrackedEvent tracked = camera.Tracker.Event!;

        Assert.Equal(Start.AddSeconds(1), tracked.StartedAt);
        Assert.Equal(0.45, tracked.Score);
        Assert.Equal(0.9, tracked.PeakScore);
        Assert.Null(tracked.EndedAt);
        Assert.Equal(2, tracked.Sequence);

        camera.Observe(0, times: 200);

        Assert.Equal(Start.AddSeconds(1.9), tracked.EndedAt);
        Assert.Equal(3, tracked.Sequence);
        Assert.True(EventId.IsValid(tracked.Id));
    }

    [Fact]
    public void An_event_does_not_stay_on_because_its_camera_has_gone()
    {
        Camera camera = new(Policy);
        camera.Observe(0.6, times: 5);
        List<EventTransition> transitions = [];
        for (int second = 0; second < 20; second++)
        {
            camera.Wait(TimeSpan.FromSeconds(1));
            transitions.Add(camera.Tracker.CheckTime(camera.Timestamp));
        }

        Assert.Equal(EventTransition.Ended, transitions[12]);
        Assert.Single(transitions, EventTransition.Ended);
        Assert.Equal(Start.AddSeconds(0.4), camera.Tracker.Event!.EndedAt);
    }

    [Fact]
    public void A_rise_after_the_cooldown_is_another_event_although_no_frame_came_in_between()
    {
        Camera camera = new(Policy);
        camera.Observe(0.6, times: 5);
        camera.Observe(0, times: 40);
        Assert.Equal(EventPhase.Cooldown, camera.Tracker.Phase);

        camera.Wait(TimeSpan.FromMinutes(10));

        Assert.Equal(EventTransition.Ended, camera.Observe(0.6));
        string first = camera.Tracker.Event!.Id;
        Assert.Equal(EventTransition.None, camera.Observe(0.6));
        camera.Observe(0.6, times: 2);
        Assert.Equal(EventTransition.Started, camera.Observe(0.6));
        Assert.NotEqual(first, camera.Tracker.Event!.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_rise_is_not_confirmed_across_a_gap_in_the_stream(bool timeIsChecked)
    {
        Camera camera = new(Policy);
        camera.Observe(0.6, times: 2);

        camera.Wait(TimeSpan.FromHours(1));
        if (timeIsChecked)
        {
            camera.Tracker.CheckTime(camera.Timestamp);
            Assert.Equal(EventPhase.Idle, camera.Tracker.Phase);
        }

        Assert.Equal(EventTransition.None, camera.Observe(0.6));
        camera.Observe(0.6, times: 2);
        Assert.Equal(EventTransition.Started, camera.Observe(0.6));
        Assert.Equal(Start.AddHours(1).AddSeconds(0.2), camera.Tracker.Event!.StartedAt);
    }

    [Fact]
    public void A_rise_is_confirmed_at_one_frame_a_second()
    {
        Camera camera = new(Policy);

        camera.Observe(0.6);
        camera.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal(EventTransition.Started, camera.Observe(0.6));
    }

    [Theory]
    [InlineData(2, EventTransition.None, EventPhase.Pending)]
    [InlineData(5, EventTransition.Ended, EventPhase.Active)]
    public void Close_ends_what_is_on_at_once(int highFrames, EventTransition expected, EventPhase before)
    {
        Camera camera = new(Policy);
        camera.Observe(0.6, highFrames);
        Assert.Equal(before, camera.Tracker.Phase);

        Assert.Equal(expected, camera.Tracker.Close());
        Assert.Equal(EventPhase.Idle, camera.Tracker.Phase);
        Assert.Equal(EventTransition.None, camera.Tracker.Close());
    }

    /// <summary>Frames of ten a second, each so many milliseconds late.</summary>
    [Theory]
    [InlineData(3, 0, 0, 0, 0)]
    [InlineData(3, 9, 0, 0, 0)]
    [InlineData(3, 49, 0, 0, 0)]
    [InlineData(4, 0, 0, 0, -160, 0)]
    public void A_frame_that_is_a_little_early_is_not_waited_out(int startedAt, params int[] late)
    {
        EventTracker tracker = new(Policy, TimeProvider.System);
        long At(int frame) => (long)((frame * 0.1 + (late[frame] / 1000.0)) * TimeProvider.System.TimestampFrequency);

        int started = Enumerable.Range(0, late.Length).First(frame => tracker.Observe(0.6, Start, At(frame)) is EventTransition.Started);

        Assert.Equal(startedAt, started);
    }

    [Fact]
    public void Close_during_the_cooldown_ends_the_event()
    {
        Camera camera = new(Policy);
        camera.Observe(0.6, times: 5);
        camera.Observe(0, times: 40);

        Assert.Equal(EventTransition.Ended, camera.Tracker.Close());
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(5)]
    public void A_step_of_the_wall_clock_changes_no_transition(double hours)
    {
        List<EventTransition> usual = Run(step: TimeSpan.Zero);

        Assert.Contains(EventTransition.Ended, usual);
        Assert.Equal(usual, Run(TimeSpan.FromHours(hours)));

        static List<EventTransition> Run(TimeSpan step)
        {
            Camera camera = new(Policy);
            List<EventTransition> transitions = [];
            Random random = new(21);
            for (int frame = 0; frame < 2000; frame++)
            {
                camera.WallClock += frame == 1000 ? step : TimeSpan.Zero;
                transitions.Add(camera.Observe(frame / 200 % 2 == 0 ? random.NextDouble() : 0));
            }

            return transitions;
        }
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(5)]
    public void An_event_lasts_as_long_as_it_lasted_although_the_wall_clock_steps(double hours)
    {
        Camera camera = new(Policy);
        camera.Observe(0.6, times: 20);
        camera.WallClock += TimeSpan.FromHours(hours);
        camera.Observe(0.6, times: 21);
        camera.Tracker.Close();

        TrackedEvent tracked = camera.Tracker.Event!;
        Assert.Equal(Start, tracked.StartedAt);
        Assert.Equal(Start.AddSeconds(4), tracked.EndedAt);
    }

    [Fact]
    public void Events_begin_and_end_once_and_count_their_messages_whatever_the_scores()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            double quiet = random.NextDouble();
            Camera camera = new(Policy);
            Life life = new();
            for (int frame = 0; frame < 2000; frame++)
            {
                camera.Wait(TimeSpan.FromSeconds(random.Next(100) == 0 ? random.Next(30) : 0));
                double score = random.NextDouble() < quiet ? 0 : random.NextDouble();
                life.Follow(random.Next(50) == 0 ? camera.Tracker.CheckTime(camera.Timestamp) : camera.Observe(score), camera.Tracker);
            }

            life.Follow(camera.Tracker.Close(), camera.Tracker);
            Assert.False(life.IsOn);
        }
    }

    private static IEnumerable<(double Score, int Frames)> Parse(string script) => script
        .Split(' ')
        .Select(part => part.Split('×'))
        .Select(part => (double.Parse(part[0], provider: null), int.Parse(part[1], provider: null)));

    private static string? Letter(EventTransition transition) => transition switch
    {
        EventTransition.Started => "S",
        EventTransition.Updated => "U",
        EventTransition.Ended => "E",
        _ => null,
    };

    /// <summary>What a subscriber could find wrong with the messages of one camera.</summary>
    private sealed class Life
    {
        private readonly HashSet<string> _ids = [];
        private int _sequence;
        private DateTimeOffset _lastEnd = DateTimeOffset.MinValue;

        public bool IsOn { get; private set; }

        public void Follow(EventTransition transition, EventTracker tracker)
        {
            switch (transition)
            {
                case EventTransition.Started:
                    Assert.False(IsOn);
                    Assert.True(_ids.Add(tracker.Event!.Id));
                    Assert.True(tracker.Event.StartedAt >= _lastEnd);
                    (IsOn, _sequence) = (true, 0);
                    break;
                case EventTransition.Updated:
                    Assert.True(IsOn);
                    break;
                case EventTransition.Ended:
                    Assert.True(IsOn);
                    IsOn = false;
                    _lastEnd = tracker.Event!.EndedAt!.Value;
                    Assert.Equal(tracker.Event.LastHighAt, _lastEnd);
                    break;
                default:
                    return;
            }

            TrackedEvent tracked = tracker.Event!;
            Assert.Equal(++_sequence, tracked.Sequence);
            Assert.Contains(tracked.Id, _ids);
            Assert.True(tracked.LastHighAt >= tracked.StartedAt);
            Assert.InRange(tracked.Score, Policy.Release, tracked.PeakScore);
            Assert.InRange(tracked.PeakScore, Policy.Threshold, 1);
            Assert.Equal(IsOn, tracked.EndedAt is null);
            Assert.Equal(IsOn, tracker.Phase is EventPhase.Active);
        }
    }

    /// <summary>Ten frames a second on a monotonic clock, with a wall clock beside it.</summary>
    private sealed class Camera(AlertPolicy policy)
    {
        private TimeSpan _elapsed;

        public EventTracker Tracker { get; } = new(policy, TimeProvider.System);

        public DateTimeOffset WallClock { get; set; } = Start;

        public long Timestamp => (long)(_elapsed.Ticks * ((double)TimeProvider.System.TimestampFrequency / TimeSpan.TicksPerSecond));

        public void Wait(TimeSpan time)
        {
            _elapsed += time;
            WallClock += time;
        }

        public EventTransition Observe(double score, double highestOfOne = 0)
        {
            EventTransition transition = Tracker.Observe(score, WallClock, Timestamp, highestOfOne: highestOfOne);
            Wait(TimeSpan.FromSeconds(0.1));
            return transition;
        }

        /// <summary>What is to be told of some frames.</summary>
        public EventTransition[] ObserveAll(double score, int times) =>
            [.. Enumerable.Range(0, times).Select(_ => Observe(score)).Where(transition => transition is not EventTransition.None)];

        public void Observe(double score, int times)
        {
            for (int i = 0; i < times; i++)
            {
                Observe(score);
            }
        }
    }
}
