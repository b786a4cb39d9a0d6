using EdgeWatch.Core.Evidence;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Tests.Evidence;

public sealed class HeatMapPainterTests
{
    private const byte Grey = 90;
    private const double Threshold = 0.6;
    private const int Patch = 16;

    private readonly FrameSize _size = new(80, 48);
    private readonly float[] _scores = new float[3 * 5];
    private readonly byte[] _pixels;

    public HeatMapPainterTests()
    {
        _pixels = new byte[_size.TotalBytes];
        Array.Fill(_pixels, Grey, 0, _size.LumaBytes);
        Array.Fill(_pixels, (byte)128, _size.LumaBytes, 2 * _size.ChromaBytes);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.3f)]
    public void Paint_NoScoreAboveTheFloor_LeavesThePictureAsItIs(float score)
    {
        byte[] before = [.. _pixels];
        Array.Fill(_scores, score);

        Paint();

        Assert.Equal(before, _pixels);
    }

    [Theory]
    [InlineData(0.4f)]
    [InlineData(0.6f)]
    [InlineData(1f)]
    public void Paint_EqualScoresEverywhere_MixesTheirToneIntoEveryPixel(float score)
    {
        Array.Fill(_scores, score);
        HeatTone tone = HeatRamp.Tone(score, Threshold);

        Paint();

        Assert.All(_pixels.Take(_size.LumaBytes), pixel => Assert.Equal(I420Canvas.Mix(Grey, tone.Color.Y, tone.Alpha), pixel));
        Assert.All(
            _pixels.Skip(_size.LumaBytes).Take(_size.ChromaBytes), pixel => Assert.Equal(I420Canvas.Mix(128, tone.Color.U, tone.Alpha), pixel));
        Assert.All(
            _pixels.Skip(_size.LumaBytes + _size.ChromaBytes), pixel => Assert.Equal(I420Canvas.Mix(128, tone.Color.V, tone.Alpha), pixel));
    }

    [Fact]
    public void Paint_OneHotPatch_IsHottestInItsMiddleAndStaysAmongItsNeighbours()
    {
        _scores[(1 * 5) + 2] = 1;

        Paint();

        int middle = RedAt((2 * Patch) + 8, Patch + 8);
        int edge = RedAt((2 * Patch) + 1, Patch + 8);
        Assert.True(middle > edge && edge > 128, $"middle {middle}, edge {edge}");
        Assert.Equal(Grey, LumaAt(Patch + 7, Patch + 8));
        Assert.Equal(128, RedAt(Patch + 6, Patch + 8));
        Assert.Equal(Grey, LumaAt((3 * Patch) + 9, Patch + 8));
    }

    [Fact]
    public void Paint_PictureWiderThanTheGrid_LeavesTheRestAsItIs()
    {
        float[] narrow = new float[3 * 4];
        Array.Fill(narrow, 1f);

        HeatMapPainter.Paint(new I420Canvas(_size, _pixels), new HeatMap(3, 4, Patch, narrow, Threshold, []));

        Assert.NotEqual(Grey, LumaAt((4 * Patch) - 1, 20));
        Assert.Equal(Grey, LumaAt(4 * Patch, 20));
    }

    [Fact]
    public void Paint_OddSize_PaintsTheLastColumnAndRow()
    {
        var odd = new FrameSize(31, 31);
        byte[] pixels = new byte[odd.TotalBytes];
        float[] scores = [1, 1, 1, 1];

        HeatMapPainter.Paint(new I420Canvas(odd, pixels), new HeatMap(2, 2, Patch, scores, Threshold, []));

        Assert.DoesNotContain((byte)0, pixels[..odd.LumaBytes]);
    }

    [Fact]
    public void Paint_Region_GetsAWhiteBorderBetweenBlackOnes()
    {
        Paint(new Region(0.25, 0.5, 0.5, 0.25, 0.93));

        Assert.Equal(0, LumaAt(19, 34));
        Assert.Equal(255, LumaAt(20, 34));
        Assert.Equal(0, LumaAt(21, 34));
        Assert.Equal(Grey, LumaAt(22, 30));
        Assert.Equal(255, LumaAt(59, 34));
        Assert.Equal(255, LumaAt(40, 35));
        Assert.Equal(0, LumaAt(40, 36));
        Assert.Equal(Grey, LumaAt(62, 30));
    }

    [Fact]
    public void Paint_RegionAtTheUpperEdge_KeepsItsScoreInThePicture()
    {
        Paint(new Region(0, 0, 1, 0.9, 0.93));

        bool hasInk = Enumerable.Range(2, BitmapFont.Height - 4).Any(y => Enumerable.Range(4, 20).Any(x => LumaAt(x, y) == 255));
        Assert.True(hasInk);
    }

    [Fact]
    public void Paint_TooFewScores_Throws() =>
        Assert.Throws<ArgumentException>(
            () => HeatMapPainter.Paint(new I420Canvas(_size, _pixels), new HeatMap(4, 5, Patch, _scores, Threshold, [])));

    [Fact]
    public void Paint_AllocatesNothing()
    {
        Array.Fill(_scores, 0.8f);
        Region[] regions = [new(0.1, 0.1, 0.5, 0.5, 0.9)];
        Paint(regions);

        Assert.Equal(0, AllocatedBytes.EachTime(() => Paint(regions)));
    }

    [Theory]
    [InlineData(240, 16)]
    [InlineData(480, 32)]
    public void PatchPixelsFor_EvidenceScale_CoversTheAnalysedPatch(int height, int expected) =>
        Assert.Equal(expected, HeatMap.PatchPixelsFor(height));

    private void Paint(params Region[] regions) =>
        HeatMapPainter.Paint(new I420Canvas(_size, _pixels), new HeatMap(3, 5, Patch, _scores, Threshold, regions));

    private byte LumaAt(int x, int y) => _pixels[(y * _size.Width) + x];

    private byte RedAt(int x, int y) => _pixels[_size.LumaBytes + _size.ChromaBytes + (y / 2 * _size.ChromaWidth) + (x / 2)];
}
