using System.Diagnostics.Metrics;

namespace EdgeWatch.Cameras;

/// <summary>What cameras measure as it happens; all else about them is read when somebody asks. Costs next to nothing while nobody
/// listens.</summary>
/// <param name="meter">The node's meter.</param>
internal sealed class CameraInstruments(Meter meter)
{
    /// <summary>Attribute with the id of the camera.</summary>
    public const string CameraKey = "camera";

    /// <summary>From a still scene on a PC (0.5 ms) to four frames of a second on a small board.</summary>
    private static readonly double[] Seconds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

    private readonly Histogram<double> _analysis = meter.CreateHistogram(
        "edgewatch.camera.frame.analysis.duration",
        "s",
        "Time that the analysis of a frame took.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });

    /// <summary>A frame was analysed.</summary>
    public void RecordAnalysis(double seconds, KeyValuePair<string, object?> camera) => _analysis.Record(seconds, camera);
}
