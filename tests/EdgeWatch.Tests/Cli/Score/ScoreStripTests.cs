using EdgeWatch.Cli.Score;
using EdgeWatch.Evidence;
using SkiaSharp;

namespace EdgeWatch.Tests.Cli.Score;

public sealed class ScoreStripTests : IDisposable
{
    private const int Width = 160;
    private const int Height = 40;
    private const int Above = 2;

    private readonly RgbPicture _picture = new(Width, Height + Above);
    private readonly ScoreStrip _strip = new(Width, Height, samples: 50, threshold: 0.6);

    public ScoreStripTests() => _picture.Canvas.Clear(SKColors.Gray);

    [Fact]
    public void Paint_WithoutScores_StaysInsideOfTheStrip()
    {
        _strip.Paint(_picture.Canvas, Above);

        Assert.Equal(128, _picture.Row(Above - 1)[0]);
        Assert.NotEqual(128, _picture.Row(Above)[0]);
    }

    [Fact]
    public void Paint_CalmScores_IsNowhereRed()
    {
        Add(0.2, 60);

        Assert.True(Reddest() < 20, $"{Reddest()}");
    }

    [Fact]
    public void Paint_ScoreAboveTheThreshold_IsRedUntilItHasMovedOut()
    {
        Add(0.2, 30);
        Add(0.9, 5);
        Assert.True(Reddest() > 100, $"{Reddest()}");

        Add(0.2, 60);
        Assert.True(Reddest() < 20, $"{Reddest()}");
    }

    [Fact]
    public void Paint_OneScore_IsADotAtTheRightAndANumber()
    {
        Add(0.9, 1);

        Assert.True(Reddest() > 100, $"{Reddest()}");
    }

    public void Dispose()
    {
        _strip.Dispose();
        _picture.Dispose();
    }

    private void Add(double score, int times)
    {
        for (int index = 0; index < times; index++)
        {
            _strip.Add(score);
        }

        _strip.Paint(_picture.Canvas, Above);
    }

    /// <summary>How much more red than green and blue there is anywhere.</summary>
    private int Reddest()
    {
        int most = int.MinValue;
        for (int y = 0; y < _picture.Height; y++)
        {
            Span<byte> row = _picture.Row(y);
            for (int x = 0; x < row.Length; x += RgbPicture.PixelBytes)
            {
                most = Math.Max(most, row[x] - Math.Max(row[x + 1], row[x + 2]));
            }
        }

        return most;
    }
}
