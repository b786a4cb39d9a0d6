using SkiaSharp;

namespace EdgeWatch.Evidence;

/// <summary>Makes small pictures of pictures, for lists.</summary>
internal static class Thumbnail
{
    /// <summary>Columns of a small picture at least: a third of a phone's width, sharp on its screen.</summary>
    private const int Columns = 320;

    /// <summary>Of 100; a picture of 320×240 takes some 12 kB.</summary>
    private const int JpegQuality = 70;

    /// <summary>A small JPEG file of a JPEG file; null when that is none.</summary>
    public static byte[]? Of(string path)
    {
        using SKCodec? codec = SKCodec.Create(path);
        if (codec is null)
        {
            return null;
        }

        // The decoder leaves out what it can while it reads, which takes a fraction of the time and memory of the whole picture.
        SKSizeI size = codec.GetScaledDimensions(Math.Min(1, (float)Columns / codec.Info.Width));
        using SKBitmap? small = SKBitmap.Decode(codec, codec.Info.WithSize(size.Width, size.Height));
        using SKPixmap? pixels = small?.PeekPixels();
        using SKData? file = pixels?.Encode(new SKJpegEncoderOptions(
            JpegQuality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore));
        return file?.ToArray();
    }
}
