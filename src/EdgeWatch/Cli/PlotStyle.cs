using SkiaSharp;

namespace EdgeWatch.Cli;

/// <summary>What plots have in common: sizes of text in pixels, and colours on white.</summary>
internal static class PlotStyle
{
    public const float TextPixels = 12.5f;
    public const float TitlePixels = 15;

    /// <summary>Half of the height of a digit, which brings it to the middle of a row.</summary>
    public const float HalfDigit = TextPixels * 0.36f;

    /// <summary>Length of a mark at an axis.</summary>
    public const int TickPixels = 4;

    /// <summary>Of titles and of what was promised or set.</summary>
    public static readonly SKColor Ink = new(0x22, 0x26, 0x2c);

    /// <summary>Of axes and their labels.</summary>
    public static readonly SKColor Faint = new(0x5a, 0x60, 0x68);

    /// <summary>Of lines behind what is shown.</summary>
    public static readonly SKColor Grid = new(0xe6, 0xe9, 0xed);

    /// <summary>Of what was measured.</summary>
    public static readonly SKColor Measured = new(0x2b, 0x6c, 0xb0);
}
