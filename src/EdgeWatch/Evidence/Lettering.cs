using SkiaSharp;

namespace EdgeWatch.Evidence;

/// <summary>
/// Text on pictures, in a typeface that the program carries, so that every machine writes it alike, with or without fonts of its own.
/// The typeface is DejaVu Sans 2.37 with the Latin, Greek and Cyrillic letters alone; a letter that it lacks shows as a box.
/// </summary>
internal static class Lettering
{
    private const string Resource = "DejaVuSans.ttf";

    private static readonly SKTypeface Typeface = Load();

    /// <summary>The typeface at a size.</summary>
    /// <param name="pixels">Height of a line without what is between lines; digits are three quarters of it high.</param>
    /// <param name="bold">Whether strokes are thicker.</param>
    public static SKFont Font(float pixels, bool bold = false) => new(Typeface, pixels)
    {
        Edging = SKFontEdging.Antialias,
        Embolden = bold,
        Hinting = SKFontHinting.None,
        Subpixel = true,
    };

    private static SKTypeface Load()
    {
        using Stream file = typeof(Lettering).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The program lacks its resource {Resource}.");
        return SKTypeface.FromStream(file) ?? throw new InvalidOperationException($"The resource {Resource} is no font.");
    }
}
