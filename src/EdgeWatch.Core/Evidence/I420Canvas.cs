using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Evidence;

/// <summary>Paints on the three planes of an I420 picture in place. What lies outside of the picture is cut off.</summary>
public readonly ref struct I420Canvas
{
    /// <summary>An alpha of this value covers wholly; 0 leaves a pixel as it is.</summary>
    public const int Opaque = 256;

    private const int AlphaShift = 8;
    private const int AlphaRound = 128;

    /// <summary>A canvas on a picture of luma, then U, then V, rows without padding.</summary>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> is not as long as a picture of that size.</exception>
    public I420Canvas(FrameSize size, Span<byte> pixels)
    {
        if (pixels.Length != size.TotalBytes)
        {
            throw new ArgumentException($"A picture of {size} has {size.TotalBytes} bytes, not {pixels.Length}.", nameof(pixels));
        }

        Size = size;
        Luma = pixels[..size.LumaBytes];
        ChromaU = pixels.Slice(size.LumaBytes, size.ChromaBytes);
        ChromaV = pixels.Slice(size.LumaBytes + size.ChromaBytes, size.ChromaBytes);
    }

    private I420Canvas(FrameSize size, Span<byte> luma, Span<byte> chromaU, Span<byte> chromaV)
    {
        Size = size;
        Luma = luma[..size.LumaBytes];
        ChromaU = chromaU[..size.ChromaBytes];
        ChromaV = chromaV[..size.ChromaBytes];
    }

    /// <summary>Width and height.</summary>
    public FrameSize Size { get; }

    /// <summary>The luma plane.</summary>
    public Span<byte> Luma { get; }

    /// <summary>The U plane.</summary>
    public Span<byte> ChromaU { get; }

    /// <summary>The V plane.</summary>
    public Span<byte> ChromaV { get; }

    /// <summary>A canvas on the upper part of this one.</summary>
    public I420Canvas TopRows(int rows) => new(new FrameSize(Size.Width, rows), Luma, ChromaU, ChromaV);

    /// <summary>Mixes two values.</summary>
    /// <param name="below">What is there.</param>
    /// <param name="above">What is painted over it.</param>
    /// <param name="alpha">0 to <see cref="Opaque"/>.</param>
    public static byte Mix(byte below, byte above, int alpha) =>
        (byte)(below + ((((above - below) * alpha) + AlphaRound) >> AlphaShift));

    /// <summary>Paints one pixel and lends its colour to the chroma sample that it shares with its neighbours.</summary>
    public void Blend(int x, int y, YuvColor color, int alpha)
    {
        if ((uint)x >= (uint)Size.Width || (uint)y >= (uint)Size.Height)
        {
            return;
        }

        BlendLuma(x, y, color.Y, alpha);
        BlendChroma(x / 2, y / 2, color, alpha);
    }

    /// <summary>Paints an axis-parallel rectangle.</summary>
    public void FillRectangle(int x, int y, int width, int height, YuvColor color, int alpha = Opaque)
    {
        int left = Math.Max(x, 0);
        int top = Math.Max(y, 0);
        int right = Math.Min(x + width, Size.Width);
        int bottom = Math.Min(y + height, Size.Height);
        if (left >= right || top >= bottom)
        {
            return;
        }

        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                BlendLuma(column, row, color.Y, alpha);
            }
        }

        for (int row = top / 2; row <= (bottom - 1) / 2; row++)
        {
            for (int column = left / 2; column <= (right - 1) / 2; column++)
            {
                BlendChroma(column, row, color, alpha);
            }
        }
    }

    /// <summary>Draws the border of a rectangle, inside of it.</summary>
    public void OutlineRectangle(int x, int y, int width, int height, int thickness, YuvColor color)
    {
        FillRectangle(x, y, width, thickness, color);
        FillRectangle(x, y + height - thickness, width, thickness, color);
        FillRectangle(x, y + thickness, thickness, height - (2 * thickness), color);
        FillRectangle(x + width - thickness, y + thickness, thickness, height - (2 * thickness), color);
    }

    /// <summary>Draws text with its upper left corner at the given pixel.</summary>
    public void DrawText(int x, int y, ReadOnlySpan<char> text, YuvColor color)
    {
        foreach (char character in text)
        {
            for (int row = 0; row < BitmapFont.Height; row++)
            {
                DrawBits(x, y + row, BitmapFont.Row(character, row), color);
            }

            x += BitmapFont.Advance;
        }
    }

    /// <summary>Paints one luma pixel; the caller stays inside of the picture.</summary>
    internal void BlendLuma(int x, int y, byte luma, int alpha)
    {
        ref byte pixel = ref Luma[(y * Size.Width) + x];
        pixel = Mix(pixel, luma, alpha);
    }

    /// <summary>Paints one chroma sample; the caller stays inside of the picture.</summary>
    internal void BlendChroma(int x, int y, YuvColor color, int alpha)
    {
        int index = (y * Size.ChromaWidth) + x;
        ChromaU[index] = Mix(ChromaU[index], color.U, alpha);
        ChromaV[index] = Mix(ChromaV[index], color.V, alpha);
    }

    private void DrawBits(int x, int y, byte bits, YuvColor color)
    {
        for (; bits != 0; bits <<= 1, x++)
        {
            if ((bits & 0x80) != 0)
            {
                Blend(x, y, color, Opaque);
            }
        }
    }
}
