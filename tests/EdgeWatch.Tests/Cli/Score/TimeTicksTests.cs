using EdgeWatch.Cli.Score;

namespace EdgeWatch.Tests.Cli.Score;

public sealed class TimeTicksTests
{
    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(20, 2)]
    [InlineData(60, 5)]
    [InlineData(900, 120)]
    [InlineData(86400, 7200)]
    [InlineData(86400 * 30, 86400 * 3)]
    public void StepSeconds_OfASpan_IsRoundAndGivesAtMostTwelveTicks(double span, double expected) =>
        Assert.Equal(expected, TimeTicks.StepSeconds(span, 12));

    [Theory]
    [InlineData(0.4, 0.1, "0.4")]
    [InlineData(425, 5, "7:05")]
    [InlineData(4025, 600, "1:07:05")]
    [InlineData(90000, 3600, "25:00:00")]
    public void Label_OfATime_IsAsShortAsItsStepAllows(double seconds, double step, string expected) =>
        Assert.Equal(expected, TimeTicks.Label(seconds, step));
}
