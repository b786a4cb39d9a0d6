using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Evaluation;

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

        tally.Add(Phases(10, scores), new bool[scores.Length]);

        Assert.Equal(1, tally.FalseAlarms);
        Assert.Equal(100, tally.FalseAlarmsPerHour!.Value, 1e-9);
        Assert.Null(tally.DetectionDelaySeconds);
    }

    private static double DelaySeconds(double framesPerSecond, int noticedAfter) =>
        (Math.Ceiling((Policy.MinimumLength.TotalSeconds * framesPerSecond) - 1e-9) + noticedAfter + DelayedSmoother.DelayFrames)
        / framesPerSecond;

    private static IReadOnlyList<EventPhase> Phases(double framesPerSecond, double[] scores)
    {
        EventTracker tracker = new(Policy, TimeProvider.System);
        return [.. scores.Select((score, i) =>
        {
            tracker.Observe(
                score, DateTimeOffset.UnixEpoch, FrameClock.TicksAt(i, framesPerSecond, TimeProvider.System.TimestampFrequency));
            return tracker.Phase;
        })];
    }

    private static void AddAnomaly(AlarmTally tally, double framesPerSecond, int after, int noticedAfter)
    {
        double[] scores = [.. Enumerable.Repeat(0.0, after + noticedAfter), .. Enumerable.Repeat(Unusual, 40)];
        tally.Add(Phases(framesPerSecond, scores), [.. Enumerable.Range(0, scores.Length).Select(i => i >= after)]);
    }
}
