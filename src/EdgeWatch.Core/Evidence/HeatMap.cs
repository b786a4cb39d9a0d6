using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Evidence;

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
    /// <summary>Width and height of an analysed patch, in pixels of the picture that is analysed: 16.</summary>
    private const int AnalysedPatchPixels = 16;

    /// <summary>Rows of the picture that is analysed: 240.</summary>
    private const int AnalysedRows = 240;

    /// <summary>Size of a patch in a frame whose height is a multiple of the analysed 240 rows.</summary>
    public static int PatchPixelsFor(int frameHeight) => AnalysedPatchPixels * (frameHeight / AnalysedRows);
}
