using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Tests.Patches;

namespace EdgeWatch.Core.Tests.Frames;

public sealed class LumaPlaneTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(16, 1)]
    [InlineData(33, 47)]
    public void Border_repeats_the_outermost_pixels(int width, int height)
    {
        byte[] pixels = Pictures.Noise(width, height, new Random(width));

        LumaPlane plane = Pictures.Plane(pixels, width);

        for (int y = -LumaPlane.Padding; y < height + LumaPlane.Padding; y++)
        {
            for (int x = -LumaPlane.Padding; x < width + LumaPlane.Padding; x++)
            {
                Assert.Equal(Pictures.Nearest(pixels, width, x, y), plane.Padded[plane.Offset(x, y)]);
            }
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void A_plane_without_pixels_is_refused(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LumaPlane(width, height));
}
