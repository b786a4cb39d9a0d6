namespace EdgeWatch.Core.Evidence;

/// <summary>A picture of 24-bit pixels to draw on. What lies outside of it is cut off.</summary>
public sealed class RgbRaster
{
    private const int BytesPerPixel = 3;

    /// <summary>A raster filled with one colour.</summary>
    public RgbRaster(int width, int height, RgbColor background)
    {
        Width = width;
        Height = height;
        Pixels = new byte[width * height * BytesPerPixel];
        FillRectangle(0, 0, width, height, background);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Red, green, blue of each pixel, rows without padding.</summary>
    public Memory<byte> Pixels { get; }

    /// <summary>The bytes of one row.</summary>
    public ReadOnlySpan<byte> Row(int y) => Pixels.Span.Slice(y * Width * BytesPerPixel, Width * BytesPerPixel);

    /// <summary>The colour of a pixel.</summary>
    public RgbColor this[int x, int y]
    {
        get
        {
            ReadOnlySpan<byte> pixel = Row(y).Slice(x * BytesPerPixel, BytesPerPixel);
            return new(pixel[0], pixel[1], pixel[2]);
        }
    }

    /// <summary>Mixes a colour into a pixel.</summary>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    /// <param name="color">The colour.</param>
    /// <param name="alpha">0 leaves the pixel as it is, 1 covers it.</param>
    public void Blend(int x, int y, RgbColor color, double alpha = 1)
    {
        if ((uint)x >= (uint)Width || (uint)y >= (uint)Height)
        {
            return;
        }

        Span<byte> pixel = Pixels.Span.Slice(((y * Width) + x) * BytesPerPixel, BytesPerPixel);
        pixel[0] = Mix(pixel[0], color.R, alpha);
        pixel[1] = Mix(pixel[1], color.G, alpha);
        pixel[2] = Mix(pixel[2], color.B, alpha);
    }

    /// <summary>Paints an axis-parallel rectangle.</summary>
    public void FillRectangle(int x, int y, int width, int height, RgbColor color, double alpha = 1)
    {
        for (int row = Math.Max(y, 0); row < Math.Min(y + height, Height); row++)
        {
            for (int column = Math.Max(x, 0); column < Math.Min(x + width, Width); column++)
            {
                Blend(column, row, color, alpha);
            }
        }
    }

    /// <summary>Draws text with its upper left corner at the given pixel.</summary>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    /// <param name="text">The text.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="bold">Whether strokes, and so characters, are one pixel wider.</param>
    public void DrawText(int x, int y, ReadOnlySpan<char> text, RgbColor color, bool bold = false)
    {
        foreach (char character in text)
        {
            for (int row = 0; row < BitmapFont.Height; row++)
            {
                byte bits = BitmapFont.Row(character, row);
                DrawBits(x, y + row, bold ? (byte)(bits | (bits >> 1)) : bits, color);
            }

            x += bold ? BitmapFont.Advance + 1 : BitmapFont.Advance;
        }
    }

    private static byte Mix(byte below, byte above, double alpha) => (byte)Math.Round(double.Lerp(below, above, alpha));

    private void DrawBits(int x, int y, byte bits, RgbColor color)
    {
        for (; bits != 0; bits <<= 1, x++)
        {
            if ((bits & 0x80) != 0)
            {
                Blend(x, y, color);
            }
        }
    }
}
