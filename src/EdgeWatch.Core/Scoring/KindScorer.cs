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
    /// What a frame reaches at most by things that are not confirmed: a hundredth of a score below what is notable.
    /// </summary>
    public static readonly double Unconfirmed = BlockMaxima.VariateOf(Rarity.TimesPerDay(Rarity.OnceADay - 0.01));

    private readonly DelayedSmoother _whole = new();

    /// <summary>What normal frames reach.</summary>
    public ZonedMaxima Calibration { get; } = new(kind.PriorDeviation);

    /// <summary>
    /// Share of the camera's false alarms that this kind may make, above 0: with a tenth of them it reaches a score where alone it would
    /// reach one ten times as rare. <value>Default 1: there is no other kind.</value>
    /// </summary>
    public double Share { get; set; } = 1;

    /// <summary>The frames that are being smoothed, where alerts are wanted.</summary>
    public SmoothedPools Pools { get; } = new(kind);

    /// <summary>
    /// Adds the newest frame with all its places; where alerts are wanted from a part of the picture, before <see cref="Add"/>.
    /// </summary>
    /// <param name="surprises">Its patches' surprises in nats.</param>
    public void AddWhole(ReadOnlySpan<float> surprises) => _whole.Add(ExcessPool.Of(surprises));

    /// <summary>Adds the newest frame.</summary>
    /// <param name="surprises">Its patches' surprises in nats; 0 where no alerts are wanted.</param>
    /// <param name="isConfirmed">Which of them belong to things that are confirmed.</param>
    public void Add(ReadOnlySpan<float> surprises, ReadOnlySpan<bool> isConfirmed) => Pools.Add(surprises, isConfirmed);

    /// <summary>The frame of <paramref name="lag"/> frames ago by all of the picture, wherever alerts are wanted, smoothed.</summary>
    public double WholeAt(int lag) => Calibration.Zoned is null ? Pools.At(lag).All : _whole.At(lag);

    /// <summary>
    /// Score of what patches show together. What is said of things makes a frame notable by those of them alone that are
    /// confirmed, and orders it by all below that.
    /// </summary>
    public FrameScore ScoreOf(PooledSurprise pooled) =>
        FrameScore.Of(AsConfirmed(SharedVariateOf(pooled.All), SharedVariateOf(pooled.Confirmed)), kind);

    /// <summary>What is reached by all things, where it is notable only as far as those are confirmed that reach it.</summary>
    /// <param name="all">Variate by all of them.</param>
    /// <param name="confirmed">By those that are confirmed.</param>
    internal static double AsConfirmed(double all, double confirmed) => all > Unconfirmed ? Math.Max(Unconfirmed, confirmed) : all;

    /// <summary>
    /// Score of a single patch: that of a frame with a thing of <see cref="TypicalPatches"/> patches that are all like it.
    /// </summary>
    public FrameScore ScoreOfPatch(float surprise) =>
        FrameScore.Of(SharedVariateOf(ExcessPool.OfAlike(surprise, TypicalPatches)), kind);

    /// <summary>
    /// Takes the frame of <paramref name="lag"/> frames ago as normal; on approval: unless an alert follows, see <see cref="BlockMaxima"/>.
    /// </summary>
    public void Calibrate(int lag, TimeSpan duration, bool onApproval = false) =>
        Calibration.Observe(Pools.At(lag).All, WholeAt(lag), duration, onApproval);

    /// <summary>Forgets the frames that are being smoothed, for example after a gap in the stream.</summary>
    public void Clear()
    {
        Pools.Clear();
        _whole.Clear();
    }

    /// <summary>In the tail, a variate that is ln n greater is n times as rare.</summary>
    private double SharedVariateOf(double raw) => Calibration.InForce.Variate(raw) + Math.Log(Share);
}
