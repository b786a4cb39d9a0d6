using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Tests.Frames;

public sealed class LumaHalvingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(320)]
    public void Halved_pixels_are_rounded_means_of_four_at_any_width(int width)
    {
        const int Height = 3;
        int stride = (2 * width) + 5;
        byte[] source = new byte[stride * 2 * Height];
        new Random(width).NextBytes(source);
        LumaPlane target = new(width, Height);

        LumaReduction.Reduce(source, stride, 2, target);

        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int first = (2 * y * stride) + (2 * x);
                double mean = (source[first] + source[first + 1] + source[first + stride] + source[first + stride + 1]) / 4.0;
                Assert.Equal((byte)Math.Round(mean, MidpointRounding.AwayFromZero), target.Row(y)[x]);
            }
        }
    }

    [Fact]
    public void White_stays_white()
    {
        byte[] white = new byte[128 * 2];
        Array.Fill(white, byte.MaxValue);
        LumaPlane target = new(64, 1);

        LumaReduction.Reduce(white, 128, 2, target);

        Assert.Equal(-1, target.Row(0).IndexOfAnyExcept(byte.MaxValue));
    }
}
