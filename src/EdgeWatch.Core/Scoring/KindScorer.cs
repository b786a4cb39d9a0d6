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

    /// <summary>Blocks of the whole picture that zones begin with at most: ten minutes, beside which an hour weighs much.</summary>
    private const double FirstBlocks = 120;

    private readonly SmoothedPools _pools = new(kind);
    private readonly DelayedSmoother _whole = new();

    /// <summary>What normal frames reach, all places of the picture taken together.</summary>
    public BlockMaxima Calibration { get; } = new(kind.PriorDeviation);

    /// <summary>What they reach where alerts are wanted; null where that is everywhere.</summary>
    public BlockMaxima? Zoned { get; private set; }

    /// <summary>
    /// Share of the camera's false alarms that this kind may make, above 0: with a tenth of them it reaches a score where alone it would
    /// reach one ten times as rare. <value>Default 1: there is no other kind.</value>
    /// </summary>
    public double Share { get; set; } = 1;

    /// <summary>
    /// Begins to tell what is reached where alerts are wanted from what is reached everywhere, and takes the latter for the former at
    /// first: it is never less. After an hour, seven eighths of what it goes by are its own.
    /// </summary>
    public void BeginZoned() => Zoned = Calibration.CopyOfLast(FirstBlocks);

    /// <summary>Alerts are wanted from everywhere.</summary>
    public void EndZoned() => Zoned = null;

    /// <summary>Adds the newest frame with all its places; where <see cref="Zoned"/> is, before <see cref="Add"/>.</summary>
    /// <param name="surprises">Its patches' surprises in nats.</param>
    public void AddWhole(ReadOnlySpan<float> surprises) => _whole.Add(ExcessPool.Of(surprises));

    /// <summary>Adds the newest frame.</summary>
    /// <param name="surprises">Its patches' surprises in nats; 0 where no alerts are wanted.</param>
    /// <param name="isConfirmed">Which of them belong to things that are confirmed.</param>
    public void Add(ReadOnlySpan<float> surprises, ReadOnlySpan<bool> isConfirmed) => _pools.Add(surprises, isConfirmed);

    /// <summary>Score of the frame of <paramref name="lag"/> frames ago.</summary>
    public FrameScore ScoreAt(int lag) => ScoreOf(_pools.At(lag));

    /// <summary>Score of the newest frame by itself: what smoothing starts from.</summary>
    public FrameScore UnsmoothedScore() => ScoreOf(_pools.Newest);

    /// <summary>
    /// Score of what patches show together. What is said of things makes a frame notable by those of them alone that are
    /// confirmed, and orders it by all below that.
    /// </summary>
    public FrameScore ScoreOf(PooledSurprise pooled)
    {
        double variate = VariateOf(pooled.All);
        return FrameScore.Of(variate > Unconfirmed ? Math.Max(Unconfirmed, VariateOf(pooled.Confirmed)) : variate, kind);
    }

    /// <summary>
    /// Score of a single patch: that of a frame with a thing of <see cref="TypicalPatches"/> patches that are all like it.
    /// </summary>
    public FrameScore ScoreOfPatch(float surprise) =>
        FrameScore.Of(VariateOf(ExcessPool.OfAlike(surprise, TypicalPatches)), kind);

    /// <summary>
    /// Takes the frame of <paramref name="lag"/> frames ago as normal; on approval: unless an alert follows, see <see cref="BlockMaxima"/>.
    /// </summary>
    public void Calibrate(int lag, TimeSpan duration, bool onApproval = false)
    {
        double counting = _pools.At(lag).All;
        Calibration.Observe(Zoned is null ? counting : _whole.At(lag), duration, onApproval);
        Zoned?.Observe(counting, duration, onApproval);
    }

    /// <summary>Something unusual has begun: the last seconds are not calibrated by.</summary>
    public void Withdraw()
    {
        Calibration.Withdraw();
        Zoned?.Withdraw();
    }

    /// <summary>Forgets the frames that are being smoothed, for example after a gap in the stream.</summary>
    public void Clear()
    {
        _pools.Clear();
        _whole.Clear();
    }

    /// <summary>In the tail, a variate that is ln n greater is n times as rare.</summary>
    private double VariateOf(double raw) => (Zoned ?? Calibration).Variate(raw) + Math.Log(Share);
}
