using EdgeWatch.Cli;

namespace EdgeWatch.Tests.Cli;

public sealed class CommonOptionsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(31)]
    [InlineData(1e9)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void RequireFramesPerSecond_ThatNoCameraMayHave_Throws(double rate) =>
        Assert.Contains(
            "1–30", Assert.Throws<EdgeWatchException>(() => CommonOptions.RequireFramesPerSecond(rate)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void RequireThreshold_ThatTheConfigWouldRefuse_Throws(double threshold) =>
        Assert.Contains(
            "0.05–1", Assert.Throws<EdgeWatchException>(() => CommonOptions.RequireThreshold(threshold)).Message, StringComparison.Ordinal);

    [Fact]
    public void Allowed_values_pass()
    {
        CommonOptions.RequireFramesPerSecond(12.5);
        CommonOptions.RequireThreshold(0.5);

        Assert.Throws<EdgeWatchException>(() => CommonOptions.RequireThreshold(2));
    }
}
