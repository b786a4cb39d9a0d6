using EdgeWatch.Core.Events;

namespace EdgeWatch.Core.Scoring;

/// <summary>Turns the surprises of one kind into calibrated scores of frames and of patches.</summary>
/// <param name="kind">The kind.</param>
/// <param name="pooledPatches">Over how many of the most surprising patches a frame's value is averaged.</param>
/// <param name="priorDeviation">Spread of a frame's block maxima to assume at first, in nats.</param>
public sealed class KindScorer(ReasonKind kind, int pooledPatches, double priorDeviation)
{
    private readonly TopPatches _pool = new(pooledPatches);
    private readonly CausalSmoother _smoother = new();

    /// <summary>What normal frames reach.</summary>
    public BlockMaxima Calibration { get; } = new(priorDeviation);

    /// <summary>Adds the newest frame.</summary>
    public void Add(ReadOnlySpan<float> surprises) => _smoother.Add(_pool.Pool(surprises));

    /// <summary>Score of the frame of <paramref name="lag"/> frames ago.</summary>
    public FrameScore ScoreAt(int lag) => FrameScore.Of(Calibration.Variate(_smoother.At(lag)), kind);

    /// <summary>Score of the newest frame by itself: what smoothing starts from.</summary>
    public FrameScore UnsmoothedScore() => FrameScore.Of(Calibration.Variate(_smoother.Newest), kind);

    /// <summary>Score of a single patch: that of a frame whose most surprising patches are all like it.</summary>
    public FrameScore ScoreOfPatch(float surprise) => FrameScore.Of(Calibration.Variate(surprise), kind);

    /// <summary>Takes the frame of <paramref name="lag"/> frames ago as normal.</summary>
    public void Calibrate(int lag, TimeSpan duration) => Calibration.Observe(_smoother.At(lag), duration);

    /// <summary>Forgets the frames that are being smoothed, for example after a gap in the stream.</summary>
    public void Clear() => _smoother.Clear();
}
