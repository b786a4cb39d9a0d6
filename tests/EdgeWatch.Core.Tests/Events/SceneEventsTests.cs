using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Tests.Watching;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Core.Tests.Events;

public sealed class SceneEventsTests : IDisposable
{
    private const double Quiet = -2;
    private const double Unusual = 18;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SceneWatch _watch = new(
        new FrameSize(320, 240), new BlockSpeedModel(), new LearningPolicy(TimeSpan.Zero), TimeProvider.System);
    private readonly FramePool _pool = new(new FrameSize(320, 240));
    private readonly SceneEvents _events = new("yard", AlertPolicy.Default, TimeProvider.System);
    private readonly ScoredFrame _scored;
    private readonly PatchHeat _heat;
    private TimeSpan _elapsed;

    public SceneEventsTests()
    {
        _scored = new ScoredFrame(_watch.Grid);
        _heat = new PatchHeat(_watch);
    }

    [Fact]
    public void Alerts_say_what_began_and_ended_and_show_the_rarest_frame_once()
    {
        Observe(Quiet, 10);
        SceneAlert start = Observe(Unusual, 4)!;
        Assert.Equal((AlertEventType.Start, "yard", 1), (start.Event.Type, start.Event.CameraId, start.Event.Sequence));
        Assert.Equal(Start.AddSeconds(1), start.Event.StartedAt);
        Assert.Equal(start.Event.StartedAt, start.Event.CapturedAt);
        Assert.True(start.IsPeakNew);
        Assert.Null(start.Event.EndedAt);

        Assert.Null(Observe(Unusual - 1, 10));
        SceneAlert end = Observe(Quiet, 200)!;

        Assert.Equal((AlertEventType.End, start.Event.EventId, 2), (end.Event.Type, end.Event.EventId, end.Event.Sequence));
        Assert.Equal(Start + TimeSpan.FromSeconds(2.3), end.Event.EndedAt);
        Assert.Equal(Unusual, end.Event.Raw);
        Assert.False(end.IsPeakNew);
    }

    [Fact]
    public void The_peak_is_the_frame_with_the_highest_raw_score_though_all_are_at_the_end_of_the_scale()
    {
        Observe(90, 10);
        Observe(95, 1);
        Observe(92, 10);

        SceneAlert end = _events.Close(EndCause.Stopped)!;

        Assert.Equal((1, 95), (end.Event.PeakScore, end.Event.Raw));
        Assert.Equal(Start.AddSeconds(1), end.Event.CapturedAt);
        Assert.True(end.IsPeakNew);
    }

    [Fact]
    public void The_peak_of_a_rise_that_came_to_nothing_is_not_that_of_the_next_event()
    {
        Observe(Unusual + 1, 2);
        _elapsed += EventTracker.LongestGap + TimeSpan.FromSeconds(1);

        SceneAlert start = Observe(Unusual, 4)!;

        Assert.Equal(Unusual, start.Event.Raw);
        Assert.Equal(start.Event.StartedAt, start.Event.CapturedAt);
    }

    [Fact]
    public void What_may_be_an_event_is_not_learned_but_held_in_mind()
    {
        Assert.Equal((true, false), Guided());

        Observe(Unusual, 1);
        Assert.Equal((false, true), Guided());

        Observe(Quiet, 1);
        Assert.Equal((true, false), Guided());

        Observe(Unusual, 10);
        Observe(Quiet, 40);
        Assert.Equal(EventPhase.Cooldown, _events.Phase);
        Assert.Equal((false, true), Guided());
    }

    [Fact]
    public void While_suspended_nothing_is_told_nor_taken_as_normal()
    {
        _events.IsSuspended = true;

        Assert.Null(Observe(Unusual, 50));
        Assert.Null(_events.CurrentId);
        Assert.Equal((false, false), Guided());
    }

    [Fact]
    public void Frames_of_the_learning_time_say_nothing()
    {
        _scored.IsLearning = true;

        Assert.Null(Observe(Unusual, 50));
        Assert.True(_events.IsIdle);
    }

    [Fact]
    public void A_camera_that_has_gone_ends_its_event()
    {
        Observe(Unusual, 5);
        _elapsed += AlertPolicy.Default.EndAfter;
        Assert.Null(_events.CheckTime(Timestamp, EndCause.Offline));
        _elapsed += AlertPolicy.Default.Cooldown;

        AlertEvent end = _events.CheckTime(Timestamp, EndCause.Offline)!.Event;
        Assert.Equal((AlertEventType.End, EndCause.Offline), (end.Type, end.EndedBecause));
        Assert.Null(_events.CheckTime(Timestamp, EndCause.Offline));
    }

    [Fact]
    public void An_event_waits_for_a_camera_that_is_read_in_another_way()
    {
        SceneAlert start = Observe(Unusual, 4)!;
        _events.Pause(Timestamp);
        _elapsed += EventTracker.LongestPause - TimeSpan.FromSeconds(1);
        Assert.Null(_events.CheckTime(Timestamp, EndCause.Offline));

        Assert.Equal((AlertEventType.Update, 2), Observe(Unusual, 1) is { Event: var told } ? (told.Type, told.Sequence) : default);
        AlertEvent end = Observe(Quiet, 200)!.Event;

        Assert.Equal((start.Event.EventId, 3), (end.EventId, end.Sequence));
        Assert.Null(end.EndedBecause);
    }

    [Fact]
    public void An_event_does_not_wait_for_ever_and_a_rise_not_at_all()
    {
        Observe(Unusual, 2);
        _events.Pause(Timestamp);
        Assert.True(_events.IsIdle);

        Observe(Unusual, 4);
        _events.Pause(Timestamp);
        _elapsed += EventTracker.LongestPause + AlertPolicy.Default.EndAfter;
        Assert.Null(_events.CheckTime(Timestamp, EndCause.Offline));
        _elapsed += AlertPolicy.Default.Cooldown;

        Assert.Equal(EndCause.Offline, _events.CheckTime(Timestamp, EndCause.Offline)!.Event.EndedBecause);
    }

    [Fact]
    public void Every_picture_is_given_back()
    {
        Observe(Unusual, 10);
        SceneAlert end = _events.Close(EndCause.Stopped)!;
        Frame picture = end.Peak.Frame;
        _scored.Release();

        picture.Share().Dispose();
        _events.Dispose();

        Assert.Throws<ObjectDisposedException>(() => picture.Share());
    }

    [Fact]
    public void Following_ordinary_frames_allocates_nothing()
    {
        Observe(Quiet, 20);

        Assert.Equal(0, AllocatedBytes.EachTime(() => Observe(Quiet, 1000)));
    }

    public void Dispose()
    {
        _events.Dispose();
        _scored.Release();
        _watch.Dispose();
    }

    private long Timestamp => (long)Math.Round(_elapsed.TotalSeconds * TimeProvider.System.TimestampFrequency);

    private (bool KeepsLearning, bool HoldsLooks) Guided()
    {
        _events.Guide(_watch);
        return (_watch.KeepsLearning, _watch.HoldsLooks);
    }

    [Fact]
    public void What_was_the_peak_while_it_was_quiet_is_shown_when_it_is_told()
    {
        Assert.True(Observe(12, 4)!.IsPeakNew);
        _events.IsQuiet = true;
        Assert.True(Observe(Unusual, 5)!.Event.IsQuiet);
        _events.IsQuiet = false;

        SceneAlert update = Observe(12, 1)!;

        Assert.Equal((AlertEventType.Update, 2, Unusual), (update.Event.Type, update.Event.Sequence, update.Event.Raw));
        Assert.True(update.IsPeakNew);
    }

    [Fact]
    public void An_event_of_an_hour_is_told_ten_times_after_its_start()
    {
        AlertEventType[] told =
            [.. Enumerable.Range(0, 36_000).Select(_ => Observe(Unusual, 1)).OfType<SceneAlert>().Select(alert => alert.Event.Type)];

        Assert.Equal([AlertEventType.Start, .. Enumerable.Repeat(AlertEventType.Update, 10)], told);
    }

    /// <summary>Shows frames of one score, ten a second, and returns the last thing that was told.</summary>
    private SceneAlert? Observe(double raw, int frames)
    {
        SceneAlert? told = null;
        for (int i = 0; i < frames; i++)
        {
            Frame frame = _pool.Rent();
            frame.CapturedAt = Start + _elapsed;
            frame.CapturedTimestamp = Timestamp;
            _scored.Take(frame);
            _scored.Score = FrameScore.Of(raw, SpeedNormality.Kind);
            told = _events.Observe(_scored, _heat) ?? told;
            _elapsed += TimeSpan.FromSeconds(0.1);
        }

        return told;
    }
}
