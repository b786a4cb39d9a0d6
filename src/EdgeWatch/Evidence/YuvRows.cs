namespace EdgeWatch.Evidence;

/// <summary>
/// From luma and chroma to red, green and blue, by BT.601 in full range, as JPEG has it (JFIF 1.02). Frames carry the numbers of
/// their source, whose range they do not know: what a limited-range camera calls black stays a dark grey, and no shadow or light of a
/// full-range one is cut off. Chroma samples are repeated, not interpolated, so that JPEG's averages of 2×2 pixels are the same again.
/// </summary>
internal static class YuvRows
{
    private const int Bits = 16;
    private const int Half = 1 << (Bits - 1);
    private const int NoColor = 128;

    // The factors of JFIF 1.02 in 1/65536.
    private const int RedOfV = 91881;
    private const int GreenOfU = 22554;
    private const int GreenOfV = 46802;
    private const int BlueOfU = 116130;

    /// <summary>Converts a row of pixels to <see cref="RgbPicture.PixelBytes"/> each; two pixels share a chroma sample.</summary>
    public static void ToRgb(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> chromaU, ReadOnlySpan<byte> chromaV, Span<byte> rgb)
    {
        for (int x = 0; x < luma.Length; x++)
        {
            int u = chromaU[x / 2] - NoColor;
            int v = chromaV[x / 2] - NoColor;
            Span<byte> pixel = rgb.Slice(x * RgbPicture.PixelBytes, RgbPicture.PixelBytes);
            pixel[0] = Clamp(luma[x] + (((RedOfV * v) + Half) >> Bits));
            pixel[1] = Clamp(luma[x] - (((GreenOfU * u) + (GreenOfV * v) + Half) >> Bits));
            pixel[2] = Clamp(luma[x] + (((BlueOfU * u) + Half) >> Bits));
            pixel[3] = byte.MaxValue;
        }
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, byte.MinValue, byte.MaxValue);
}
