using EdgeWatch.Cli.Score;
using EdgeWatch.Evidence;
using SkiaSharp;

namespace EdgeWatch.Tests.Cli.Score;

/// <summary>What is seen of a plot, by somebody who opens the file.</summary>
public sealed class ScorePlotTests
{
    private const int Count = 1001;

    private readonly double[] _times = [.. Enumerable.Range(0, Count).Select(index => index / 10.0)];
    private readonly double[] _scores = [.. Enumerable.Repeat(0.25, Count)];

    [Fact]
    public void Draw_CalmAndAlarmingScores_DiffersInColor()
    {
        Array.Fill(_scores, 0.85, 500, 100);

        using SKBitmap plot = Draw();

        Assert.Equal((1200, 400), (plot.Width, plot.Height));
        SKColor calm = At(plot, 21, 0.25);
        Assert.True(calm.Blue > calm.Red + 60, $"{calm}");
        SKColor alarm = At(plot, 55, 0.85);
        Assert.True(alarm.Red > alarm.Blue + 60, $"{alarm}");
        Assert.Equal(SKColors.White, At(plot, 23, 0.5));
    }

    [Theory]
    [InlineData(Count)]
    [InlineData(200_000)]
    public void Draw_SingleFrameSpike_IsVisible(int count)
    {
        double[] times = [.. Enumerable.Range(0, count).Select(index => 100.0 * index / (count - 1))];
        double[] scores = [.. Enumerable.Repeat(0.25, count)];
        scores[count / 2] = 0.95;

        using SKBitmap plot = Decode(ScorePlot.Draw(new("A recording", times, scores, 0.6)));

        SKColor spike = At(plot, times[count / 2], 0.9);
        Assert.True(spike.Red > spike.Green + 60, $"{spike}");
    }

    [Fact]
    public void Draw_FramesWithoutScore_AreLeftBlank()
    {
        Array.Fill(_scores, double.NaN, 0, 400);

        using SKBitmap plot = Draw();

        Assert.Equal(SKColors.White, At(plot, 33, 0.25));
        Assert.NotEqual(SKColors.White, At(plot, 43, 0.25));
    }

    [Fact]
    public void Draw_GapAmongTheScores_ParsTheCurve()
    {
        Array.Fill(_scores, double.NaN, 400, 200);

        using SKBitmap plot = Draw();

        Assert.NotEqual(SKColors.White, At(plot, 33, 0.25));
        Assert.Equal(SKColors.White, At(plot, 52, 0.25));
        Assert.NotEqual(SKColors.White, At(plot, 73, 0.25));
    }

    [Fact]
    public void Draw_Threshold_IsADashedLine()
    {
        using SKBitmap plot = Draw();

        int row = (int)ScorePlot.Row(0.6);
        int dark = Enumerable.Range(60, 1000).Count(x => plot.GetPixel(x, row).Red < 0x40);
        Assert.InRange(dark, 450, 550);
    }

    [Fact]
    public void Draw_Axes_HaveALabelAtEveryTickAndNoneIsCutOff()
    {
        using SKBitmap plot = Draw();

        for (double score = 0; score <= 1; score += 0.2)
        {
            Assert.True(HasInk(plot, 0, (int)ScorePlot.Row(score) - 5, 50, 10), $"no label at score {score}");
        }

        for (double time = 0; time <= 100; time += 10)
        {
            int column = (int)ScorePlot.Column(time, 0, 100);
            Assert.True(HasInk(plot, column - 12, 356, 24, 12), $"no label at {time} s");
        }

        Assert.True(HasInk(plot, 56, 8, 120, 18), "no title");
        Assert.True(HasInk(plot, 80, 32, 200, 14), "no legend");
        Assert.False(
            HasInk(plot, 0, 0, 1200, 1) || HasInk(plot, 0, 399, 1200, 1) || HasInk(plot, 0, 0, 1, 400) || HasInk(plot, 1199, 0, 1, 400));
    }

    [Fact]
    public void Draw_TitleThatIsTooLong_EndsInsideOfThePlot()
    {
        using SKBitmap plot = Decode(ScorePlot.Draw(new(new string('W', 300), _times, _scores, 0.6)));

        Assert.True(HasInk(plot, 1100, 8, 76, 18));
        Assert.False(HasInk(plot, 1178, 8, 22, 18));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Draw_HardlyAnyFrames_StillDraws(int count)
    {
        using SKBitmap plot = Decode(ScorePlot.Draw(new("short", _times[..count], _scores[..count], 0.6)));

        Assert.Equal(1200, plot.Width);
    }

    [Fact]
    public void Draw_ListsOfDifferentLength_Throws() =>
        Assert.Throws<ArgumentException>(() => ScorePlot.Draw(new("x", _times, _scores[1..], 0.6)));

    private static SKColor At(SKBitmap plot, double seconds, double score) =>
        plot.GetPixel((int)ScorePlot.Column(seconds, 0, 100), (int)ScorePlot.Row(score));

    private static bool HasInk(SKBitmap plot, int x, int y, int width, int height) => Enumerable.Range(y, height)
        .Any(row => Enumerable.Range(x, width).Any(column => plot.GetPixel(column, row).Red < 0xA0));

    private static SKBitmap Decode(RgbPicture plot)
    {
        using (plot)
        {
            return SKBitmap.Decode(plot.ToPng());
        }
    }

    private SKBitmap Draw() => Decode(ScorePlot.Draw(new("A recording", _times, _scores, 0.6)));
}
