using EdgeWatch.Core.Frames;
using EdgeWatch.Evidence;

namespace EdgeWatch.Tests.Evidence;

public sealed class PictureMatchTests
{
    private static readonly FrameSize Large = new(90, 60);
    private static readonly FrameSize Small = new(42, 28);

    [Fact]
    public void The_same_picture_is_known_in_another_range_of_brightness_and_from_one_that_has_moved()
    {
        using Frame small = Waves(Small, shift: 0);
        PictureMatch match = new(small, Large);
        Assert.True(match.IsLarger);

        using Frame same = Waves(Large, shift: 0, limited: true);
        using Frame moved = Waves(Large, shift: 0.05, limited: true);
        using Frame other = Waves(Large, shift: 0.5);

        Assert.InRange(match.Of(same), 0.99, 1.0001);
        Assert.True(match.Of(moved) < match.Of(same));
        Assert.True(match.Of(other) < 0.5);
    }

    [Fact]
    public void A_picture_of_one_grey_is_like_nothing()
    {
        using Frame small = Waves(Small, shift: 0);
        using Frame grey = new FramePool(Large).Rent();
        grey.Luma.Fill(90);

        Assert.Equal(0, new PictureMatch(small, Large).Of(grey));
    }

    [Theory]
    [InlineData(1920, 1080, 854, 480, true)]
    [InlineData(1920, 1080, 640, 480, false)]
    [InlineData(1080, 1920, 854, 480, false)]
    [InlineData(640, 480, 640, 480, false)]
    [InlineData(320, 240, 640, 480, false)]
    public void Only_a_larger_picture_of_the_same_shape_shows_more(int width, int height, int seenWidth, int seenHeight, bool isLarger)
    {
        using Frame seen = new FramePool(new FrameSize(seenWidth, seenHeight)).Rent();

        Assert.Equal(isLarger, new PictureMatch(seen, new FrameSize(width, height)).IsLarger);
    }

    /// <summary>Waves across the picture, whatever its size.</summary>
    /// <param name="size">Its size.</param>
    /// <param name="shift">By how many of its widths it has moved.</param>
    /// <param name="limited">Whether black is 16 and white 235, as in most video, and not 0 and 255.</param>
    private static Frame Waves(FrameSize size, double shift, bool limited = false)
    {
        Frame frame = new FramePool(size).Rent();
        for (int y = 0; y < size.Height; y++)
        {
            for (int x = 0; x < size.Width; x++)
            {
                double wave = Math.Sin(2 * Math.PI * ((double)x / size.Width + shift)) * Math.Cos(Math.PI * y / size.Height);
                double luma = 127.5 * (1 + wave);
                frame.Luma[(y * size.Width) + x] = (byte)(limited ? 16 + (luma * 219 / 255) : luma);
            }
        }

        return frame;
    }
}
