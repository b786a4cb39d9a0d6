using EdgeWatch.Core.Evidence;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Tests.Evidence;

public sealed class ScoreStripTests
{
    private const int Width = 160;
    private const int Height = 40;

    private readonly FrameSize _size = new(Width, Height + 2);
    private readonly byte[] _pixels;
    private readonly ScoreStrip _strip = new(Width, Height, samples: 50, threshold: 0.6);

    public ScoreStripTests()
    {
        _pixels = new byte[_size.TotalBytes];
        Array.Fill(_pixels, (byte)128);
    }

    [Fact]
    public void Paint_WithoutScores_StaysInsideOfTheStrip()
    {
        _strip.Paint(new I420Canvas(_size, _pixels), 0, 2);

        Assert.Equal(128, _pixels[_size.Width]);
        Assert.NotEqual(128, _pixels[2 * _size.Width]);
    }

    [Fact]
    public void Paint_CalmScores_IsNowhereRed()
    {
        Add(0.2, 60);

        Assert.True(Reddest() < 150, $"V = {Reddest()}");
    }

    [Fact]
    public void Paint_ScoreAboveTheThreshold_IsRedUntilItHasMovedOut()
    {
        Add(0.2, 30);
        Add(0.9, 5);
        Assert.True(Reddest() > 180, $"V = {Reddest()}");

        Add(0.2, 60);
        Assert.True(Reddest() < 150, $"V = {Reddest()}");
    }

    [Fact]
    public void Paint_AllocatesNothing()
    {
        Add(0.7, 60);

        Assert.Equal(0, AllocatedBytes.EachTime(() => Add(0.7, 1)));
    }

    private void Add(double score, int times)
    {
        for (int index = 0; index < times; index++)
        {
            _strip.Add(score);
        }

        _strip.Paint(new I420Canvas(_size, _pixels), 0, 2);
    }

    private byte Reddest() => _pixels.Skip(_size.LumaBytes + _size.ChromaBytes).Max();
}
