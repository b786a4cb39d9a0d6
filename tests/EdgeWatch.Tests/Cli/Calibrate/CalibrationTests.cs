using EdgeWatch.Cli.Calibrate;
using EdgeWatch.Core.Events;
using EdgeWatch.Evidence;

namespace EdgeWatch.Tests.Cli.Calibrate;

public sealed class CalibrationTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0.4, 10, 9, "as promised")]
    [InlineData(0.4, 1, 5, "more often than promised")]
    [InlineData(0.3, 1, 2, "more rarely than promised")]
    [InlineData(0.5, 1, 0, "as promised")]
    [InlineData(0.5, 4, 0, "more rarely than promised")]
    public void What_came_is_held_against_what_was_promised(double threshold, double tenthsOfDays, int had, string verdict)
    {
        TimeSpan watched = TimeSpan.FromDays(tenthsOfDays / (threshold == 0.5 ? 1 : 10));
        SweptAlert[] alerts = [.. Enumerable.Repeat(At(threshold), had), At(0.9)];

        CalibrationLine line = Assert.Single(Calibration.Of(watched, [threshold], alerts).Lines);

        Assert.Equal((had, verdict), (line.Had, line.Verdict));
        Assert.Equal(watched.TotalDays * Math.Pow(10, (0.5 - threshold) * 10), line.Expected, 6);
    }

    [Fact]
    public void It_can_be_drawn_whatever_came()
    {
        SweptAlert[] alerts = [.. Enumerable.Repeat(At(0.3), 12), At(0.5)];

        using RgbPicture plot = CalibrationPlot.Draw("yard", Calibration.Of(TimeSpan.FromHours(3), ThresholdSweep.Thresholds, alerts));
        using RgbPicture empty = CalibrationPlot.Draw("yard", Calibration.Of(TimeSpan.FromMinutes(1), ThresholdSweep.Thresholds, []));

        Assert.NotEqual(plot.ToPng(), empty.ToPng());
    }

    private static SweptAlert At(double threshold) => new(threshold, Noon, Noon.AddSeconds(5), threshold, "speed");
}
