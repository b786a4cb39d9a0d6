using OpenCvSharp;

namespace EdgeWatch.Benchmarks.Baselines;

/// <summary>Dense optical flow by polynomial expansion (Farnebäck, 2003), with the parameters of OpenCV's tutorial.</summary>
internal sealed class FarnebackFlow : IOpticalFlow
{
    private const double PyramidScale = 0.5;
    private const int Levels = 3;
    private const int WindowSize = 15;
    private const int Iterations = 3;
    private const int Neighbourhood = 5;
    private const double NeighbourhoodDeviation = 1.2;

    /// <inheritdoc/>
    public string Name => "Farnebäck optical flow";

    /// <inheritdoc/>
    public void Calculate(Mat older, Mat newer, Mat flow) => Cv2.CalcOpticalFlowFarneback(
        older, newer, flow, PyramidScale, Levels, WindowSize, Iterations, Neighbourhood, NeighbourhoodDeviation, OpticalFlowFlags.None);

    /// <summary>Nothing is held.</summary>
    public void Dispose()
    {
    }
}
