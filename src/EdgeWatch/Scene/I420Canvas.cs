using EdgeWatch.Core.Frames;

namespace EdgeWatch.Scene;

/// <summary>The three planes of an I420 picture, to be painted on in place.</summary>
internal readonly ref struct I420Canvas
{
    /// <summary>An alpha of this value covers wholly; 0 leaves a sample as it is.</summary>
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

    /// <summary>Width and height.</summary>
    public FrameSize Size { get; }

    /// <summary>The luma plane.</summary>
    public Span<byte> Luma { get; }

    /// <summary>The U plane.</summary>
    public Span<byte> ChromaU { get; }

    /// <summary>The V plane.</summary>
    public Span<byte> ChromaV { get; }

    /// <summary>Mixes two samples.</summary>
    /// <param name="below">What is there.</param>
    /// <param name="above">What is painted over it.</param>
    /// <param name="alpha">0 to <see cref="Opaque"/>.</param>
    public static byte Mix(byte below, byte above, int alpha) =>
        (byte)(below + ((((above - below) * alpha) + AlphaRound) >> AlphaShift));
}
