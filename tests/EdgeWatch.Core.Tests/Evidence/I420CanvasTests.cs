using EdgeWatch.Core.Evidence;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Tests.Evidence;

public sealed class I420CanvasTests
{
    private readonly FrameSize _size = new(15, 15);
    private readonly byte[] _pixels;

    public I420CanvasTests() => _pixels = new byte[_size.TotalBytes];

    [Fact]
    public void Canvas_OfTooFewBytes_Throws() =>
        Assert.Throws<ArgumentException>(() => new I420Canvas(_size, new byte[_size.TotalBytes - 1]).Size);

    [Fact]
    public void FillRectangle_BeyondTheEdges_IsCutOff()
    {
        new I420Canvas(_size, _pixels).FillRectangle(-5, -5, 100, 100, new YuvColor(1, 2, 3));

        Assert.All(_pixels.Take(_size.LumaBytes), pixel => Assert.Equal(1, pixel));
        Assert.All(_pixels.Skip(_size.LumaBytes).Take(_size.ChromaBytes), pixel => Assert.Equal(2, pixel));
        Assert.All(_pixels.Skip(_size.LumaBytes + _size.ChromaBytes), pixel => Assert.Equal(3, pixel));
    }

    [Fact]
    public void FillRectangle_OutsideOfThePicture_PaintsNothing()
    {
        new I420Canvas(_size, _pixels).FillRectangle(15, 0, 4, 4, YuvColor.White);

        Assert.All(_pixels, pixel => Assert.Equal(0, pixel));
    }

    [Fact]
    public void DrawText_Capital_I_HasItsStemInTheMiddle()
    {
        new I420Canvas(_size, _pixels).DrawText(0, 0, "I", YuvColor.White);

        Assert.Equal(255, _pixels[(6 * _size.Width) + 3]);
        Assert.Equal(0, _pixels[(6 * _size.Width) + 1]);
        Assert.Equal(0, _pixels[(12 * _size.Width) + 3]);
    }

    [Fact]
    public void TopRows_Painted_LeavesWhatIsBelow()
    {
        I420Canvas top = new I420Canvas(_size, _pixels).TopRows(8);
        top.FillRectangle(0, 0, 100, 100, YuvColor.White);

        Assert.Equal(255, _pixels[(7 * _size.Width) + 14]);
        Assert.Equal(0, _pixels[8 * _size.Width]);
    }
}
