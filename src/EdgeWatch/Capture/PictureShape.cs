using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeWatch.Capture;

/// <summary>What a stream's pictures are like, as they come from the camera.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Format">
/// ffmpeg's name of the pixel format, <c>yuv420p</c>; older versions call those of full range by another, <c>yuvj420p</c>.
/// </param>
/// <param name="PixelAspect">Width of a pixel to its height, <c>1/1</c> where the stream does not say.</param>
/// <param name="Range">Range of its values, as far as ffmpeg names it; else empty.</param>
internal sealed partial record PictureShape(int Width, int Height, string Format, string PixelAspect, string Range)
{
    private const string SquarePixels = "1/1";

    /// <summary>Reads what ffmpeg says whenever it sets its filters up: at the beginning, and whenever the picture changes.</summary>
    /// <returns>Null if that is something else.</returns>
    public static PictureShape? Of(string line)
    {
        Match match = FilterInput().Match(line);
        return !match.Success ? null : new PictureShape(
            int.Parse(match.Groups["width"].ValueSpan, CultureInfo.InvariantCulture),
            int.Parse(match.Groups["height"].ValueSpan, CultureInfo.InvariantCulture),
            match.Groups["format"].Value,
            Aspect(match.Groups["aspect"].Value),
            match.Groups["range"].Value);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string aspect = PixelAspect == SquarePixels ? "" : $", pixels {PixelAspect}";
        return $"{Width}×{Height} {Format}{aspect}{(Range.Length > 0 ? $", {Range}" : "")}";
    }

    /// <summary>0/1 means that the stream does not say; some begin to say it with their second key frame.</summary>
    private static string Aspect(string given) =>
        given.Length == 0 || given.StartsWith("0/", StringComparison.Ordinal) ? SquarePixels : given;

    [GeneratedRegex(
        @"^\[graph \d+ input from stream [^\]]*\] w:(?<width>\d{1,5}) h:(?<height>\d{1,5}) pixfmt:(?<format>\S+)"
        + @"(?:.*? sar:(?<aspect>\d+/\d+))?(?:.*? range:(?!unknown)(?<range>\S+))?")]
    private static partial Regex FilterInput();
}
