namespace EdgeWatch.Core.Scoring;

/// <summary>How unusual each place of a frame is.</summary>
/// <param name="Rows">Rows of the patch grid.</param>
/// <param name="Columns">Columns of the patch grid.</param>
/// <param name="PatchPixels">Width and height of a patch in pixels of the frame; the grid begins at its upper left corner.</param>
/// <param name="Scores">Token scores, <c>[Rows, Columns]</c>, 0–1; 0 where nothing was active.</param>
/// <param name="Threshold">The camera's threshold, 0–1 without its ends: it decides which scores look alarming.</param>
/// <param name="Regions">Rectangles to outline.</param>
public readonly record struct HeatMap(
    int Rows,
    int Columns,
    int PatchPixels,
    ReadOnlyMemory<float> Scores,
    double Threshold,
    IReadOnlyList<Region> Regions)
{
    /// <summary>Scores up to this one, half of the threshold, are neither shown nor part of a region.</summary>
    /// <param name="threshold">The threshold, 0–1 without its ends.</param>
    public static double Floor(double threshold) => threshold / 2;
}
