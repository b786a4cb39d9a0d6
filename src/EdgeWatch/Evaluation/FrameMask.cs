using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Evaluation;

/// <summary>Where one frame is anomalous.</summary>
/// <param name="Regions">Rectangles in pixels around what hangs together.</param>
/// <param name="ByPatch">Anomalous pixels in each patch, by its row-major index; patches without any are left out.</param>
/// <param name="AnomalousPixels">Anomalous pixels of the whole frame, outside the patch grid as well.</param>
/// <param name="Pixels">Pixels of the frame.</param>
internal sealed record FrameMask(IReadOnlyList<Box> Regions, IReadOnlyDictionary<int, int> ByPatch, int AnomalousPixels, int Pixels)
{
    /// <summary>Grey level from which a mask's pixel is white.</summary>
    private const byte White = 128;

    /// <summary>Reads a mask: white where its frame is anomalous.</summary>
    /// <param name="luma">The mask's luma, row-major.</param>
    /// <param name="size">Its size.</param>
    /// <param name="grid">The patch grid of frames of that size.</param>
    public static FrameMask Of(ReadOnlySpan<byte> luma, FrameSize size, PatchGrid grid)
    {
        bool[] cells = new bool[luma.Length];
        Dictionary<int, int> byPatch = [];
        int anomalous = 0;
        int side = PatchGrid.PatchSize * grid.Scale;
        for (int i = 0; i < luma.Length; i++)
        {
            cells[i] = luma[i] >= White;
            PatchPosition patch = new(i / size.Width / side, i % size.Width / side);
            if (cells[i])
            {
                anomalous++;
                if (patch.Row < grid.Rows && patch.Column < grid.Columns)
                {
                    byPatch[grid.IndexOf(patch)] = byPatch.GetValueOrDefault(grid.IndexOf(patch)) + 1;
                }
            }
        }

        return new FrameMask(new ConnectedRegions(size.Height, size.Width).Take(cells), byPatch, anomalous, luma.Length);
    }
}
