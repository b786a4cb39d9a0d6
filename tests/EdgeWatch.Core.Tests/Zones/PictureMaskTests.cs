using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Core.Tests.Zones;

public sealed class PictureMaskTests
{
    [Fact]
    public void What_an_area_touches_and_two_pixels_around_it_are_covered()
    {
        PictureMask mask = new([Outline.Of("0.25 0.5, 0.55 0.5, 0.55 0.75, 0.25 0.75")], new FrameSize(20, 16));

        AssertRectangle(mask, left: 3, top: 6, right: 13, bottom: 14);
    }

    [Fact]
    public void At_the_edges_of_the_picture_it_ends_there()
    {
        PictureMask mask = new([Outline.Of("0 0, 1 0, 1 1, 0 1")], new FrameSize(7, 5));

        Assert.DoesNotContain(false, mask.Covered.ToArray());
    }

    [Fact]
    public void Without_an_area_nothing_is_covered() => Assert.True(new PictureMask([], new FrameSize(8, 8)).IsEmpty);

    /// <summary>However thin, slanted or notched: every pixel that holds a place of the area is covered, and none far from it.</summary>
    [Theory]
    [InlineData("0.1 0.1, 0.9 0.12, 0.5 0.13")]
    [InlineData("0 0, 1 0, 1 1, 0.5 0.2, 0 1")]
    [InlineData("0.5 0.01, 0.505 0.99, 0.51 0.01")]
    [InlineData("0.2 0.2, 0.8 0.3, 0.7 0.9, 0.5 0.4, 0.3 0.9")]
    [InlineData("0.301 0.301, 0.302 0.301, 0.302 0.302")]
    public void No_place_of_an_area_is_left_out(string points)
    {
        Polygon area = Outline.Of(points);
        FrameSize size = new(61, 43);
        PictureMask mask = new([area], size);
        const int Finer = 24;

        bool[] touched = new bool[size.LumaBytes];
        for (int i = 0; i < size.LumaBytes * Finer * Finer; i++)
        {
            (int x, int y) = (i % (size.Width * Finer), i / (size.Width * Finer));
            bool isInside = area.Contains(new RelativePoint((x + 0.5) / (size.Width * Finer), (y + 0.5) / (size.Height * Finer)));
            touched[(y / Finer * size.Width) + (x / Finer)] |= isInside;
        }

        for (int i = 0; i < touched.Length; i++)
        {
            Assert.True(mask.Covered[i] || !touched[i], $"{i % size.Width}, {i / size.Width} is left out");
            Assert.True(!mask.Covered[i] || IsNear(touched, i, size) || area.Count == 3, $"{i % size.Width}, {i / size.Width} is far away");
        }
    }

    [Fact]
    public void Black_are_brightness_and_colour_of_what_is_covered_and_nothing_else()
    {
        FrameSize size = new(21, 15);
        using Frame frame = new FramePool(size).Rent();
        frame.Pixels.Span.Fill(200);
        PictureMask mask = new([Outline.Of("0.3 0.3, 0.6 0.3, 0.6 0.6")], size);

        mask.BlackOut(frame);

        for (int i = 0; i < size.LumaBytes; i++)
        {
            (int x, int y) = (i % size.Width, i / size.Width);
            Assert.Equal(mask.Covered[i] ? 16 : 200, frame.Luma[i]);
            if (mask.Covered[i])
            {
                Assert.Equal(128, frame.ChromaU[(y / 2 * size.ChromaWidth) + (x / 2)]);
                Assert.Equal(128, frame.ChromaV[(y / 2 * size.ChromaWidth) + (x / 2)]);
            }
        }

        Assert.Equal(200, frame.ChromaU[0]);
        Assert.Equal(200, frame.ChromaV[^1]);
    }

    [Fact]
    public void It_costs_no_memory()
    {
        using Frame frame = new FramePool(new FrameSize(320, 240)).Rent();
        PictureMask mask = new([Outline.Of("0.3 0.3, 0.6 0.3, 0.6 0.6")], frame.Size);

        Assert.Equal(0, AllocatedBytes.EachTime(() => mask.BlackOut(frame)));
    }

    private static void AssertRectangle(PictureMask mask, int left, int top, int right, int bottom)
    {
        for (int i = 0; i < mask.Size.LumaBytes; i++)
        {
            (int x, int y) = (i % mask.Size.Width, i / mask.Size.Width);
            Assert.True(mask.Covered[i] == (x >= left && x < right && y >= top && y < bottom), $"{x}, {y}: {mask.Covered[i]}");
        }
    }

    private static bool IsNear(bool[] touched, int index, FrameSize size)
    {
        const int Far = PictureMask.Margin + 1;
        (int x, int y) = (index % size.Width, index / size.Width);
        for (int row = Math.Max(0, y - Far); row <= Math.Min(size.Height - 1, y + Far); row++)
        {
            if (touched.AsSpan(row * size.Width, size.Width)[Math.Max(0, x - Far - 1)..Math.Min(size.Width, x + Far + 2)].Contains(true))
            {
                return true;
            }
        }

        return false;
    }
}
