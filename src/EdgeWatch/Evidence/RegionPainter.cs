using System.Globalization;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Scoring;
using SkiaSharp;

namespace EdgeWatch.Evidence;

/// <summary>Outlines a region on a picture and writes its score there.</summary>
internal static class RegionPainter
{
    // The white line of a region's border at 240 rows; it grows with the picture. Between two black ones it is seen on any picture, and is
    // no colour of the heat map.
    private const int RowsPerLine = 240;

    /// <summary>Outlines a region.</summary>
    /// <param name="canvas">What is painted on.</param>
    /// <param name="size">Size of the frame that is shown in its upper left corner.</param>
    /// <param name="region">A region of that frame.</param>
    public static void Paint(SKCanvas canvas, FrameSize size, Region region)
    {
        int line = Math.Max(1, size.Height / RowsPerLine);
        var border = SKRect.Create(
            (float)Math.Round(region.X * size.Width),
            (float)Math.Round(region.Y * size.Height),
            (float)Math.Round(region.Width * size.Width),
            (float)Math.Round(region.Height * size.Height));
        border.Inflate(-line / 2f, -line / 2f);
        using var paint = new SKPaint { Color = SKColors.Black, IsStroke = true, StrokeWidth = 3 * line };
        canvas.DrawRect(border, paint);
        paint.Color = SKColors.White;
        paint.StrokeWidth = line;
        canvas.DrawRect(border, paint);
        border.Inflate(1.5f * line, 1.5f * line);

        // Above its upper left corner, or in it at the upper edge of the picture.
        float top = Math.Max(0, border.Top - Caption.RowsOn(size));
        Caption.Write(canvas, size, region.Score.ToString("0.00", CultureInfo.InvariantCulture), border.Left, top);
    }
}
