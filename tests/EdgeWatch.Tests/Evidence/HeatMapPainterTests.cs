using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Evidence;
using SkiaSharp;

namespace EdgeWatch.Tests.Evidence;

public sealed class HeatMapPainterTests : IDisposable
{
    private const byte Grey = 90;
    private const double Threshold = 0.6;
    private const int Patch = 16;

    private static readonly SKColor Ground = new(Grey, Grey, Grey);

    private readonly FrameSize _size = new(80, 48);
    private readonly float[] _scores = new float[3 * 5];
    private readonly RgbPicture _picture;

    public HeatMapPainterTests() => _picture = Plain(_size);

    [Theory]
    [InlineData(0f)]
    [InlineData(0.3f)]
    public void Paint_NoScoreAboveTheFloor_LeavesThePictureAsItIs(float score)
    {
        Array.Fill(_scores, score);

        Paint();

        Assert.All(Pixels(), pixel => Assert.Equal(Ground, pixel));
    }

    [Theory]
    [InlineData(0.4f)]
    [InlineData(0.6f)]
    [InlineData(1f)]
    public void Paint_EqualScoresEverywhere_MixesTheirToneIntoEveryPixel(float score)
    {
        Array.Fill(_scores, score);
        HeatTone tone = HeatRamp.Tone(score, Threshold);
        SKColor expected = new(Mixed(tone.Color.Red, tone), Mixed(tone.Color.Green, tone), Mixed(tone.Color.Blue, tone));

        Paint();

        Assert.All(Pixels(), pixel => Assert.Equal(expected, pixel));
    }

    [Fact]
    public void Paint_OneHotPatch_IsHottestInItsMiddleAndStaysAmongItsNeighbours()
    {
        _scores[(1 * 5) + 2] = 1;

        Paint();

        double middle = Redness((2 * Patch) + 8, Patch + 8);
        double edge = Redness((2 * Patch) + 1, Patch + 8);
        Assert.True(middle > edge && edge > 1, $"middle {middle}, edge {edge}");
        Assert.Equal(Ground, At(Patch + 7, Patch + 8));
        Assert.Equal(Ground, At((3 * Patch) + 9, Patch + 8));
        Assert.Equal(Ground, At((2 * Patch) + 8, 7));
        Assert.Equal(Ground, At((2 * Patch) + 8, (2 * Patch) + 9));
    }

    [Fact]
    public void Paint_PictureWiderThanTheGrid_LeavesTheRestAsItIs()
    {
        float[] narrow = new float[3 * 4];
        Array.Fill(narrow, 1f);

        HeatMapPainter.Paint(_picture, _size, new HeatMap(3, 4, Patch, narrow, Threshold, []));

        Assert.NotEqual(Ground, At((4 * Patch) - 1, 20));
        Assert.Equal(Ground, At(4 * Patch, 20));
    }

    [Fact]
    public void Paint_OddSize_PaintsTheLastColumnAndRow()
    {
        var odd = new FrameSize(31, 31);
        using RgbPicture picture = Plain(odd);

        HeatMapPainter.Paint(picture, odd, new HeatMap(2, 2, Patch, new float[] { 1, 1, 1, 1 }, Threshold, []));

        Assert.NotEqual(Ground, At(picture, 30, 30));
    }

    [Fact]
    public void Paint_FrameAboveSomethingElse_LeavesThatAsItIs()
    {
        Array.Fill(_scores, 1f);

        HeatMapPainter.Paint(_picture, new FrameSize(60, 40), new HeatMap(3, 5, Patch, _scores, Threshold, []));

        Assert.NotEqual(Ground, At(59, 39));
        Assert.Equal(Ground, At(60, 39));
        Assert.Equal(Ground, At(59, 40));
    }

    [Fact]
    public void Paint_Region_GetsAWhiteBorderBetweenBlackOnes()
    {
        Paint(new Region(0.25, 0.5, 0.5, 0.25, 0.93));

        Assert.Equal(SKColors.Black, At(19, 34));
        Assert.Equal(SKColors.White, At(20, 34));
        Assert.Equal(SKColors.Black, At(21, 34));
        Assert.Equal(Ground, At(22, 30));
        Assert.Equal(SKColors.White, At(59, 34));
        Assert.Equal(SKColors.White, At(40, 35));
        Assert.Equal(SKColors.Black, At(40, 36));
        Assert.Equal(Ground, At(62, 30));
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(0.7, 56)]
    public void Paint_RegionAtAnEdge_KeepsItsScoreInThePicture(double x, int textFrom)
    {
        Paint(new Region(x, 0, 1 - x, 0.9, 0.93));

        bool hasInk = Enumerable.Range(2, 9).Any(row => Enumerable.Range(textFrom, 20).Any(column => At(column, row).Red > 200));
        Assert.True(hasInk);
    }

    [Fact]
    public void Paint_TooFewScores_Throws() =>
        Assert.Throws<ArgumentException>(() => HeatMapPainter.Paint(_picture, _size, new HeatMap(4, 5, Patch, _scores, Threshold, [])));

    public void Dispose() => _picture.Dispose();

    private static RgbPicture Plain(FrameSize size)
    {
        var picture = new RgbPicture(size.Width, size.Height);
        picture.Canvas.Clear(Ground);
        return picture;
    }

    private static byte Mixed(byte above, HeatTone tone) =>
        (byte)Math.Round(double.Lerp(Grey, above, tone.Alpha / (double)HeatRamp.Opaque), MidpointRounding.AwayFromZero);

    private static SKColor At(RgbPicture picture, int x, int y)
    {
        Span<byte> pixel = picture.Row(y).Slice(x * RgbPicture.PixelBytes, RgbPicture.PixelBytes);
        return new SKColor(pixel[0], pixel[1], pixel[2], pixel[3]);
    }

    private void Paint(params Region[] regions) =>
        HeatMapPainter.Paint(_picture, _size, new HeatMap(3, 5, Patch, _scores, Threshold, regions));

    private SKColor At(int x, int y) => At(_picture, x, y);

    /// <summary>The red difference V of BT.601.</summary>
    private double Redness(int x, int y) => (0.5 * At(x, y).Red) - (0.4187 * At(x, y).Green) - (0.0813 * At(x, y).Blue);

    private IEnumerable<SKColor> Pixels() =>
        from y in Enumerable.Range(0, _size.Height) from x in Enumerable.Range(0, _size.Width) select At(x, y);
}
