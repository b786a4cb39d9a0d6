using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Normality;

/// <summary>
/// What one quantity usually is in each row of patches (perspective makes the places of a row alike): a normal distribution from the row
/// and its neighbours, drawn towards the whole picture where there is little to go by, and that towards a weak prior.
/// </summary>
public sealed class RowStatistics
{
    /// <summary>Weight of the whole picture in a row, in values (from the measurements in the model's notes).</summary>
    public const double PicturePseudoCount = 50;

    /// <summary>Weight of the prior in the whole picture, in values.</summary>
    public const double PriorPseudoCount = 50;

    /// <summary>Values of a row that are remembered (some hours of a busy one): past this, its oldest half fades.</summary>
    public const double CountLimit = 200_000;

    /// <summary>Smallest standard deviation: differences below it are measurement noise.</summary>
    public const double MinimumDeviation = 0.1;

    private readonly Gaussian _prior;
    private readonly Moments[] _rows;
    private readonly Gaussian[] _usual;
    private bool _stale = true;

    /// <summary>Statistics that know nothing but the prior.</summary>
    /// <param name="rows">Patch rows.</param>
    /// <param name="prior">What the quantity is in any scene.</param>
    public RowStatistics(int rows, Gaussian prior)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        _prior = prior;
        _rows = new Moments[rows];
        _usual = new Gaussian[rows];
    }

    /// <summary>The values seen in each row.</summary>
    public ReadOnlySpan<Moments> Rows => _rows;

    /// <summary>Adds one value to the row of a place.</summary>
    public void Learn(PatchPosition position, double value)
    {
        _rows[position.Row] = _rows[position.Row].With(value, CountLimit);
        _stale = true;
    }

    /// <summary>What is usual in the row of a place.</summary>
    public Gaussian Usual(PatchPosition position)
    {
        if (_stale)
        {
            Summarise();
        }

        return _usual[position.Row];
    }

    /// <summary>Writes what was learned.</summary>
    public void Save(BinaryWriter writer) => Numbers.Save(writer, _rows);

    /// <summary>Replaces what was learned by what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Not as many rows as here.</exception>
    public void Restore(BinaryReader reader)
    {
        Numbers.Restore(reader, _rows);
        _stale = true;
    }

    private void Summarise()
    {
        Moments picture = Moments.Of(PriorPseudoCount, _prior);
        foreach (Moments row in _rows)
        {
            picture += row;
        }

        Moments shrinkage = picture * (PicturePseudoCount / picture.Count);
        for (int row = 0; row < _rows.Length; row++)
        {
            Moments around = shrinkage + _rows[row];
            around = row > 0 ? around + _rows[row - 1] : around;
            around = row < _rows.Length - 1 ? around + _rows[row + 1] : around;
            _usual[row] = new Gaussian(around.Mean, Math.Max(MinimumDeviation, Math.Sqrt(around.Variance)));
        }

        _stale = false;
    }
}
