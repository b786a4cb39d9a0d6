using EdgeWatch.Core.Normality;

namespace EdgeWatch.Core.Scoring;

/// <summary>
/// Calibrates a raw score: the maxima of normal video over blocks of <see cref="BlockLength"/> follow a Gumbel distribution (the limit
/// law for maxima of light-tailed values), fitted by its mean and variance, which a few minutes of video give already. Something odd in the
/// learning time must not set the spread: what is far above the middle in less than a tenth of the blocks is cut off. Nor must quiet hours:
/// there is a least spread, and blocks in which something was surprising at all have a law of their own.
/// </summary>
/// <remarks>
/// Quiet blocks say how often anything is surprising, and nothing about how surprising it is then. A law of all blocks narrows with every
/// hour of a night, until the first who stands for a while in the morning is the event of a year. So what is reached is held against the
/// law of the other blocks, too, which are a part p of all and make it ln 1/p rarer (a hurdle model: Mullahy, Specification and testing of
/// some modified count data models, Journal of Econometrics 33, 1986), and is as usual as the law says by which it is more so.
/// </remarks>
public sealed class BlockMaxima
{
    /// <summary>Long against the passing of a person, short enough for a few dozen blocks in a short learning time.</summary>
    public static readonly TimeSpan BlockLength = TimeSpan.FromSeconds(5);

    /// <summary>Blocks that are remembered: past this, counts are halved (a week).</summary>
    public const double BlockLimit = 120_960;

    /// <summary>
    /// Weight of the prior spread, in blocks: keeps a handful of alike blocks from making everything else look impossible.
    /// </summary>
    public const double PriorBlocks = 10;

    /// <summary>
    /// Least spread, in units of the raw score, or <see cref="LeastPartOfPrior"/> where that is less. Where hardly anything stands out for
    /// hours (an empty yard, a square where all walk alike) the spread would shrink with every block, until the first who walks a little
    /// faster were the event of a year. How wide a prior is says how little is known at first, not how much has to happen at a place that
    /// has been still for half an hour.
    /// </summary>
    public const double LeastDeviation = 0.25;

    /// <summary>Least spread as a part of the prior one, for kinds that are spread less than others in any scene.</summary>
    public const double LeastPartOfPrior = 0.5;

    /// <summary>
    /// Part of the blocks that may be cut off: something odd in a twentieth of the learning time is in up to a tenth of its blocks. What is
    /// in more of them is a busy hour, not an accident.
    /// </summary>
    public const double LargestPartCutOff = 0.1;

    /// <summary>A block whose maximum is below this is quiet: nothing in it was surprising, or next to nothing.</summary>
    public const double Quiet = SortedMoments.BinWidth;

    /// <summary>
    /// So many blocks that are not quiet say by themselves what is too high for one of them: eight minutes, in which something odd is a
    /// few. With fewer, what is odd at a quiet place would be most of them, and nothing of it would be cut off.
    /// </summary>
    private const double LivelyBlocksToGoBy = 100;

    /// <summary>
    /// Blocks that are assumed besides those that were seen, half of them quiet (Krichevsky and Trofimov, The performance of universal
    /// encoding, 1981): where all that were seen were quiet, others are rare and not impossible.
    /// </summary>
    private const double AssumedBlocks = 1;

    /// <summary>Scales of a Gumbel distribution from its lower quartile to its median: ln ln 4 − ln ln 2 = ln 2.</summary>
    private const double ScalesFromQuartile = 0.69314718055994531;

    private const double EulerGamma = 0.57721566490153286;

    private readonly double _priorDeviation;
    private readonly SortedMoments _blocks = new();
    private (Law All, Law Lively)? _fit;
    private TimeSpan _inBlock;
    private double _blockMaximum = double.NegativeInfinity;
    private double? _onApproval;

    /// <summary>A calibration without any block.</summary>
    /// <param name="priorDeviation">Spread of block maxima to assume at first, in units of the raw score.</param>
    public BlockMaxima(double priorDeviation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(priorDeviation);
        _priorDeviation = priorDeviation;
    }

    /// <summary>Count, sum and squares of the block maxima so far, for saving.</summary>
    public Moments Blocks => _blocks.All;

    private static double BlocksPerDay => TimeSpan.FromDays(1) / BlockLength;

    /// <summary>Adds one raw score of normal video.</summary>
    /// <param name="raw">The score.</param>
    /// <param name="duration">Time that it stands for.</param>
    /// <param name="onApproval">
    /// Whether it may yet turn out to belong to something unusual. Its block then counts only when the next one is over, too, without
    /// <see cref="Withdraw"/>: a rise takes a second or two to become an alert, and after a short learning time a single block with its
    /// beginning doubles the spread, so that the rest of it would pass for usual.
    /// </param>
    public void Observe(double raw, TimeSpan duration, bool onApproval = false)
    {
        _blockMaximum = Math.Max(_blockMaximum, raw);
        _inBlock += duration;
        if (_inBlock < BlockLength)
        {
            return;
        }

        Approve();
        _onApproval = _blockMaximum;
        BeginBlock();
        if (!onApproval)
        {
            Approve();
        }
    }

    /// <summary>Something unusual has begun: takes back the block that is not over, and the one before if it is on approval.</summary>
    public void Withdraw()
    {
        _onApproval = null;
        BeginBlock();
    }

    /// <summary>
    /// The reduced variate (raw − location) / scale: what orders frames, without bounds. 0 is the most likely maximum of a block.
    /// </summary>
    public double Variate(double raw)
    {
        (Law all, Law lively) = _fit ??= Fit();
        return Math.Min(all.Variate(raw), lively.Variate(raw));
    }

    /// <summary>How many blocks of a day of normal video are expected to reach a reduced variate.</summary>
    public static double TimesPerDay(double variate)
    {
        // 1 − exp(−e^−x), which is e^−x itself where that is small.
        double rate = Math.Exp(-variate);
        return BlocksPerDay * (rate < 1e-6 ? rate : 1 - Math.Exp(-rate));
    }

    /// <summary>The reduced variate that so many blocks of a day of normal video are expected to reach.</summary>
    /// <param name="timesPerDay">Above 0, below the number of blocks of a day.</param>
    public static double VariateOf(double timesPerDay) => -Math.Log(-Math.Log(1 - (timesPerDay / BlocksPerDay)));

    /// <summary>Another one that has seen the like, with the weight of so many blocks at most.</summary>
    public BlockMaxima CopyOfLast(double mostBlocks)
    {
        BlockMaxima copy = new(_priorDeviation);
        copy._blocks.CopyFrom(_blocks, mostBlocks);
        return copy;
    }

    /// <summary>Writes what was learned.</summary>
    public void Save(BinaryWriter writer) => _blocks.Save(writer);

    /// <summary>Replaces what was learned by what <see cref="Save"/> wrote.</summary>
    public void Restore(BinaryReader reader)
    {
        _blocks.Restore(reader);
        _fit = null;
        Withdraw();
    }

    private void BeginBlock()
    {
        _inBlock = TimeSpan.Zero;
        _blockMaximum = double.NegativeInfinity;
    }

    private void Approve()
    {
        if (_onApproval is { } maximum)
        {
            _blocks.Add(maximum, BlockLimit);
            (_onApproval, _fit) = (null, null);
        }
    }

    private (Law All, Law Lively) Fit()
    {
        Law all = LawOf(_blocks.CutOffAt(LimitOf(from: 0)), _priorDeviation * _priorDeviation);
        Moments lively = _blocks.CutOffAt(LimitOf(_blocks.CountFrom(Quiet) < LivelyBlocksToGoBy ? 0 : Quiet), Quiet);
        double part = (lively.Count + (AssumedBlocks / 2)) / (Blocks.Count + AssumedBlocks);
        return (all, LawOf(lively, all.Variance) with { Rarer = -Math.Log(part) });
    }

    /// <summary>
    /// Cut off is what belongs to the highest tenth and is higher than the highest of so many blocks would be, which lies about ln n scales
    /// above the median, with the scale from the median and the lower quartile.
    /// </summary>
    /// <param name="from">Of blocks whose maximum is this or more.</param>
    private double LimitOf(double from)
    {
        double median = _blocks.Quantile(0.5, from);
        double quartile = _blocks.Quantile(0.25, from);
        double spread = Math.Max((median - quartile) / ScalesFromQuartile, ScaleOf(_priorDeviation * _priorDeviation));
        double highest = median + (Math.Log(Math.Max(1, _blocks.CountFrom(from))) * spread);
        return Math.Max(highest, _blocks.Quantile(1 - LargestPartCutOff, from));
    }

    /// <summary>Gumbel by moments: variance = π²/6 · scale², mean = location + γ · scale.</summary>
    /// <param name="blocks">Of these maxima.</param>
    /// <param name="priorVariance">Their variance as far as they do not say.</param>
    private Law LawOf(Moments blocks, double priorVariance)
    {
        double count = blocks.Count;
        double mean = count > 0 ? blocks.Mean : 0;
        double variance = (((count > 0 ? blocks.Variance : 0) * count) + (PriorBlocks * priorVariance)) / (count + PriorBlocks);
        double least = Math.Min(LeastDeviation, LeastPartOfPrior * _priorDeviation);
        double scale = ScaleOf(Math.Max(variance, least * least));
        return new Law(mean - (EulerGamma * scale), scale);
    }

    private static double ScaleOf(double variance) => Math.Sqrt(6 * variance) / Math.PI;

    /// <summary>A Gumbel distribution of the maxima of some blocks.</summary>
    /// <param name="Location">The most likely maximum.</param>
    /// <param name="Scale">Its scale.</param>
    private readonly record struct Law(double Location, double Scale)
    {
        /// <summary>How much rarer the tail is because there are other blocks besides, as a logarithm.</summary>
        public double Rarer { get; init; }

        public double Variance => Math.PI * Math.PI / 6 * Scale * Scale;

        public double Variate(double raw) => ((raw - Location) / Scale) + Rarer;
    }
}
