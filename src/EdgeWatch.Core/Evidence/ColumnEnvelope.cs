namespace EdgeWatch.Core.Evidence;

/// <summary>
/// The lowest and highest point of a curve in each column of pixels, so that a curve of any number of samples is drawn with
/// all its peaks.
/// </summary>
/// <param name="columns">Number of columns, at least 1.</param>
internal sealed class ColumnEnvelope(int columns)
{
    private readonly double[] _lowest = new double[columns];
    private readonly double[] _highest = new double[columns];

    /// <summary>Number of columns.</summary>
    public int Columns => columns;

    /// <summary>Forgets the curve.</summary>
    public void Clear()
    {
        _lowest.AsSpan().Fill(double.PositiveInfinity);
        _highest.AsSpan().Fill(double.NegativeInfinity);
    }

    /// <summary>Adds a straight piece of the curve; <paramref name="toX"/> is not less than <paramref name="fromX"/>.</summary>
    public void Add(double fromX, double fromY, double toX, double toY)
    {
        double width = toX - fromX;
        int first = Math.Clamp((int)fromX, 0, columns - 1);
        int last = Math.Clamp((int)toX, 0, columns - 1);
        for (int column = first; column <= last; column++)
        {
            double begin = Math.Clamp(column, fromX, toX);
            double end = Math.Clamp(column + 1, fromX, toX);
            Include(column, width > 0 ? double.Lerp(fromY, toY, (begin - fromX) / width) : fromY);
            Include(column, width > 0 ? double.Lerp(fromY, toY, (end - fromX) / width) : toY);
        }
    }

    /// <summary>The curve's extent in a column; false where there is none.</summary>
    public bool TryGet(int column, out double lowest, out double highest)
    {
        lowest = _lowest[column];
        highest = _highest[column];
        return lowest <= highest;
    }

    /// <summary>How much of a pixel row lies between two heights, 0–1.</summary>
    public static double Coverage(int row, double top, double bottom) =>
        Math.Clamp(Math.Min(row + 1, bottom) - Math.Max(row, top), 0, 1);

    private void Include(int column, double value)
    {
        _lowest[column] = Math.Min(_lowest[column], value);
        _highest[column] = Math.Max(_highest[column], value);
    }
}
