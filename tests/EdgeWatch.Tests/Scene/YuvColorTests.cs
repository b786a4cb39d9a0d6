using EdgeWatch.Scene;

namespace EdgeWatch.Tests.Scene;

public sealed class YuvColorTests
{
    // Values of the JFIF 1.02 formulas, rounded by hand.
    [Theory]
    [InlineData(255, 0, 0, 76, 85, 255)]
    [InlineData(0, 255, 0, 150, 44, 21)]
    [InlineData(0, 0, 255, 29, 255, 107)]
    [InlineData(200, 200, 200, 200, 128, 128)]
    [InlineData(0, 0, 0, 0, 128, 128)]
    public void FromRgb_KnownColors_MatchTheSpecification(byte r, byte g, byte b, byte y, byte u, byte v) =>
        Assert.Equal(new YuvColor(y, u, v), YuvColor.FromRgb(new(r, g, b)));
}
