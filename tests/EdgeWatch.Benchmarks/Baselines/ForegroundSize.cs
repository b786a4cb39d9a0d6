using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using OpenCvSharp;

namespace EdgeWatch.Benchmarks.Baselines;

/// <summary>
/// ln of the area of what hangs together in the foreground, at the patch of its centre: background subtraction
/// (MOG2) and a threshold on areas, as it is usually put to use, but with what is usual learned for each row.
/// </summary>
internal sealed class ForegroundSize : IPatchMeasure
{
    /// <summary>Square pixels below which foreground is noise: a quarter of a patch.</summary>
    private const int SmallestArea = PatchGrid.PatchPixels / 4;

    private readonly ForegroundMask _mask = new();
    private readonly Mat _labels = new();
    private readonly Mat _statistics = new();
    private readonly Mat _centres = new();
    private readonly Mat _opened = new();
    private readonly Mat _square = Cv2.GetStructuringElement(MorphShapes.Rect, new Size(3, 3));

    /// <inheritdoc/>
    public string Name => "MOG2, area of blobs";

    /// <inheritdoc/>
    public Gaussian Prior => SizeNormality.Prior;

    /// <inheritdoc/>
    public void Measure(LumaHistory history, ScenePatches scene, Span<double> values)
    {
        values.Fill(double.NaN);
        Cv2.MorphologyEx(_mask.Of(history.Full(0)), _opened, MorphTypes.Open, _square);
        int blobs = Cv2.ConnectedComponentsWithStats(_opened, _labels, _statistics, _centres);
        for (int blob = 1; blob < blobs; blob++)
        {
            int area = _statistics.At<int>(blob, (int)ConnectedComponentsTypes.Area);
            if (area >= SmallestArea)
            {
                int column = (int)_centres.At<double>(blob, 0) / PatchGrid.PatchSize;
                int row = (int)_centres.At<double>(blob, 1) / PatchGrid.PatchSize;
                ref double value = ref values[history.Grid.IndexOf(new PatchPosition(row, column))];
                value = double.IsNaN(value) ? Math.Log(area) : Math.Max(value, Math.Log(area));
            }
        }
    }

    /// <summary>The background stays that of the camera.</summary>
    public void Restart()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Mat mat in (Mat[])[_labels, _statistics, _centres, _opened, _square])
        {
            mat.Dispose();
        }

        _mask.Dispose();
    }
}
