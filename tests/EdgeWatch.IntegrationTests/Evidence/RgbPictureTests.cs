using EdgeWatch.Core.Frames;
using EdgeWatch.Evidence;
using EdgeWatch.Scene;
using EdgeWatch.TestKit;

namespace EdgeWatch.IntegrationTests.Evidence;

/// <summary>Our pictures, read by ffmpeg.</summary>
public sealed class RgbPictureTests : IDisposable
{
    private static readonly FrameSize[] Sizes = [new(320, 240), new(331, 251)];

    private readonly TemporaryFolder _folder = new();
    private readonly FrameSize _size = new(320, 240);

    [ToolFact("ffmpeg")]
    public void Grey_comes_out_as_bright_as_it_went_in()
    {
        foreach (byte grey in (byte[])[0, 16, 128, 200, 235, 255])
        {
            byte[] pixels = new byte[_size.TotalBytes];
            Array.Fill(pixels, grey, 0, _size.LumaBytes);
            Array.Fill(pixels, (byte)128, _size.LumaBytes, 2 * _size.ChromaBytes);

            byte[] decoded = DecodedJpeg(_size, pixels);

            Assert.Equal(_size.TotalBytes, decoded.Length);
            Assert.All(decoded.Take(_size.LumaBytes), luma => Assert.InRange(luma, grey - 3, grey + 3));
        }
    }

    [ToolFact("ffmpeg")]
    public void Scene_comes_out_hardly_changed() => Assert.All(Sizes, size =>
    {
        byte[] pixels = ScenePicture(size);

        byte[] decoded = DecodedJpeg(size, pixels);

        Assert.Equal(size.TotalBytes, decoded.Length);
        double error = pixels.Zip(decoded, (one, other) => (double)(one - other) * (one - other)).Average();
        Assert.True(error < 16, $"mean squared error {error}");
    });

    /// <summary>
    /// All colours that there are, noise at its worst: within one step of what ffmpeg makes of them. ffmpeg is given each chroma sample
    /// once a pixel, since for odd sizes it takes some from a neighbour.
    /// </summary>
    [ToolFact("ffmpeg")]
    public void Colours_are_those_that_ffmpeg_makes_of_them() => Assert.All(Sizes, size =>
    {
        byte[] pixels = new byte[size.TotalBytes];
        new Random(1).NextBytes(pixels);
        string raw = _folder.File("picture.yuv");
        File.WriteAllBytes(raw, WithChromaOfEachPixel(size, pixels));
        byte[] expected = Ffmpeg.Run(
            "ffmpeg", "-v", "error", "-f", "rawvideo", "-pix_fmt", "yuvj444p", "-video_size", $"{size.Width}x{size.Height}", "-i", raw,
            "-vf", "scale=flags=accurate_rnd+full_chroma_int", "-f", "rawvideo", "-pix_fmt", "rgba", "pipe:1");
        using var picture = new RgbPicture(size.Width, size.Height);
        byte[] actual = new byte[size.Width * size.Height * RgbPicture.PixelBytes];

        picture.Show(size, pixels);
        picture.CopyTo(actual);

        Assert.Equal(expected.Length, actual.Length);
        Assert.True(expected.Zip(actual).Max(pair => Math.Abs(pair.First - pair.Second)) <= 1);
    });

    [ToolFact("ffmpeg")]
    public void Png_has_the_very_same_pixels()
    {
        using var picture = new RgbPicture(331, 251);
        picture.Show(new FrameSize(331, 251), ScenePicture(new FrameSize(331, 251)));
        string path = _folder.File("picture.png");
        File.WriteAllBytes(path, picture.ToPng());
        byte[] expected = new byte[331 * 251 * RgbPicture.PixelBytes];
        picture.CopyTo(expected);

        Assert.Equal(expected, Ffmpeg.Decode(path, "rgba"));
    }

    [Fact]
    public void Picture_that_is_wider_than_jpeg_allows_is_refused_with_its_size()
    {
        using var picture = new RgbPicture(70_000, 16);

        EvidenceException exception = Assert.Throws<EvidenceException>(picture.ToJpeg);

        Assert.Contains("70000×16", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Picture_that_no_memory_can_hold_is_refused_with_its_size()
    {
        EvidenceException exception = Assert.Throws<EvidenceException>(() => new RgbPicture(1_000_000, 1_000_000));

        Assert.Contains("1000000×1000000", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    // The scene knows even sizes only: an odd one is cut out of the next larger.
    private static byte[] ScenePicture(FrameSize size)
    {
        var larger = new FrameSize(size.ChromaWidth * 2, size.ChromaHeight * 2);
        byte[] pixels = new byte[larger.TotalBytes];
        new SceneGenerator(new() { Size = larger }).Render(0, pixels);
        IEnumerable<byte> luma = Enumerable.Range(0, size.Height).SelectMany(y => pixels.Skip(y * larger.Width).Take(size.Width));
        return [.. luma, .. pixels.Skip(larger.LumaBytes)];
    }

    private static byte[] WithChromaOfEachPixel(FrameSize size, byte[] pixels)
    {
        IEnumerable<byte> Chroma(int plane) =>
            from y in Enumerable.Range(0, size.Height)
            from x in Enumerable.Range(0, size.Width)
            select pixels[plane + (y / 2 * size.ChromaWidth) + (x / 2)];

        return [.. pixels.Take(size.LumaBytes), .. Chroma(size.LumaBytes), .. Chroma(size.LumaBytes + size.ChromaBytes)];
    }

    private byte[] DecodedJpeg(FrameSize size, byte[] pixels)
    {
        using var picture = new RgbPicture(size.Width, size.Height);
        picture.Show(size, pixels);
        string path = _folder.File("picture.jpg");
        File.WriteAllBytes(path, picture.ToJpeg());
        return Ffmpeg.Decode(path, "yuvj420p");
    }
}
