using EdgeWatch.Core.Frames;
using OpenCvSharp;

namespace EdgeWatch.Benchmarks.Baselines;

/// <summary>Foreground by MOG2 with OpenCV's own settings; shadows do not count.</summary>
internal sealed class ForegroundMask : IDisposable
{
    /// <summary>The value of a pixel that is foreground; shadows have another.</summary>
    public const int Foreground = 255;

    private readonly BackgroundSubtractorMOG2 _subtractor = BackgroundSubtractorMOG2.Create();
    private readonly Mat _picture = new();
    private readonly Mat _mask = new();

    /// <summary>0 or <see cref="Foreground"/> for each pixel of the next picture; good until the next call.</summary>
    public Mat Of(LumaPlane picture)
    {
        PictureMat.Fill(_picture, picture);
        _subtractor.Apply(_picture, _mask);
        Cv2.Threshold(_mask, _mask, Foreground - 1, Foreground, ThresholdTypes.Binary);
        return _mask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subtractor.Dispose();
        _picture.Dispose();
        _mask.Dispose();
    }
}
