using EdgeWatch.Core.Normality;

namespace EdgeWatch.Core.Scoring;

/// <summary>Turns the surprises of one kind into calibrated scores of frames and of patches.</summary>
public sealed class KindScorer(Kind kind)
{
    /// <summary>Patches that something of interest covers: a patch is scored as if there were so many like it.</summary>
    public const int TypicalPatches = 6;

    private readonly DelayedSmoother _smoother = new();

    /// <summary>What normal frames reach.</summary>
    public BlockMaxima Calibration { get; } = new(kind.PriorDeviation);

    /// <summary>
    /// Share of the camera's false alarms that this kind may make, above 0: with a tenth of them it reaches a score where alone it would
    /// reach one ten times as rare. <value>Default 1: there is no other kind.</value>
    /// </summary>
    public double Share { get; set; } = 1;

    /// <summary>Adds the newest frame.</summary>
    public void Add(ReadOnlySpan<float> surprises) => _smoother.Add(ExcessPool.Of(surprises));

    /// <summary>Score of the frame of <paramref name="lag"/> frames ago.</summary>
    public FrameScore ScoreAt(int lag) => Of(_smoother.At(lag));

    /// <summary>Score of the newest frame by itself: what smoothing starts from.</summary>
    public FrameScore UnsmoothedScore() => Of(_smoother.Newest);

    /// <summary>
    /// Score of a single patch: that of a frame with a thing of <see cref="TypicalPatches"/> patches that are all like it.
    /// </summary>
    public FrameScore ScoreOfPatch(float surprise) =>
        Of(ExcessPool.OfAlike(surprise, TypicalPatches));

    /// <summary>
    /// Takes the frame of <paramref name="lag"/> frames ago as normal; on approval: unless an alert follows, see <see cref="BlockMaxima"/>.
    /// </summary>
    public void Calibrate(int lag, TimeSpan duration, bool onApproval = false) =>
        Calibration.Observe(_smoother.At(lag), duration, onApproval);

    /// <summary>Forgets the frames that are being smoothed, for example after a gap in the stream.</summary>
    public void Clear() => _smoother.Clear();

    /// <summary>In the tail, a variate that is ln n greater is n times as rare.</summary>
    private FrameScore Of(double raw) => FrameScore.Of(Calibration.Variate(raw) + Math.Log(Share), kind);
}
