using EdgeWatch.Core.Frames;
using SkiaSharp;

namespace EdgeWatch.Evidence;

/// <summary>
/// A picture in red, green and blue to draw on and to write as JPEG or PNG. Its pixels lie in memory of Skia, which goes back to the
/// system when this is disposed. Not for two threads at a time.
/// </summary>
internal sealed class RgbPicture : IDisposable
{
    /// <summary>Bytes of a pixel: red, green, blue, and one that is always 255.</summary>
    public const int PixelBytes = 4;

    /// <summary>
    /// Of 100: hard to tell from the original. The demo's scene with its sensor noise takes some 80 kB at 640×480.
    /// </summary>
    private const int JpegQuality = 85;

    /// <summary>The best that PNG knows; the few colours of a plot take hardly longer for it.</summary>
    private const int PngCompression = 9;

    private readonly SKBitmap _bitmap;

    /// <summary>A black picture.</summary>
    /// <exception cref="EvidenceException">Skia is not there, or there is no memory for so large a picture.</exception>
    public RgbPicture(int width, int height)
    {
        _bitmap = Allocate(width, height);
        Canvas = new SKCanvas(_bitmap);
        Canvas.Clear(SKColors.Black);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width => _bitmap.Width;

    /// <summary>Rows.</summary>
    public int Height => _bitmap.Height;

    /// <summary>The pixels, to be drawn on another picture.</summary>
    public SKBitmap Bitmap => _bitmap;

    /// <summary>Draws shapes and text.</summary>
    public SKCanvas Canvas { get; }

    /// <summary>A copy of a frame.</summary>
    /// <exception cref="EvidenceException">Skia is not there, or there is no memory for so large a picture.</exception>
    public static RgbPicture Of(Frame frame)
    {
        var picture = new RgbPicture(frame.Size.Width, frame.Size.Height);
        picture.Show(frame.Size, frame.Pixels.Span);
        return picture;
    }

    /// <summary>Puts an I420 picture into the upper left corner. All of it must fit.</summary>
    public void Show(FrameSize size, ReadOnlySpan<byte> pixels)
    {
        ReadOnlySpan<byte> luma = pixels[..size.LumaBytes];
        ReadOnlySpan<byte> chromaU = pixels.Slice(size.LumaBytes, size.ChromaBytes);
        ReadOnlySpan<byte> chromaV = pixels.Slice(size.LumaBytes + size.ChromaBytes, size.ChromaBytes);
        for (int y = 0; y < size.Height; y++)
        {
            int chroma = y / 2 * size.ChromaWidth;
            YuvRows.ToRgb(
                luma.Slice(y * size.Width, size.Width),
                chromaU.Slice(chroma, size.ChromaWidth),
                chromaV.Slice(chroma, size.ChromaWidth),
                Row(y));
        }
    }

    /// <summary>The picture as a JPEG file.</summary>
    /// <exception cref="EvidenceException">JPEG has no pictures of this size.</exception>
    public byte[] ToJpeg() => Encode(_bitmap, JpegQuality);

    /// <summary>The picture as a JPEG file for a screen.</summary>
    /// <param name="mostColumns">A wider picture is made that wide.</param>
    /// <param name="quality">1–100.</param>
    /// <exception cref="EvidenceException">JPEG has no pictures of this size.</exception>
    public byte[] ToJpeg(int mostColumns, int quality)
    {
        using SKBitmap? smaller = Width > mostColumns
            ? _bitmap.Resize(new SKSizeI(mostColumns, Math.Max(1, Height * mostColumns / Width)), SKSamplingOptions.Default)
            : null;
        return Encode(smaller ?? _bitmap, quality);
    }

    /// <summary>The picture as a PNG file.</summary>
    /// <exception cref="EvidenceException">PNG has no pictures of this size.</exception>
    public byte[] ToPng()
    {
        using SKPixmap pixels = _bitmap.PeekPixels();
        using SKData? file = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, PngCompression));
        return file?.ToArray() ?? throw new EvidenceException($"no PNG can be made of {Width}×{Height} pixels");
    }

    /// <summary>Copies all pixels, row after row, <see cref="PixelBytes"/> each.</summary>
    public void CopyTo(Span<byte> buffer) => _bitmap.GetPixelSpan().CopyTo(buffer);

    /// <summary>The bytes of one row, <see cref="PixelBytes"/> a pixel.</summary>
    public Span<byte> Row(int y) => _bitmap.GetPixelSpan().Slice(y * _bitmap.RowBytes, Width * PixelBytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        Canvas.Dispose();
        _bitmap.Dispose();
    }

    private static byte[] Encode(SKBitmap bitmap, int quality)
    {
        using SKPixmap pixels = bitmap.PeekPixels();
        using SKData? file = pixels.Encode(new SKJpegEncoderOptions(
            quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore));
        return file?.ToArray() ?? throw new EvidenceException($"no JPEG can be made of {bitmap.Width}×{bitmap.Height} pixels");
    }

    // The first use of Skia, even of a plain value of it, is where a missing or foreign native library shows.
    private static SKBitmap Allocate(int width, int height)
    {
        try
        {
            var bitmap = new SKBitmap();
            if (bitmap.TryAllocPixels(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque)))
            {
                return bitmap;
            }

            bitmap.Dispose();
            throw new EvidenceException($"there is no memory for a picture of {width}×{height} pixels");
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException)
        {
            // The loader's message goes on with every place where it has looked.
            throw new EvidenceException($"Skia's library cannot be used: {e.GetBaseException().Message.Split('\n')[0]}", e);
        }
    }
}
