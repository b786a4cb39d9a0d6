using EdgeWatch.Core.Normality;

namespace EdgeWatch.Core.Scoring;

/// <summary>Turns the surprises of one kind into calibrated scores of frames and of patches.</summary>
public sealed class KindScorer(Kind kind)
{
    /// <summary>Patches that something of interest covers: a patch is scored as if there were so many like it.</summary>
    public const int TypicalPatches = 6;

    /// <summary>Reduced variate from which on a frame is notable: what is expected once a day.</summary>
    public static readonly double Notable = BlockMaxima.VariateOf(timesPerDay: 1);

    /// <summary>
    /// What a frame reaches at most by things that have not been followed for a while: a hundredth of a score below what is notable.
    /// </summary>
    public static readonly double Unconfirmed = BlockMaxima.VariateOf(Rarity.TimesPerDay(Rarity.OnceADay - 0.01));

    private readonly DelayedSmoother _all = new();
    private readonly DelayedSmoother _followed = new();

    /// <summary>What normal frames reach.</summary>
    public BlockMaxima Calibration { get; } = new(kind.PriorDeviation);

    /// <summary>
    /// Share of the camera's false alarms that this kind may make, above 0: with a tenth of them it reaches a score where alone it would
    /// reach one ten times as rare. <value>Default 1: there is no other kind.</value>
    /// </summary>
    public double Share { get; set; } = 1;

    /// <summary>Adds the newest frame.</summary>
    /// <param name="surprises">Its patches' surprises in nats.</param>
    /// <param name="isFollowed">Which of them belong to things that have been followed for a while.</param>
    public void Add(ReadOnlySpan<float> surprises, ReadOnlySpan<bool> isFollowed)
    {
        _all.Add(ExcessPool.Of(surprises));
        _followed.Add(ExcessPool.Of(surprises, kind.IsOfThings ? isFollowed : default));
    }

    /// <summary>
    /// Score of the frame of <paramref name="lag"/> frames ago. What is said of things makes a frame notable by those of them alone that
    /// have been followed for a while, and orders it by all below that.
    /// </summary>
    public FrameScore ScoreAt(int lag) => Of(_all.At(lag), _followed.At(lag));

    /// <summary>Score of the newest frame by itself: what smoothing starts from.</summary>
    public FrameScore UnsmoothedScore() => Of(_all.Newest, _followed.Newest);

    /// <summary>
    /// Score of a single patch: that of a frame with a thing of <see cref="TypicalPatches"/> patches that are all like it.
    /// </summary>
    public FrameScore ScoreOfPatch(float surprise) =>
        FrameScore.Of(VariateOf(ExcessPool.OfAlike(surprise, TypicalPatches)), kind);

    /// <summary>
    /// Takes the frame of <paramref name="lag"/> frames ago as normal; on approval: unless an alert follows, see <see cref="BlockMaxima"/>.
    /// </summary>
    public void Calibrate(int lag, TimeSpan duration, bool onApproval = false) =>
        Calibration.Observe(_all.At(lag), duration, onApproval);

    /// <summary>Forgets the frames that are being smoothed, for example after a gap in the stream.</summary>
    public void Clear()
    {
        _all.Clear();
        _followed.Clear();
    }

    private FrameScore Of(double all, double followed)
    {
        double variate = VariateOf(all);
        return FrameScore.Of(variate > Unconfirmed ? Math.Max(Unconfirmed, VariateOf(followed)) : variate, kind);
    }

    /// <summary>In the tail, a variate that is ln n greater is n times as rare.</summary>
    private double VariateOf(double raw) => Calibration.Variate(raw) + Math.Log(Share);
}
