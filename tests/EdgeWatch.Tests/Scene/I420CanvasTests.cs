using EdgeWatch.Core.Frames;
using EdgeWatch.Scene;

namespace EdgeWatch.Tests.Scene;

public sealed class I420CanvasTests
{
    private readonly FrameSize _size = new(15, 15);

    [Fact]
    public void Canvas_OfTooFewBytes_Throws() =>
        Assert.Throws<ArgumentException>(() => new I420Canvas(_size, new byte[_size.TotalBytes - 1]).Size);

    [Fact]
    public void Planes_OfAnOddSize_FillThePictureOneAfterTheOther()
    {
        byte[] pixels = new byte[_size.TotalBytes];
        var canvas = new I420Canvas(_size, pixels);
        canvas.Luma.Fill(1);
        canvas.ChromaU.Fill(2);
        canvas.ChromaV.Fill(3);

        Assert.Equal([.. Enumerable.Repeat<byte>(1, 225), .. Enumerable.Repeat<byte>(2, 64), .. Enumerable.Repeat<byte>(3, 64)], pixels);
    }

    [Theory]
    [InlineData(0, 40)]
    [InlineData(128, 120)]
    [InlineData(I420Canvas.Opaque, 200)]
    public void Mix_OfTwoSamples_LiesBetweenThem(int alpha, byte expected) => Assert.Equal(expected, I420Canvas.Mix(40, 200, alpha));
}
