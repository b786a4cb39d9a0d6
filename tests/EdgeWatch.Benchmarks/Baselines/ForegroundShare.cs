using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using OpenCvSharp;

namespace EdgeWatch.Benchmarks.Baselines;

/// <summary>The part of each patch that is foreground by background subtraction (MOG2; Zivkovic, 2004).</summary>
internal sealed class ForegroundShare : IPatchMeasure
{
    private readonly ForegroundMask _mask = new();
    private readonly Mat _sums = new();

    /// <inheritdoc/>
    public string Name => "MOG2, share of foreground";

    /// <summary>About half of a patch with something in it.</summary>
    public Gaussian Prior => new(0.5, 0.3);

    /// <inheritdoc/>
    public void Measure(LumaHistory history, ScenePatches scene, Span<double> values)
    {
        Cv2.Integral(_mask.Of(history.Full(0)), _sums, MatType.CV_64F);
        for (int i = 0; i < values.Length; i++)
        {
            PatchPosition patch = history.Grid.PositionOf(i);
            int x = (patch.Column * PatchGrid.PatchSize) + (PatchGrid.PatchSize / 2);
            int y = (patch.Row * PatchGrid.PatchSize) + (PatchGrid.PatchSize / 2);
            (double sum, int pixels) = PictureMat.WindowSum(_sums, x, y, PatchGrid.PatchSize);
            double share = sum / ForegroundMask.Foreground / pixels;
            values[i] = share > PatchAttributes.MinimumOccupancy ? share : double.NaN;
        }
    }

    /// <summary>The background stays that of the camera.</summary>
    public void Restart()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _mask.Dispose();
        _sums.Dispose();
    }
}
