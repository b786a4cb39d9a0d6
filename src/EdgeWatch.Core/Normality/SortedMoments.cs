namespace EdgeWatch.Core.Normality;

/// <summary>
/// Values sorted into narrow bins, so that quantiles are known and the highest can be cut off: what a robust mean and variance need, in a
/// fixed amount of memory.
/// </summary>
public sealed class SortedMoments
{
    /// <summary>Width of a bin, in units of the values: a tenth of the spread of most kinds' block maxima.</summary>
    public const double BinWidth = 1.0 / 16;

    /// <summary>Bins: values from 0 to 8 are told apart, and pooled surprises are within that (e⁸ nats).</summary>
    public const int BinCount = 128;

    private readonly Moments[] _bins = new Moments[BinCount];

    /// <summary>Count, sum and squares of all values.</summary>
    public Moments All { get; private set; }

    /// <summary>Adds a value, where so many are remembered: past that, the oldest half fades first.</summary>
    public void Add(double value, double limit)
    {
        if (All.Count >= limit)
        {
            foreach (ref Moments bin in _bins.AsSpan())
            {
                bin *= 0.5;
            }

            All *= 0.5;
        }

        ref Moments its = ref _bins[BinOf(value)];
        its = its.With(value);
        All = All.With(value);
    }

    /// <summary>A quantile: the mean of the bin in which it lies; 0 without values.</summary>
    /// <param name="part">0–1.</param>
    /// <param name="from">What is in bins below that of this value is left out.</param>
    public double Quantile(double part, double from = 0)
    {
        double wanted = part * CountFrom(from);
        double below = 0;
        double last = 0;
        foreach (Moments bin in BinsFrom(from))
        {
            below += bin.Count;
            if (bin.Count > 0)
            {
                last = bin.Mean;
                if (below >= wanted)
                {
                    break;
                }
            }
        }

        return last;
    }

    /// <summary>How many values there are in the bin of one and above.</summary>
    public double CountFrom(double from)
    {
        double count = 0;
        foreach (Moments bin in BinsFrom(from))
        {
            count += bin.Count;
        }

        return count;
    }

    /// <summary>All values, those of bins above a limit as if they were at the limit.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="from">What is in bins below that of this value is left out.</param>
    public Moments CutOffAt(double limit, double from = 0)
    {
        Moments kept = default;
        foreach (Moments bin in BinsFrom(from))
        {
            kept += bin.Count > 0 && bin.Mean > limit ? new Moments(bin.Count, bin.Count * limit, bin.Count * limit * limit) : bin;
        }

        return kept;
    }

    /// <summary>Takes over the values of another, with the weight of so many at most.</summary>
    public void CopyFrom(SortedMoments other, double most)
    {
        ArgumentNullException.ThrowIfNull(other);
        double part = Math.Min(1, most / Math.Max(1, other.All.Count));
        All = other.All * part;
        for (int i = 0; i < BinCount; i++)
        {
            _bins[i] = other._bins[i] * part;
        }
    }

    /// <summary>Writes the values.</summary>
    public void Save(BinaryWriter writer) => Numbers.Save(writer, _bins);

    /// <summary>Replaces the values by saved ones.</summary>
    public void Restore(BinaryReader reader)
    {
        Numbers.Restore(reader, _bins);
        All = default;
        foreach (Moments bin in _bins)
        {
            All += bin;
        }
    }

    private ReadOnlySpan<Moments> BinsFrom(double value) => _bins.AsSpan(BinOf(value));

    private static int BinOf(double value) => (int)Math.Clamp(value / BinWidth, 0, BinCount - 1);
}
