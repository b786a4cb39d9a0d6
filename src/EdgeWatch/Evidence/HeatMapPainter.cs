using System.Globalization;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Scoring;
using SkiaSharp;

namespace EdgeWatch.Evidence;

/// <summary>Lays token scores over a picture as colours and outlines its regions.</summary>
internal static class HeatMapPainter
{
    // The white line of a region's border at 240 rows, with a black one on either side; it grows with the picture.
    private const int RowsPerLine = 240;

    private const int LabelMargin = 2;
    private const int SmallestLabelRows = 13;

    // Labels can be read where a picture of 480 rows is shown at half its size.
    private const int RowsPerLabelRow = 28;

    private const float TextPart = 0.9f;
    private const float BaselinePart = 0.79f;
    private static readonly SKColor LabelGround = SKColors.Black.WithAlpha(176);

    /// <summary>Paints heat first, then the regions over it.</summary>
    /// <param name="picture">What is painted on.</param>
    /// <param name="size">Size of the frame that is shown in its upper left corner.</param>
    /// <param name="map">The frame's scores.</param>
    /// <exception cref="ArgumentException">There are not as many scores as the grid has patches.</exception>
    public static void Paint(RgbPicture picture, FrameSize size, in HeatMap map)
    {
        if (map.Scores.Length != map.Rows * map.Columns)
        {
            throw new ArgumentException($"A grid of {map.Rows}×{map.Columns} has no {map.Scores.Length} scores.", nameof(map));
        }

        PaintHeat(picture, size, map);
        foreach (Region region in map.Regions)
        {
            PaintRegion(picture.Canvas, size, region);
        }
    }

    private static void PaintHeat(RgbPicture picture, FrameSize size, in HeatMap map)
    {
        int bottom = Math.Min(map.Rows * map.PatchPixels, size.Height);
        ReadOnlySpan<float> scores = map.Scores.Span;
        for (int y = 0; y < bottom; y++)
        {
            float place = GridPlace(y, map.PatchPixels);
            int upper = Math.Clamp((int)MathF.Floor(place), 0, map.Rows - 1);
            int lower = Math.Min(upper + 1, map.Rows - 1);
            PaintHeatRow(
                picture.Row(y)[..(size.Width * RgbPicture.PixelBytes)],
                map,
                scores.Slice(upper * map.Columns, map.Columns),
                scores.Slice(lower * map.Columns, map.Columns),
                Smooth(place - upper));
        }
    }

    // From the middle of one patch to the middle of the next.
    private static void PaintHeatRow(Span<byte> row, in HeatMap map, ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, float down)
    {
        float floor = (float)HeatMap.Floor(map.Threshold);
        int right = Math.Min(map.Columns * map.PatchPixels, row.Length / RgbPicture.PixelBytes);
        for (int column = -1; column < map.Columns; column++)
        {
            int before = Math.Max(column, 0);
            int after = Math.Min(column + 1, map.Columns - 1);
            float from = float.Lerp(upper[before], lower[before], down);
            float to = float.Lerp(upper[after], lower[after], down);
            if (from <= floor && to <= floor)
            {
                continue;
            }

            int middle = (column * map.PatchPixels) + (map.PatchPixels / 2);
            int end = Math.Min(middle + map.PatchPixels, right);
            for (int x = Math.Max(middle, 0); x < end; x++)
            {
                float across = Smooth(GridPlace(x, map.PatchPixels) - column);
                Mix(
                    row.Slice(x * RgbPicture.PixelBytes, RgbPicture.PixelBytes),
                    HeatRamp.Tone(float.Lerp(from, to, across), map.Threshold));
            }
        }
    }

    /// <summary>Where the middle of a pixel lies on the grid; whole numbers are the middles of patches.</summary>
    private static float GridPlace(int pixel, int patchPixels) => ((pixel + 0.5f) / patchPixels) - 0.5f;

    /// <summary>Leaves and arrives level, which makes one hot patch a round spot instead of a diamond.</summary>
    private static float Smooth(float part)
    {
        part = Math.Clamp(part, 0, 1);
        return part * part * (3 - (2 * part));
    }

    private static void Mix(Span<byte> pixel, HeatTone tone)
    {
        pixel[0] = Mix(pixel[0], tone.Color.Red, tone.Alpha);
        pixel[1] = Mix(pixel[1], tone.Color.Green, tone.Alpha);
        pixel[2] = Mix(pixel[2], tone.Color.Blue, tone.Alpha);
    }

    private static byte Mix(byte below, byte above, int alpha) =>
        (byte)(((below * (HeatRamp.Opaque - alpha)) + (above * alpha) + (HeatRamp.Opaque / 2)) / HeatRamp.Opaque);

    // White between black is seen on any picture and is no colour of the ramp.
    private static void PaintRegion(SKCanvas canvas, FrameSize size, Region region)
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
        PaintLabel(canvas, size, region.Score, border.Location);
    }

    /// <summary>Writes a score above a region's upper left corner, or into it at the upper edge of the picture.</summary>
    private static void PaintLabel(SKCanvas canvas, FrameSize size, double score, SKPoint corner)
    {
        int rows = Math.Max(SmallestLabelRows, size.Height / RowsPerLabelRow);
        string text = score.ToString("0.00", CultureInfo.InvariantCulture);
        using SKFont font = Lettering.Font(rows * TextPart);
        float width = MathF.Ceiling(font.MeasureText(text)) + (2 * LabelMargin);
        float left = Math.Clamp(corner.X, 0, Math.Max(0, size.Width - width));
        float top = Math.Max(0, corner.Y - rows);
        using var paint = new SKPaint { Color = LabelGround };
        canvas.DrawRect(left, top, width, rows, paint);
        paint.Color = SKColors.White;
        paint.IsAntialias = true;
        canvas.DrawText(text, left + LabelMargin, top + (rows * BaselinePart), SKTextAlign.Left, font, paint);
    }
}
