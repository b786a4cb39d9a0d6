using EdgeWatch.Core.Evidence;

namespace EdgeWatch.Core.Tests.Evidence;

public sealed class ScorePlotTests
{
    private const int Count = 1001;

    private readonly double[] _times = [.. Enumerable.Range(0, Count).Select(index => index / 10.0)];
    private readonly double[] _scores = [.. Enumerable.Repeat(0.25, Count)];

    [Fact]
    public void Draw_CalmAndAlarmingScores_DiffersInColor()
    {
        Array.Fill(_scores, 0.85, 500, 100);

        RgbRaster plot = Draw();

        Assert.Equal((1200, 400), (plot.Width, plot.Height));
        RgbColor calm = At(plot, 20, 0.25);
        Assert.True(calm.B > calm.R + 60, $"{calm}");
        RgbColor alarm = At(plot, 55, 0.85);
        Assert.True(alarm.R > alarm.B + 60, $"{alarm}");
        Assert.Equal(new RgbColor(255, 255, 255), At(plot, 23, 0.5));
    }

    [Fact]
    public void Draw_SingleFrameSpike_IsVisible()
    {
        _scores[500] = 0.95;

        RgbRaster plot = Draw();

        RgbColor spike = At(plot, 50, 0.9);
        Assert.True(spike.R > spike.G + 60, $"{spike}");
    }

    [Fact]
    public void Draw_LabelledFrames_AreShaded()
    {
        bool[] labels = new bool[Count];
        Array.Fill(labels, true, 300, 50);

        RgbRaster plot = Draw(labels);

        Assert.NotEqual(new RgbColor(255, 255, 255), At(plot, 33, 0.5));
        Assert.Equal(new RgbColor(255, 255, 255), At(plot, 29, 0.5));
        Assert.Equal(new RgbColor(255, 255, 255), At(plot, 37, 0.5));
    }

    [Fact]
    public void Draw_LabelOnTheLastFrameOnly_IsShaded()
    {
        bool[] labels = new bool[Count];
        labels[^1] = true;

        RgbRaster plot = Draw(labels);

        Assert.NotEqual(new RgbColor(255, 255, 255), At(plot, 100, 0.5));
    }

    [Fact]
    public void Draw_FramesWithoutScore_AreLeftBlank()
    {
        Array.Fill(_scores, double.NaN, 0, 400);

        RgbRaster plot = Draw();

        Assert.Equal(new RgbColor(255, 255, 255), At(plot, 33, 0.25));
        Assert.NotEqual(new RgbColor(255, 255, 255), At(plot, 43, 0.25));
    }

    [Fact]
    public void Draw_Threshold_IsADashedLine()
    {
        RgbRaster plot = Draw();

        int row = (int)ScorePlot.Row(0.6);
        int dark = Enumerable.Range(60, 1000).Count(x => plot[x, row].R < 0x40);
        Assert.InRange(dark, 450, 550);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Draw_HardlyAnyFrames_StillDraws(int count)
    {
        RgbRaster plot = ScorePlot.Draw(new("short", _times[..count], _scores[..count], 0.6));

        Assert.Equal(1200, plot.Width);
    }

    [Fact]
    public void Draw_ListsOfDifferentLength_Throws() =>
        Assert.Throws<ArgumentException>(() => ScorePlot.Draw(new("x", _times, _scores[1..], 0.6)));

    private static RgbColor At(RgbRaster plot, double seconds, double score) =>
        plot[(int)ScorePlot.Column(seconds, 0, 100), (int)ScorePlot.Row(score)];

    private RgbRaster Draw(bool[]? labels = null) => ScorePlot.Draw(new("A recording", _times, _scores, 0.6, labels));
}
