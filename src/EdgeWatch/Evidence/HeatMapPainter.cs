using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Evidence;

/// <summary>Lays token scores over a picture as colours and outlines its regions.</summary>
internal static class HeatMapPainter
{
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
            RegionPainter.Paint(picture.Canvas, size, region);
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
}
