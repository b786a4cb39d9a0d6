using EdgeWatch.Evidence;

namespace EdgeWatch.Tests.Evidence;

public sealed class HeatRampTests
{
    private const double Threshold = 0.6;

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Tone_UpToTheFloor_IsTransparent(double score) => Assert.Equal(0, HeatRamp.Tone(score, Threshold).Alpha);

    [Fact]
    public void Tone_RisingScore_NeverBecomesFainterNorLessRed()
    {
        HeatTone before = HeatRamp.Tone(0, Threshold);
        for (double score = 0.01; score <= 1; score += 0.01)
        {
            HeatTone tone = HeatRamp.Tone(score, Threshold);
            Assert.True(tone.Alpha >= before.Alpha, $"fainter at {score}");
            Assert.True(Luma(tone) <= Luma(before), $"brighter at {score}");
            before = tone;
        }
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    public void Tone_AtAnyThreshold_IsTheSameOrange(double threshold) =>
        Assert.Equal(HeatRamp.Tone(Threshold, Threshold), HeatRamp.Tone(threshold, threshold));

    [Fact]
    public void Tone_OfOne_IsStrongButLetsThePictureThrough() =>
        Assert.InRange(HeatRamp.Tone(1, Threshold).Alpha, HeatRamp.Opaque / 2, HeatRamp.Opaque * 3 / 4);

    [Fact]
    public void Tone_AboveOne_IsThatOfOne() => Assert.Equal(HeatRamp.Tone(1, Threshold), HeatRamp.Tone(7, Threshold));

    /// <summary>Brightness by the weights of BT.601.</summary>
    private static double Luma(HeatTone tone) =>
        Math.Round((0.299 * tone.Color.Red) + (0.587 * tone.Color.Green) + (0.114 * tone.Color.Blue));
}
