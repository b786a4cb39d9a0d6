using EdgeWatch.Configuration;

namespace EdgeWatch.Tests.Configuration;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("500ms", 500)]
    [InlineData("20s", 20_000)]
    [InlineData(" 20 s ", 20_000)]
    [InlineData("0.3s", 300)]
    [InlineData("10min", 600_000)]
    [InlineData("10m", 600_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1 h 30 min 5 s", 5_405_000)]
    [InlineData("30 d", 2_592_000_000)]
    [InlineData("36500d", 3_153_600_000_000)]
    public void TryParse_DurationWithUnits_GivesItsLength(string text, double milliseconds)
    {
        bool parsed = DurationText.TryParse(text, out TimeSpan duration);

        Assert.True(parsed);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("20")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 weeks")]
    [InlineData("20S")]
    [InlineData("1,5s")]
    [InlineData("1..5s")]
    [InlineData("1s1h")]
    [InlineData("1s1s")]
    [InlineData("36501d")]
    [InlineData("36500d1ms")]
    [InlineData("99999999999999999999d")]
    [InlineData("1e3s")]
    [InlineData("٣s")]
    public void TryParse_AnythingElse_Fails(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(300, "300 ms")]
    [InlineData(1_500, "1 s 500 ms")]
    [InlineData(5_400_000, "1 h 30 min")]
    [InlineData(2_592_000_000, "30 d")]
    public void Format_Duration_IsReadBackAsTheSame(double milliseconds, string expected)
    {
        TimeSpan duration = TimeSpan.FromMilliseconds(milliseconds);

        string text = DurationText.Format(duration);

        Assert.Equal(expected, text);
        Assert.True(DurationText.TryParse(text, out TimeSpan again));
        Assert.Equal(duration, again);
    }

    [Fact]
    public void Format_NegativeDuration_HasAMinus() => Assert.Equal("-5 s", DurationText.Format(TimeSpan.FromSeconds(-5)));
}
