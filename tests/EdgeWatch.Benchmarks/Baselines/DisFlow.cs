using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using OpenCvSharp;

namespace EdgeWatch.Benchmarks.Baselines;

/// <summary>
/// Dense optical flow by inverse search (DIS; Kroeger and others, 2016), preset "medium". OpenCvSharp does not wrap
/// it, so that a Python process beside this one calculates it: about a millisecond a frame goes into the pipe.
/// </summary>
internal sealed class DisFlow : IOpticalFlow
{
    private const string Python = "/usr/bin/python3";

    private Process? _process;

    /// <inheritdoc/>
    public string Name => "DIS optical flow";

    /// <inheritdoc/>
    public void Calculate(Mat older, Mat newer, Mat flow)
    {
        _process ??= Start(newer.Size());
        Stream input = _process.StandardInput.BaseStream;
        input.Write(Bytes<byte>(older));
        input.Write(Bytes<byte>(newer));
        input.Flush();
        flow.Create(newer.Rows, newer.Cols, MatType.CV_32FC2);
        _process.StandardOutput.BaseStream.ReadExactly(Bytes<Vec2f>(flow));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process?.StandardInput.Close();
        _process?.WaitForExit();
        _process?.Dispose();
    }

    private static Span<byte> Bytes<T>(Mat mat)
        where T : unmanaged => MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref mat.At<T>(0, 0), mat.Rows * mat.Cols));

    private static Process Start(Size size) => Process.Start(
        new ProcessStartInfo(
            Python,
            [
                Path.Combine(AppContext.BaseDirectory, "dis_flow.py"),
                size.Width.ToString(CultureInfo.InvariantCulture),
                size.Height.ToString(CultureInfo.InvariantCulture),
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
}
