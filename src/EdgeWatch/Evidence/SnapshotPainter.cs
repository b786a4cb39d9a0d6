using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Evidence;

/// <summary>Marks on a picture what is unusual in it, and says why.</summary>
internal static class SnapshotPainter
{
    /// <summary>Lines of the reason: more would hide what it is about.</summary>
    private const int MostLines = 2;

    /// <summary>Outlines the regions and writes the reason at the lower edge, or at the upper one where only that is free.</summary>
    /// <param name="picture">What is painted on.</param>
    /// <param name="regions">What is outlined.</param>
    /// <param name="reason">Why, in words; empty for nothing.</param>
    public static void Paint(RgbPicture picture, IReadOnlyList<Region> regions, string reason)
    {
        FrameSize size = new(picture.Width, picture.Height);
        foreach (Region region in regions)
        {
            RegionPainter.Paint(picture.Canvas, size, region);
        }

        IReadOnlyList<string> lines = Caption.Wrap(size, reason, MostLines);
        int rows = Caption.RowsOn(size);
        float height = (float)(lines.Count * rows) / size.Height;
        bool isLowerTaken = regions.Any(region => region.Y + region.Height > 1 - height);
        bool isUpperTaken = regions.Any(region => region.Y - ((float)rows / size.Height) < height);
        float top = isLowerTaken && !isUpperTaken ? 0 : size.Height - (lines.Count * rows);
        foreach (string line in lines)
        {
            Caption.Write(picture.Canvas, size, line, left: 0, top);
            top += rows;
        }
    }
}
