using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using OpenCvSharp;

namespace EdgeWatch.Benchmarks.Baselines;

/// <summary>
/// ln(speed + 0.3) in a window of 32 pixels by dense optical flow over two frames, averaged over the last four pictures: what the network
/// learned to say of synthetic video (scripts/train/attributes.py).
/// </summary>
/// <param name="flow">Whose flow; disposed with this.</param>
internal sealed class FlowSpeed(IOpticalFlow flow) : IPatchMeasure
{
    private const int Lag = 2;
    private const int FlowFrames = 4;
    private const int Window = 32;

    /// <summary>Pixels a frame from which on a pixel moves.</summary>
    private const double Foreground = 0.25;

    private readonly Mat[] _pictures = [new(), new(), new()];
    private readonly Mat[] _flows = [new(), new(), new(), new()];
    private readonly Mat _mean = new();
    private readonly Mat[] _parts = [new(), new()];
    private readonly Mat _speed = new();
    private readonly Mat _isMoving = new();
    private readonly Mat _ones = new();
    private readonly Mat _speeds = new();
    private readonly Mat _counts = new();
    private int _count;

    /// <inheritdoc/>
    public string Name => flow.Name;

    /// <inheritdoc/>
    public Gaussian Prior => SpeedNormality.Prior;

    /// <inheritdoc/>
    public void Measure(LumaHistory history, ScenePatches scene, Span<double> values)
    {
        values.Fill(double.NaN);
        PictureMat.Fill(_pictures[_count % _pictures.Length], history.Full(0));
        _count++;
        if (_count <= Lag)
        {
            return;
        }

        int newest = _count - 1;
        flow.Calculate(
            _pictures[(newest - Lag) % _pictures.Length], _pictures[newest % _pictures.Length], _flows[(newest - Lag) % FlowFrames]);
        if (scene.Active.Count > 0)
        {
            MeasureSpeed(Math.Min(_count - Lag, FlowFrames));
            FillSpeeds(scene, values);
        }
    }

    /// <inheritdoc/>
    public void Restart() => _count = 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Mat mat in (Mat[])[.. _pictures, .. _flows, .. _parts, _mean, _speed, _isMoving, _ones, _speeds, _counts])
        {
            mat.Dispose();
        }

        flow.Dispose();
    }

    /// <summary>Integral images of the speeds of what moves, and of how many pixels do.</summary>
    private void MeasureSpeed(int flows)
    {
        _flows[0].CopyTo(_mean);
        foreach (Mat next in _flows[1..flows])
        {
            Cv2.Add(_mean, next, _mean);
        }

        Cv2.ExtractChannel(_mean, _parts[0], 0);
        Cv2.ExtractChannel(_mean, _parts[1], 1);
        Cv2.Magnitude(_parts[0], _parts[1], _speed);
        _speed.ConvertTo(_speed, MatType.CV_32FC1, 1.0 / (Lag * flows));
        Cv2.Threshold(_speed, _ones, Foreground, 1, ThresholdTypes.Binary);
        Cv2.Multiply(_speed, _ones, _isMoving);
        Cv2.Integral(_isMoving, _speeds, MatType.CV_64F);
        Cv2.Integral(_ones, _counts, MatType.CV_64F);
    }

    private void FillSpeeds(ScenePatches scene, Span<double> values)
    {
        for (int k = 0; k < scene.Active.Count; k++)
        {
            int x = (scene[k].Column * PatchGrid.PatchSize) + (PatchGrid.PatchSize / 2);
            int y = (scene[k].Row * PatchGrid.PatchSize) + (PatchGrid.PatchSize / 2);
            (double moving, int pixels) = PictureMat.WindowSum(_counts, x, y, Window);
            if (moving > PatchAttributes.MinimumOccupancy * pixels)
            {
                double speed = PictureMat.WindowSum(_speeds, x, y, Window).Sum / moving;
                values[scene.Grid.IndexOf(scene[k])] = Math.Log(speed + PatchAttributes.SpeedOffset);
            }
        }
    }
}
