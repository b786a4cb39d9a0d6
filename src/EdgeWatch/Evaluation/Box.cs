namespace EdgeWatch.Evaluation;

/// <summary>A rectangle of pixels or patches.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Column after the last one.</param>
/// <param name="Bottom">Row after the last one.</param>
internal readonly record struct Box(int Left, int Top, int Right, int Bottom)
{
    /// <summary>Cells inside.</summary>
    public long Area => (long)(Right - Left) * (Bottom - Top);

    /// <summary>The same with cells <paramref name="factor"/> times finer.</summary>
    public Box Times(int factor) => new(Left * factor, Top * factor, Right * factor, Bottom * factor);

    /// <summary>Intersection over union with another one, 0–1.</summary>
    public double IntersectionOverUnion(Box other)
    {
        Box common = new(
            Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Min(Right, other.Right), Math.Min(Bottom, other.Bottom));
        if (common.Right <= common.Left || common.Bottom <= common.Top)
        {
            return 0;
        }

        return (double)common.Area / (Area + other.Area - common.Area);
    }
}
