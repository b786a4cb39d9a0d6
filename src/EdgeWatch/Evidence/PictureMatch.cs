using EdgeWatch.Core.Frames;

namespace EdgeWatch.Evidence;

/// <summary>
/// Says how much larger pictures look like a small one, whatever range of brightness either has: by the correlation of their luma, the
/// larger one reduced to the size of the small one. Not for two threads at a time.
/// </summary>
/// <param name="small">The small picture; held by the caller.</param>
/// <param name="size">Size of the others, at least that of the small one.</param>
internal sealed class PictureMatch(Frame small, FrameSize size)
{
    /// <summary>How far the shapes of two pictures may differ that show the same: the small one has an even number of columns.</summary>
    private const double SameShape = 0.01;

    private readonly int[] _columns = Starts(small.Size.Width, size.Width);
    private readonly int[] _rows = Starts(small.Size.Height, size.Height);
    private readonly int[] _sums = new int[size.Width];

    /// <summary>Whether a picture of this size can show the same as the small one, and more of it.</summary>
    public bool IsLarger => size.Height > small.Size.Height && size.Width > small.Size.Width
        && Math.Abs(((double)size.Width * small.Size.Height / ((double)size.Height * small.Size.Width)) - 1) < SameShape;

    /// <summary>
    /// The likeness of a picture: 1 where it is the same, 0 where it has nothing in common, or where either is of one grey.
    /// </summary>
    public double Of(Frame large)
    {
        Correlation correlation = default;
        ReadOnlySpan<byte> luma = small.Luma;
        for (int y = 0; y < small.Size.Height; y++)
        {
            SumRows(large.Luma, _rows[y], _rows[y + 1]);
            for (int x = 0; x < small.Size.Width; x++)
            {
                int sum = 0;
                foreach (int column in _sums.AsSpan(_columns[x].._columns[x + 1]))
                {
                    sum += column;
                }

                int pixels = (_columns[x + 1] - _columns[x]) * (_rows[y + 1] - _rows[y]);
                correlation.Add(luma[(y * small.Size.Width) + x], (double)sum / pixels);
            }
        }

        return correlation.Value;
    }

    /// <summary>Where each of the small picture's rows or columns begins in the large one, and where the last one ends.</summary>
    private static int[] Starts(int count, int length) =>
        [.. Enumerable.Range(0, count + 1).Select(i => (int)((long)i * length / count))];

    private void SumRows(ReadOnlySpan<byte> luma, int from, int to)
    {
        Array.Clear(_sums);
        for (int y = from; y < to; y++)
        {
            ReadOnlySpan<byte> row = luma.Slice(y * size.Width, size.Width);
            for (int x = 0; x < row.Length; x++)
            {
                _sums[x] += row[x];
            }
        }
    }

    /// <summary>Pearson's, of pairs that come one after the other.</summary>
    private struct Correlation
    {
        private double _count;
        private double _sumA;
        private double _sumB;
        private double _sumAA;
        private double _sumBB;
        private double _sumAB;

        public readonly double Value
        {
            get
            {
                double varianceA = (_sumAA * _count) - (_sumA * _sumA);
                double varianceB = (_sumBB * _count) - (_sumB * _sumB);
                return varianceA <= 0 || varianceB <= 0 ? 0 : ((_sumAB * _count) - (_sumA * _sumB)) / Math.Sqrt(varianceA * varianceB);
            }
        }

        public void Add(double a, double b)
        {
            _count++;
            _sumA += a;
            _sumB += b;
            _sumAA += a * a;
            _sumBB += b * b;
            _sumAB += a * b;
        }
    }
}
