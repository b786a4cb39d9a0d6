using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Evaluation;

namespace EdgeWatch.Benchmarks.Baselines;

/// <summary>
/// Another measurement in the product's pipeline: the same pictures, grid and gate;
/// what is usual for each row, surprise, pooling and smoothing are the product's own.
/// </summary>
internal sealed class MeasureContestant : IContestant
{
    private readonly IPatchMeasure _measure;
    private readonly PatchGrid _grid;
    private readonly LumaHistory _history;
    private readonly ActivityGate _gate;
    private readonly ScenePatches _scene;
    private readonly RowStatistics _usual;
    private readonly DelayedSmoother _smoother = new();
    private readonly double[] _values;
    private readonly float[] _surprises;
    private int _pending;

    /// <summary>Knows nothing yet.</summary>
    public MeasureContestant(IPatchMeasure measure, PatchGrid grid)
    {
        _measure = measure;
        _grid = grid;
        _history = new LumaHistory(grid);
        _gate = new ActivityGate(_history);
        _scene = new ScenePatches(grid);
        _usual = new RowStatistics(grid.Rows, measure.Prior);
        _values = new double[grid.Count];
        _surprises = new float[grid.Count];
    }

    /// <inheritdoc/>
    public string Name => _measure.Name;

    /// <inheritdoc/>
    public void Process(Frame frame, ClipScores? scores)
    {
        _history.Add(frame.Luma, frame.Size.Width);
        _gate.Select(_scene, Pavement.Interval);
        _measure.Measure(_history, _scene, _values);
        if (scores is null)
        {
            Learn();
        }
        else
        {
            Score(scores);
        }
    }

    /// <inheritdoc/>
    public void EndClip(ClipScores? scores)
    {
        for (; _pending > 0; _pending--)
        {
            scores?.Raw.Add(_smoother.At(_pending - 1));
        }

        _smoother.Clear();
        _history.Clear();
        _measure.Restart();
    }

    /// <summary>Nothing is learned from then on.</summary>
    public void EndLearning()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _measure.Dispose();

    private void Learn()
    {
        for (int i = 0; i < _values.Length; i++)
        {
            if (!double.IsNaN(_values[i]))
            {
                _usual.Learn(_grid.PositionOf(i), _values[i]);
            }
        }
    }

    private void Score(ClipScores scores)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _surprises[i] = double.IsNaN(_values[i]) ? 0 : (float)_usual.Usual(_grid.PositionOf(i)).Surprise(_values[i]);
        }

        _smoother.Add(ExcessPool.Of(_surprises));
        scores.WithoutDelay.Add(_smoother.At(0));
        scores.Unsmoothed.Add(_smoother.Newest);
        _pending++;
        if (_pending > DelayedSmoother.DelayFrames)
        {
            scores.Raw.Add(_smoother.At(DelayedSmoother.DelayFrames));
            _pending = DelayedSmoother.DelayFrames;
        }
    }
}
