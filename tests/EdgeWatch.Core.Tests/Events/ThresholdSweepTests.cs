using EdgeWatch.Core.Events;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Tests.Events;

public sealed class ThresholdSweepTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan _passed;
    private readonly List<SweptAlert> _ended = [];

    [Fact]
    public void Each_threshold_up_to_the_peak_has_its_alert_and_none_above_it()
    {
        ThresholdSweep sweep = new(AlertPolicy.Default, TimeProvider.System);

        Run(sweep, 0.1, seconds: 5, Kinds.All[0]);
        Run(sweep, 0.62, seconds: 2, Kinds.All[2]);
        Run(sweep, 0.1, seconds: 20, Kinds.All[0]);

        Assert.Equal([0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6], _ended.Select(alert => alert.Threshold).Order());
        Assert.All(_ended, alert => Assert.Equal((0.62, Kinds.All[2].Name), (alert.PeakScore, alert.Kind)));
        Assert.All(_ended, alert => Assert.Equal(Start.AddSeconds(5), alert.StartedAt));
    }

    [Fact]
    public void What_is_too_short_or_goes_on_is_no_alert_until_it_is_closed()
    {
        ThresholdSweep sweep = new(AlertPolicy.Default, TimeProvider.System);
        Run(sweep, 0.9, seconds: 0.2, Kinds.All[0]);
        Run(sweep, 0.1, seconds: 20, Kinds.All[0]);
        Assert.Empty(_ended);

        Run(sweep, 0.36, seconds: 5, Kinds.All[0]);
        Assert.Empty(_ended);
        sweep.Close(_ended);

        Assert.Equal([0.3, 0.35], _ended.Select(alert => alert.Threshold));
    }

    [Fact]
    public void A_threshold_that_leaves_no_room_for_the_hysteresis_is_left_out()
    {
        AlertPolicy wide = AlertPolicy.Default with { Threshold = 0.6, Release = 0.2 };
        ThresholdSweep sweep = new(wide, TimeProvider.System);

        Run(sweep, 1, seconds: 5, Kinds.All[0]);
        sweep.Close(_ended);

        Assert.Equal(ThresholdSweep.Thresholds.Where(threshold => threshold > 0.4), _ended.Select(alert => alert.Threshold));
    }

    private void Run(ThresholdSweep sweep, double score, double seconds, Kind kind)
    {
        for (int frame = 0; frame < seconds * 10; frame++)
        {
            long timestamp = (long)(_passed.TotalSeconds * TimeProvider.System.TimestampFrequency);
            sweep.Observe(new FrameScore(score, score * 10, kind), Start + _passed, timestamp, _ended);
            _passed += TimeSpan.FromSeconds(0.1);
        }
    }
}
