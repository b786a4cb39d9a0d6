using System.Globalization;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Evidence;

/// <summary>Lays token scores over a picture as colours and outlines its regions. Allocates nothing.</summary>
public static class HeatMapPainter
{
    // A rectangle's border at 240 rows, dark edges included; it grows with the picture.
    private const int BorderRowsPerPixel = 240;
    private const int LabelMargin = 2;
    private const int LabelAlpha = 176;
    private const int LabelLength = 8;

    /// <summary>Paints heat first, then the regions over it.</summary>
    /// <exception cref="ArgumentException">There are not as many scores as the grid has patches.</exception>
    public static void Paint(I420Canvas canvas, in HeatMap map)
    {
        if (map.Scores.Length != map.Rows * map.Columns)
        {
            throw new ArgumentException($"A grid of {map.Rows}×{map.Columns} has no {map.Scores.Length} scores.", nameof(map));
        }

        PaintHeat(canvas, map);
        for (int index = 0; index < map.Regions.Count; index++)
        {
            PaintRegion(canvas, map.Regions[index]);
        }
    }

    private static void PaintHeat(I420Canvas canvas, in HeatMap map)
    {
        int bottom = Math.Min(map.Rows * map.PatchPixels / 2, canvas.Size.ChromaHeight);
        for (int chromaY = 0; chromaY < bottom; chromaY++)
        {
            float place = GridPlace(chromaY, map.PatchPixels);
            int upper = Math.Clamp((int)MathF.Floor(place), 0, map.Rows - 1);
            int lower = Math.Min(upper + 1, map.Rows - 1);
            ReadOnlySpan<float> scores = map.Scores.Span;
            PaintHeatRow(
                canvas,
                map,
                chromaY,
                scores.Slice(upper * map.Columns, map.Columns),
                scores.Slice(lower * map.Columns, map.Columns),
                Smooth(place - upper));
        }
    }

    // Works on 2×2 pixels at a time, which share one chroma sample, from the middle of one patch to the middle of the next.
    private static void PaintHeatRow(
        I420Canvas canvas, in HeatMap map, int chromaY, ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, float down)
    {
        float floor = (float)HeatRamp.Floor(map.Threshold);
        int half = map.PatchPixels / 4;
        int step = map.PatchPixels / 2;
        int right = Math.Min(map.Columns * step, canvas.Size.ChromaWidth);
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

            int begin = Math.Max((column * step) + half, 0);
            int end = Math.Min(((column + 1) * step) + half, right);
            for (int chromaX = begin; chromaX < end; chromaX++)
            {
                float across = Smooth(GridPlace(chromaX, map.PatchPixels) - column);
                PaintBlock(canvas, chromaX, chromaY, HeatRamp.Tone(float.Lerp(from, to, across), map.Threshold));
            }
        }
    }

    /// <summary>Where the middle of a chroma sample lies on the grid; whole numbers are the middles of patches.</summary>
    private static float GridPlace(int chroma, int patchPixels) => (((2 * chroma) + 1f) / patchPixels) - 0.5f;

    /// <summary>Leaves and arrives level, which makes one hot patch a round spot instead of a diamond.</summary>
    private static float Smooth(float part)
    {
        part = Math.Clamp(part, 0, 1);
        return part * part * (3 - (2 * part));
    }

    private static void PaintBlock(I420Canvas canvas, int chromaX, int chromaY, HeatTone tone)
    {
        int right = Math.Min((2 * chromaX) + 2, canvas.Size.Width);
        int bottom = Math.Min((2 * chromaY) + 2, canvas.Size.Height);
        for (int y = 2 * chromaY; y < bottom; y++)
        {
            for (int x = 2 * chromaX; x < right; x++)
            {
                canvas.BlendLuma(x, y, tone.Color.Y, tone.Alpha);
            }
        }

        canvas.BlendChroma(chromaX, chromaY, tone.Color, tone.Alpha);
    }

    // White between black is seen on any picture and is no colour of the ramp.
    private static void PaintRegion(I420Canvas canvas, Region region)
    {
        int x = (int)Math.Round(region.X * canvas.Size.Width);
        int y = (int)Math.Round(region.Y * canvas.Size.Height);
        int width = (int)Math.Round(region.Width * canvas.Size.Width);
        int height = (int)Math.Round(region.Height * canvas.Size.Height);
        int line = Math.Max(1, canvas.Size.Height / BorderRowsPerPixel);
        canvas.OutlineRectangle(x - line, y - line, width + (2 * line), height + (2 * line), line, YuvColor.Black);
        canvas.OutlineRectangle(x, y, width, height, line, YuvColor.White);
        canvas.OutlineRectangle(x + line, y + line, width - (2 * line), height - (2 * line), line, YuvColor.Black);
        PaintLabel(canvas, region, x - line, y - line);
    }

    private static void PaintLabel(I420Canvas canvas, Region region, int x, int bottom)
    {
        Span<char> buffer = stackalloc char[LabelLength];
        _ = region.Score.TryFormat(buffer, out int length, "0.00", CultureInfo.InvariantCulture);
        ReadOnlySpan<char> text = buffer[..length];
        int width = BitmapFont.Measure(text) + (2 * LabelMargin);
        int top = Math.Max(0, bottom - BitmapFont.Height);
        canvas.FillRectangle(x, top, width, BitmapFont.Height, YuvColor.Black, LabelAlpha);
        canvas.DrawText(x + LabelMargin, top, text, YuvColor.White);
    }
}
