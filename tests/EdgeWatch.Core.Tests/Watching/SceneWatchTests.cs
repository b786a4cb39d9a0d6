using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Core.Tests.Watching;

public sealed class SceneWatchTests
{
    private const double Walking = 1;
    private const double Running = 4;
    private static readonly TimeSpan Learning = TimeSpan.FromSeconds(60);

    /// <summary>What a minute of walking has taught; learned once for all tests.</summary>
    private static readonly Lazy<byte[]> Walked = new(() =>
    {
        using Street street = new(Learning);
        Learn(street);
        return StateOf(street);
    });

    [Theory]
    [InlineData(320, 240)]
    [InlineData(640, 480)]
    [InlineData(331, 251)]
    public void Someone_who_runs_where_others_walk_is_unusual_and_those_who_walk_are_not(int width, int height)
    {
        using Street street = new(Learning, width, height);
        Learn(street);
        List<double> walking = Watch(street, Walking, 100);

        List<double> running = Watch(street, Running, 20);

        Assert.All(walking, score => Assert.InRange(score, 0, AlertPolicy.Default.Release));
        Assert.True(running.Max() > 0.7, $"running scores {running.Max()}");
    }

    [Fact]
    public void The_unusual_frame_says_why_and_where()
    {
        using Street street = Learned();
        street.Show(Running, 15);

        ScoredFrame frame = street.Show(Running)!;

        Assert.Equal(SpeedNormality.Kind, frame.Score.Kind);
        Assert.InRange(frame.Patches.Ratios[SpeedNormality.Kind.Index], 2, 6);
        Reason reason = ReasonWriter.Write(frame.KindScores, frame.Patches.Ratios)[0];
        Assert.Contains("as fast as", reason.In(Language.English), StringComparison.Ordinal);
        Region region = new PatchHeat(street.Watch).Map(frame, 0.5).Regions[0];
        Assert.True(region.Y >= 0.4 && region.Y + region.Height <= 0.67, $"{region}");
    }

    /// <summary>A background that followed by a grey level a second would look like him after four minutes at the latest.</summary>
    [Fact]
    public void Somebody_who_has_come_and_stands_still_is_seen_for_minutes_and_leaves_nothing_behind()
    {
        using Street street = new(Learning);
        street.Show(speed: null, 20);
        street.Show(Walking, 100);
        street.Watch.FinishLearning();
        street.Watch.KeepsLearning = false;
        street.Show(speed: 0, 3000);

        ScoredFrame standing = street.Show(speed: 0)!;

        Assert.Equal(0, standing.Patches.ActiveCount);
        Assert.InRange(standing.Patches.Count, 12, 20);
        Assert.All(standing.Patches.Things.ToArray(), number => Assert.Equal(1, number));
        Assert.All(standing.Patches.Of(DwellNormality.Kind.Index).ToArray(), surprise => Assert.True(surprise > 5));

        street.Show(speed: null, 20);

        Assert.Equal(0, street.Show(speed: null)!.Patches.Count);
    }

    [Fact]
    public void A_kind_that_does_not_count_decides_nothing()
    {
        using Street street = Learned();
        street.Watch.Normality.Scorer.CountOnly([PlaceNormality.Kind]);
        street.Show(Running, 15);

        ScoredFrame frame = street.Show(Running)!;

        Assert.Equal(PlaceNormality.Kind, frame.Score.Kind);
        Assert.InRange(frame.Score.Score, 0, AlertPolicy.Default.Release);
        Assert.Equal(default, frame.KindScores[SpeedNormality.Kind.Index]);
        SceneScorer scorer = street.Watch.Normality.Scorer;
        Assert.All(
            Enumerable.Range(0, frame.Patches.Count),
            k => Assert.Equal(PlaceNormality.Kind, scorer.ScoreOfPatch(frame.Score, frame.KindScores, frame.Patches, k).Kind));
    }

    [Fact]
    public void The_places_shown_are_those_of_what_is_said()
    {
        using Street street = Learned();
        street.Show(Running, 15);

        ScoredFrame frame = street.Show(Running)!;

        Assert.Equal(SpeedNormality.Kind, frame.Score.Kind);
        SceneScorer scorer = street.Watch.Normality.Scorer;
        int speed = SpeedNormality.Kind.Index;
        Assert.All(
            Enumerable.Range(0, frame.Patches.Count),
            k => Assert.Equal(
                scorer.ByKind[speed].ScoreOfPatch(frame.Patches.Of(speed)[k]),
                scorer.ScoreOfPatch(frame.Score, frame.KindScores, frame.Patches, k)));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void An_answer_that_is_no_number_is_counted_and_not_learned(float value)
    {
        using Street street = new(Learning);
        street.Show(Walking, 100);
        street.Model.Spoil = value;
        street.Show(Walking);
        street.Model.Spoil = 0;
        street.Show(Walking, 500);

        List<double> walking = Watch(street, Walking, 100);
        List<double> running = Watch(street, Running, 20);

        Assert.Equal(1, street.Watch.FramesMiscomputed);
        Assert.All(walking, score => Assert.InRange(score, 0, AlertPolicy.Default.Release));
        Assert.True(running.Max() > 0.7, $"running scores {running.Max()}");
    }

    [Fact]
    public void A_network_that_answers_with_no_number_teaches_nothing_however_long()
    {
        using Street street = new(Learning);
        street.Model.Spoil = float.NaN;
        street.Show(Walking, 2 * (int)(Learning / street.Interval));

        Assert.True(street.Watch.IsLearning);
        Assert.InRange(street.Watch.Normality.Learned, TimeSpan.Zero, Learning / 10);
    }

    [Fact]
    public void A_glance_that_is_no_number_is_counted()
    {
        PixelLookModel looks = new();
        using Street street = new(Learning, looks: looks);
        street.Show(Walking, 20);
        looks.Spoil = float.NaN;
        street.Show(Walking, 10);

        Assert.Equal(2, street.Watch.FramesMiscomputed);
    }

    [Fact]
    public void What_the_network_keeps_for_a_watch_is_given_back_with_it()
    {
        PixelLookModel looks = new();
        Street street = new(Learning, looks: looks);
        street.Show(Walking, 20);
        Assert.Empty(street.Model.Forgotten);

        street.Dispose();

        Assert.Single(street.Model.Forgotten);
        Assert.Single(looks.Forgotten);
    }

    /// <summary>
    /// Until it is known that somebody is an alert a second or two have passed; learned from, they made the sixth one pass for usual.
    /// </summary>
    [Fact]
    public void Who_comes_again_and_again_teaches_nothing_of_himself_before_he_is_an_alert()
    {
        using Street street = Learned();
        double[] peaks = [.. Enumerable.Range(0, 6).Select(_ =>
        {
            street.Watch.KeepsLearning = true;
            List<double> rise = Watch(street, Running, 20);
            street.Watch.KeepsLearning = false;
            double peak = rise.Concat(Watch(street, Running, 20)).Max();
            street.Show(null, 60);
            return peak;
        })];

        Assert.All(peaks, peak => Assert.True(peak > 0.5 && peak > peaks[0] - 0.05, string.Join(" ", peaks)));
    }

    [Fact]
    public void What_has_risen_for_longer_without_an_alert_is_learned_from()
    {
        using Street street = Learned();
        street.Show(Running, 5);
        TimeSpan learned = street.Watch.Normality.Learned;

        street.Show(Running, 20);
        Assert.Equal(learned, street.Watch.Normality.Learned);
        street.Show(Running, 20);

        Assert.True(street.Watch.Normality.Learned > learned);
    }

    [Fact]
    public void Nobody_at_all_scores_less_than_those_who_walk()
    {
        using Street street = Learned();
        street.Watch.KeepsLearning = false;
        double walking = Watch(street, Walking, 50).Max();

        Assert.InRange(Watch(street, null, 50)[^1], 0, walking);
    }

    [Fact]
    public void The_model_is_not_asked_about_a_still_scene()
    {
        using Street street = new(Learning);

        street.Show(null, 100);

        Assert.Equal(0, street.Model.Runs);
        Assert.Equal(0, street.Watch.Times.Tokens);
        Assert.Equal(100, street.Watch.Times.Frames);
    }

    [Fact]
    public void What_is_new_counts_as_normal_at_once_while_learning_and_later_after_the_quarantine()
    {
        using Street street = new(TimeSpan.FromSeconds(5));
        street.Show(Walking, 49);
        Assert.True(street.Watch.IsLearning);
        Assert.Equal(TimeSpan.Zero, street.Watch.Normality.Quarantine);

        street.Show(Walking, 10);

        Assert.False(street.Watch.IsLearning);
        Assert.Equal(LearningPolicy.DefaultQuarantine, street.Watch.Normality.Quarantine);
    }

    [Fact]
    public void Nothing_is_said_while_learning()
    {
        using Street street = new(Learning);
        int frames = 0;
        while (street.Watch.IsLearning)
        {
            ScoredFrame? scored = street.Show(frames++ % 50 < 5 ? Running : Walking);
            if (scored is not null && street.Watch.IsLearning)
            {
                Assert.True(scored.IsLearning);
                Assert.Equal(default, scored.Score);
            }
        }

        // The first frame has no time before it.
        Assert.Equal(601, frames);
        Assert.Equal(1, street.Watch.LearningProgress);
        Assert.Equal(TimeSpan.Zero, street.Watch.LearningLeft);
        Assert.False(street.Show(Walking)!.IsLearning);
    }

    [Fact]
    public void Learning_tells_how_far_it_is()
    {
        using Street street = new(Learning);

        street.Show(Walking, 151);

        Assert.Equal(0.25, street.Watch.LearningProgress, 1e-9);
        Assert.Equal(45, street.Watch.LearningLeft.TotalSeconds, 1e-6);
    }

    [Fact]
    public void Scores_are_calibrated_after_a_quarter_of_the_learning_time()
    {
        using Street street = new(Learning);

        street.Show(Walking, 601);

        Assert.Equal(9, street.Watch.Normality.Scorer.ByKind[SpeedNormality.Kind.Index].Calibration.Whole.Blocks.Count);
    }

    [Fact]
    public void Without_learning_time_it_is_over_at_once()
    {
        using Street street = new(TimeSpan.Zero);

        Assert.False(street.Watch.IsLearning);
        Assert.Equal(1, street.Watch.LearningProgress);
    }

    [Fact]
    public void Learning_can_be_ended_early()
    {
        using Street street = new(Learning);
        street.Show(Walking, 200);

        street.Watch.FinishLearning();

        Assert.False(street.Watch.IsLearning);
        Assert.False(street.Show(Walking)!.IsLearning);
    }

    [Fact]
    public void Normality_that_is_frozen_stays_as_it_is_to_the_last_bit()
    {
        using Street street = Learned();
        street.Watch.KeepsLearning = false;
        byte[] before = StateOf(street);

        street.Show(Running, 200);

        Assert.Equal(before, StateOf(street));
    }

    [Fact]
    public void Normality_follows_slow_change_when_it_may()
    {
        using Street street = Learned();
        byte[] before = StateOf(street);

        street.Show(Walking, 200);

        Assert.NotEqual(before, StateOf(street));
    }

    /// <summary>A block of the calibration ends before the run, while its score rises, or after the alert.</summary>
    [Theory]
    [InlineData(30)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(34)]
    [InlineData(35)]
    [InlineData(36)]
    public void What_leads_up_to_an_alert_is_not_what_its_score_is_measured_by(int framesBefore)
    {
        using Street street = Learned();
        EventTracker tracker = new(AlertPolicy.Default, TimeProvider.System);
        WatchAndLearn(street, tracker, Walking, 100 + framesBefore);
        BlockMaxima calibration = street.Watch.Normality.Scorer.ByKind[SpeedNormality.Kind.Index].Calibration.Whole;
        double walking = calibration.Blocks.Mean;

        double running = WatchAndLearn(street, tracker, Running, 40);
        WatchAndLearn(street, tracker, Walking, 250);

        Assert.True(running > 0.9, $"running scores {running}");
        Assert.Equal(walking, calibration.Blocks.Mean);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(50)]
    public void Every_frame_of_a_recording_gets_one_result_in_order(int frames)
    {
        using Street street = new(Learning);
        List<long> results = [];
        for (int i = 0; i < frames; i++)
        {
            if (street.Show(Walking) is { } scored)
            {
                results.Add(scored.Frame.Sequence);
            }
        }

        while (street.Watch.Flush() is { } scored)
        {
            results.Add(scored.Frame.Sequence);
        }

        Assert.Equal(Enumerable.Range(0, frames).Select(i => (long)i), results);
        Assert.Null(street.Watch.Flush());
    }

    [Fact]
    public void Results_lag_by_the_smoothing_delay()
    {
        using Street street = new(Learning);
        street.Show(Walking, 30);

        Assert.Equal(30 - DelayedSmoother.DelayFrames, street.Show(Walking)!.Frame.Sequence);
    }

    [Fact]
    public void Pictures_before_and_after_a_gap_are_not_compared()
    {
        using Street street = Learned();
        street.Show(Walking, 20);
        int runs = street.Model.Runs;

        // The walker is elsewhere after the gap, as if he had run.
        street.Take(90).Dispose();
        street.Interval = TimeSpan.FromSeconds(30);
        street.Show(Walking);
        street.Interval = TimeSpan.FromSeconds(0.1);
        street.Show(Walking, 3);

        Assert.Equal(runs, street.Model.Runs);
        Assert.All(Watch(street, Walking, 30), score => Assert.True(score < 0.5));
    }

    [Fact]
    public void A_gap_is_no_time_learned()
    {
        using Street street = new(Learning);
        street.Show(Walking, 101);
        street.Interval = TimeSpan.FromHours(10);
        street.Show(Walking);

        Assert.Equal(10, street.Watch.Normality.Learned.TotalSeconds, 1e-6);
    }

    [Fact]
    public void A_camera_at_one_frame_a_second_is_no_row_of_gaps()
    {
        using Street street = new(Learning, framesPerSecond: 1) { Interval = TimeSpan.FromSeconds(1.01) };

        street.Show(Walking, 40);

        Assert.InRange(street.Watch.Normality.Learned.TotalSeconds, 35, 41);
        Assert.True(street.Model.Runs > 30, $"{street.Model.Runs} frames were looked at");
    }

    [Fact]
    public void A_camera_that_is_slower_than_asked_for_is_no_row_of_gaps_either()
    {
        using Street street = new(Learning, framesPerSecond: 10) { Interval = TimeSpan.FromSeconds(10) };

        street.Show(Walking, 40);

        Assert.InRange(street.Watch.Normality.Learned.TotalSeconds, 340, 400);
    }

    [Fact]
    public void Restart_forgets_the_frames_that_wait_but_not_what_was_learned()
    {
        using Street street = Learned();
        byte[] before = StateOf(street);

        street.Watch.Restart();

        Assert.Null(street.Watch.Flush());
        Assert.Equal(before, StateOf(street));
        street.Watch.KeepsLearning = false;
        Assert.Null(street.Show(Walking));
        Assert.Equal(before, StateOf(street));
    }

    [Fact]
    public void Every_frame_goes_back_to_its_pool_once()
    {
        Street street = new(Learning, idleFrames: 0);
        List<Frame> frames = [];
        for (int i = 0; i < 40; i++)
        {
            if (i == 20)
            {
                street.Watch.Restart();
            }

            frames.Add(street.Take(Walking));
            street.Watch.Process(frames[^1]);
        }

        // Those that are still smoothed are held; a frame that was given back can't be shared.
        Assert.Equal(DelayedSmoother.DelayFrames + 1, frames.Count(IsLeased));

        street.Dispose();

        Assert.DoesNotContain(frames, IsLeased);

        static bool IsLeased(Frame frame)
        {
            try
            {
                frame.Share().Dispose();
                return true;
            }
            catch (ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <summary>He is as tall as four patches and as wide as three; the wall is known.</summary>
    [Theory]
    [InlineData(320, 240)]
    [InlineData(640, 480)]
    public void Somebody_who_has_come_and_stands_still_is_where_nothing_like_him_usually_is(int width, int height)
    {
        using Street street = new(Learning, width, height, looks: new PixelLookModel());
        street.Show(speed: null, 601);
        Assert.False(street.Watch.IsLearning);
        street.Show(Walking, 60);
        street.Watch.KeepsLearning = false;
        street.Show(speed: 0, 60);

        ScoredFrame standing = street.Show(speed: 0)!;

        float[] surprises = standing.Patches.Of(PresenceNormality.Kind.Index).ToArray();
        Assert.InRange(surprises.Count(surprise => surprise > 5), 9, 20);
        Assert.All(standing.Patches.Of(AbsenceNormality.Kind.Index).ToArray(), surprise => Assert.Equal(0, surprise));
        Assert.True(street.Watch.Times.Glance > TimeSpan.Zero);
    }

    [Fact]
    public void The_network_is_asked_twice_a_second_about_what_has_changed_and_at_every_fifth_glance_about_all()
    {
        PixelLookModel looks = new();
        using Street street = new(Learning, looks: looks);

        street.Show(speed: null, 300);
        Assert.Equal(12, looks.Runs);
        Assert.All(looks.Shown, part => Assert.Equal(PlaceRectangle.Of(street.Watch.Grid), part));

        street.Show(Walking, 20);
        looks.Shown.Clear();
        street.Show(Walking, 100);

        Assert.InRange(looks.Shown.Count, 20, 30);
        Assert.Equal(4, looks.Shown.Count(part => part == PlaceRectangle.Of(street.Watch.Grid)));
    }

    [Fact]
    public void A_frame_allocates_nothing_with_glances_either()
    {
        using Street street = new(Learning, looks: new PixelLookModel());
        street.Show(Walking, 700);

        Assert.Equal(0, AllocatedBytes.EachTime(() => street.Show(Walking, 200)));
    }

    [Fact]
    public void A_frame_allocates_nothing()
    {
        using Street street = Learned();
        street.Show(Walking, 200);
        long tokens = street.Watch.Times.Tokens;

        Assert.Equal(0, AllocatedBytes.EachTime(() => street.Show(Walking, 200)));
        Assert.True(street.Watch.Times.Tokens > tokens + 1000);
    }

    [Fact]
    public void Time_is_counted_by_stage()
    {
        using Street street = new(Learning);
        street.Show(Walking, 50);
        StageTimes times = street.Watch.Times;

        Assert.All([times.Gate, times.Encode, times.Model, times.Score], time => Assert.True(time > TimeSpan.Zero));
        Assert.Equal(times.Gate + times.Encode + times.Model + times.Glance + times.Score, times.Total);
    }

    private static Street Learned()
    {
        Street street = new(Learning);
        LearnedState.Read(Walked.Value, street.Watch.Normality, street.Model.Sha256, Street.FramesPerSecond);
        street.Show(Walking, 20);
        return street;
    }

    private static void Learn(Street street)
    {
        street.Show(Walking, 601);
        Assert.False(street.Watch.IsLearning);
    }

    /// <summary>Shows frames as the daemon does: what it alerts of is not learned, nor what comes soon after.</summary>
    /// <returns>The highest score.</returns>
    private static double WatchAndLearn(Street street, EventTracker tracker, double speed, int frames)
    {
        double highest = 0;
        for (int i = 0; i < frames; i++)
        {
            street.Watch.KeepsLearning = tracker.Phase is EventPhase.Idle;
            ScoredFrame frame = street.Show(speed)!;
            tracker.Observe(frame.Score.Score, frame.Frame.CapturedAt, frame.Frame.CapturedTimestamp);
            highest = Math.Max(highest, frame.Score.Score);
        }

        return highest;
    }

    private static List<double> Watch(Street street, double? speed, int frames) =>
        [.. Enumerable.Range(0, frames).Select(_ => street.Show(speed)).OfType<ScoredFrame>().Select(scored => scored.Score.Score)];

    private static byte[] StateOf(Street street) =>
        LearnedState.Write(street.Watch.Normality, street.Model.Sha256, Street.FramesPerSecond);
}
