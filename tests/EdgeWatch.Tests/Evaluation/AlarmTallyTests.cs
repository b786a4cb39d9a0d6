using EdgeWatch.Capture;
using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Evaluation;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.Tests.Evaluation;

public sealed class AlarmTallyTests
{
    private const double Unusual = 0.9;
    private static readonly AlertPolicy Policy = new AlertOptions().Resolve(new AlertOptions());

    [Fact]
    public void Delay_of_two_anomalies_is_the_mean_of_both()
    {
        AlarmTally tally = new(framesPerSecond: 10);
        AddAnomaly(tally, 10, after: 20, noticedAfter: 0);
        AddAnomaly(tally, 10, after: 20, noticedAfter: 10);

        Assert.Equal(DelaySeconds(10, 10) - 0.5, tally.DetectionDelaySeconds!.Value, 1e-9);
        Assert.Equal((2, 2, 0), (tally.Anomalies, tally.Detected, tally.FalseAlarms));
    }

    [Fact]
    public void Delay_of_three_anomalies_is_that_of_the_middle_one()
    {
        AlarmTally tally = new(framesPerSecond: 10);
        AddAnomaly(tally, 10, 20, 20);
        AddAnomaly(tally, 10, 20, 0);
        AddAnomaly(tally, 10, 20, 5);

        Assert.Equal(DelaySeconds(10, 5), tally.DetectionDelaySeconds!.Value, 1e-9);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(12.5)]
    [InlineData(20)]
    [InlineData(30)]
    public void What_has_to_last_0_3_seconds_is_noticed_after_that_time_wherever_it_begins(double framesPerSecond)
    {
        for (int start = 0; start < 300; start++)
        {
            AlarmTally tally = new(framesPerSecond);
            AddAnomaly(tally, framesPerSecond, start, noticedAfter: 0);

            Assert.Equal(DelaySeconds(framesPerSecond, 0), tally.DetectionDelaySeconds!.Value, 1e-9);
        }
    }

    [Fact]
    public void An_alarm_in_normal_frames_is_false()
    {
        AlarmTally tally = new(framesPerSecond: 10);
        double[] scores = [.. Enumerable.Repeat(0.0, 20), .. Enumerable.Repeat(Unusual, 10), .. Enumerable.Repeat(0.0, 330)];

        tally.Add(Alerts(10, scores), new bool[scores.Length]);

        Assert.Equal(1, tally.FalseAlarms);
        Assert.Equal(100, tally.FalseAlarmsPerHour!.Value, 1e-9);
        Assert.Equal(10.0 / 360, tally.AlarmedPart!.Value, 1e-9);
        Assert.Null(tally.DetectionDelaySeconds);
    }

    [Theory]
    [InlineData(80, 95, true)] // over 0.5 s before, having begun 2 s before
    [InlineData(90, 95, false)] // the same, having begun 1 s before
    [InlineData(89, 95, true)]
    [InlineData(80, 100, false)] // still on in the first frame
    [InlineData(119, 140, false)] // in the last one
    [InlineData(120, 140, true)]
    public void An_alert_finds_what_it_overlaps_or_comes_up_to_a_second_before(int first, int last, bool isFalse)
    {
        AlarmTally tally = new(framesPerSecond: 10);

        tally.Add([new AlertSpan(first, first + 3, last)], Labels(300, (100, 119)));

        Assert.Equal((isFalse ? 0 : 1, isFalse ? 1 : 0), (tally.Detected, tally.FalseAlarms));
    }

    [Fact]
    public void An_alert_that_goes_on_into_an_anomaly_is_no_false_alarm_besides()
    {
        AlarmTally tally = new(framesPerSecond: 10);

        tally.Add([new AlertSpan(20, 23, 110)], Labels(300, (100, 119)));

        Assert.Equal((1, 0), (tally.Detected, tally.FalseAlarms));
        Assert.Equal(0, tally.DetectionDelaySeconds);
        Assert.Equal(80.0 / 280, tally.AlarmedPart!.Value, 1e-9);
    }

    [Fact]
    public void One_alert_may_find_two_anomalies_and_two_alerts_one()
    {
        AlarmTally tally = new(framesPerSecond: 10);

        AlertSpan[] alerts = [new(30, 33, 60), new(200, 203, 210), new(220, 223, 230)];
        tally.Add(alerts, Labels(300, (40, 45), (50, 55), (205, 225)));

        Assert.Equal((3, 3, 0), (tally.Anomalies, tally.Detected, tally.FalseAlarms));
    }

    [Fact]
    public void Without_normal_frames_there_is_no_rate()
    {
        AlarmTally tally = new(framesPerSecond: 10);

        tally.Add([], [true, true]);

        Assert.Null(tally.FalseAlarmsPerHour);
        Assert.Null(tally.AlarmedPart);
    }

    [Fact]
    public void An_alert_names_each_thing_of_its_messages_once()
    {
        AlertSpans alerts = new(framesPerSecond: 10);
        AlertEvent Message(AlertEventType type, params long?[] things) => SampleEvents.Create(type) with
        {
            Regions = [.. things.Select(thing => new Region(0, 0, 1, 1, 1, thing))],
        };

        alerts.Note(10, Message(AlertEventType.Start, 7, null));
        alerts.Note(20, Message(AlertEventType.Update, 3, 7));
        alerts.Note(30, Message(AlertEventType.End, 3));
        alerts.Note(40, Message(AlertEventType.Start, 9));
        alerts.Note(50, Message(AlertEventType.End, 9));

        Assert.Equal([[3L, 7L], [9L]], alerts.Ended.Select(alert => alert.Things));
    }

    private static double DelaySeconds(double framesPerSecond, int noticedAfter) =>
        (Math.Ceiling((Policy.MinimumLength.TotalSeconds * framesPerSecond) - 1e-9) + noticedAfter + DelayedSmoother.DelayFrames)
        / framesPerSecond;

    private static bool[] Labels(int frames, params (int First, int Last)[] anomalies) =>
        [.. Enumerable.Range(0, frames).Select(i => anomalies.Any(anomaly => anomaly.First <= i && i <= anomaly.Last))];

    private static IReadOnlyList<AlertSpan> Alerts(double framesPerSecond, double[] scores)
    {
        EventTracker tracker = new(Policy, TimeProvider.System);
        AlertSpans alerts = new(framesPerSecond);
        for (int i = 0; i < scores.Length; i++)
        {
            long timestamp = FrameClock.TicksAt(i, framesPerSecond, TimeProvider.System.TimestampFrequency);
            Note(i, tracker.Observe(scores[i], DateTimeOffset.UnixEpoch, timestamp));
        }

        Note(scores.Length - 1, tracker.Close());
        return alerts.Ended;

        void Note(int frame, EventTransition transition)
        {
            if (transition is EventTransition.Started or EventTransition.Ended)
            {
                AlertEventType type = transition is EventTransition.Started ? AlertEventType.Start : AlertEventType.End;
                AlertEvent alert = SampleEvents.Create(type) with
                {
                    StartedAt = tracker.Event!.StartedAt,
                    UpdatedAt = tracker.Event.LastHighAt,
                    EndedAt = tracker.Event.EndedAt,
                };
                alerts.Note(frame, alert);
            }
        }
    }

    private static void AddAnomaly(AlarmTally tally, double framesPerSecond, int after, int noticedAfter)
    {
        double[] scores = [.. Enumerable.Repeat(0.0, after + noticedAfter), .. Enumerable.Repeat(Unusual, 40)];
        tally.Add(Alerts(framesPerSecond, scores), [.. Enumerable.Range(0, scores.Length).Select(i => i >= after)]);
    }
}
