using OpenCvSharp;

namespace EdgeWatch.Benchmarks.Baselines;

/// <summary>How far each pixel has moved from one picture to another.</summary>
internal interface IOpticalFlow : IDisposable
{
    /// <summary>Name in the table.</summary>
    string Name { get; }

    /// <summary>Calculates it.</summary>
    /// <param name="older">A picture, 8-bit luma.</param>
    /// <param name="newer">A later one of the same size.</param>
    /// <param name="flow">Receives (x, y) of each pixel, in pixels, right and down positive.</param>
    void Calculate(Mat older, Mat newer, Mat flow);
}
