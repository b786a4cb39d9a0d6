using EdgeWatch.Capture;

namespace EdgeWatch.Tests.Capture;

public sealed class SequencePatternTests
{
    [Theory]
    [InlineData("/d/%04d.jpg", 7, "0009.jpg", "0007.jpg", "00001.jpg", "5.jpg", "0003.png", "x0002.jpg")]
    [InlineData("/d/img-%d.png", 3, "img-10.png", "img-3.png", "img-01.png")]
    [InlineData("/d/%03d.tif", 1000, "1001.tif", "1000.tif")]
    [InlineData("/d/100%%_%d.bmp", 0, "100%_0.bmp")]
    public void FirstNumber_SomeMatch_IsTheLowest(string path, int expected, params string[] files)
    {
        Assert.True(SequencePattern.TryParse(path, out SequencePattern? pattern));
        Assert.Equal(expected, pattern.FirstNumber(files));
    }

    [Fact]
    public void FirstNumber_NoneMatches_IsNull()
    {
        Assert.True(SequencePattern.TryParse("/d/%04d.jpg", out SequencePattern? pattern));
        Assert.Null(pattern.FirstNumber(["1.jpg", "a.jpg", ".jpg", "99999999999999999999.jpg"]));
    }

    [Theory]
    [InlineData("/d/film.mp4")]
    [InlineData("/d/100%.mp4")]
    [InlineData("/d/%%d.mp4")]
    [InlineData("/d%d/film.mp4")]
    public void TryParse_NoPatternInTheName_IsFalse(string path) => Assert.False(SequencePattern.TryParse(path, out _));

    [Fact]
    public void ForFfmpeg_PercentInTheFolder_IsEscaped()
    {
        Assert.True(SequencePattern.TryParse("/100%d/%04d.jpg", out SequencePattern? pattern));
        Assert.Equal("/100%%d/%04d.jpg", pattern.ForFfmpeg);
    }
}
