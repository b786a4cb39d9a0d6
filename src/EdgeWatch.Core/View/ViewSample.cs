using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.View;

/// <summary>
/// What is measured of one picture: its structure, which light leaves as it is, at a quarter of the resolution; its fine detail and its
/// coarse contrast by patch; its brightness; and how far it differs from the picture of the sample before.
/// </summary>
public sealed class ViewSample
{
    /// <summary>Side of a block in pixels: structure is of means of blocks, which hide noise and shifts of a pixel.</summary>
    public const int BlockSize = 4;

    /// <summary>Blocks along a side of a patch.</summary>
    public const int BlocksPerPatch = PatchGrid.PatchSize / BlockSize;

    /// <summary>Blocks by which a picture may be shifted against another to be compared: a camera that shakes by 8 pixels.</summary>
    public const int Border = 2;

    /// <summary>
    /// Grey levels that are added to the local deviation of blocks: what differs by less is hardly structure but noise.
    /// </summary>
    private const float NoiseDeviation = 4;

    /// <summary>Part of the blocks that are brighter than what is called the brightest: a lamp or a clock in a black picture.</summary>
    private const double BrighterPart = 0.05;

    private readonly PatchGrid _grid;
    private readonly float[] _blocks;
    private readonly float[] _structure;
    private readonly double[] _sums;
    private readonly double[] _squares;
    private readonly int[] _histogram = new int[byte.MaxValue + 1];
    private readonly float[] _detail;
    private readonly float[] _lastingDetail;
    private readonly float[] _means;
    private readonly float[] _contrast;

    /// <summary>A sample of nothing yet.</summary>
    public ViewSample(PatchGrid grid)
    {
        _grid = grid;
        Rows = grid.Rows * BlocksPerPatch;
        Columns = grid.Columns * BlocksPerPatch;
        Stride = Columns + (2 * Border);
        _blocks = new float[Rows * Columns];
        _structure = new float[Stride * (Rows + (2 * Border))];
        _sums = new double[(Rows + 1) * (Columns + 1)];
        _squares = new double[(Rows + 1) * (Columns + 1)];
        _detail = new float[grid.Count];
        _lastingDetail = new float[grid.Count];
        _means = new float[grid.Count];
        _contrast = new float[grid.Count];
    }

    /// <summary>Blocks from top to bottom.</summary>
    public int Rows { get; }

    /// <summary>Blocks from left to right.</summary>
    public int Columns { get; }

    /// <summary>Values from one row of <see cref="Structure"/> to the next.</summary>
    public int Stride { get; }

    /// <summary>
    /// How far each block is from the mean of the 5 × 5 around it, in their deviations, about −2–2, with a border of zeros of
    /// <see cref="Border"/> on all sides.
    /// </summary>
    public ReadOnlySpan<float> Structure => _structure;

    /// <summary>Mean square of the differences between neighbouring pixels by patch, noise included, in grey levels squared.</summary>
    public ReadOnlySpan<float> Detail => _detail;

    /// <summary>The part of it that the sample before has too: what is there, without noise and what moves.</summary>
    public ReadOnlySpan<float> LastingDetail => _lastingDetail;

    /// <summary>
    /// Squares of the differences between the mean of a patch and those beside and above it, in grey levels squared: a contrast that no
    /// blur of less than a patch takes away.
    /// </summary>
    public ReadOnlySpan<float> Contrast => _contrast;

    /// <summary>Mean grey level, 0–255.</summary>
    public double Mean { get; private set; }

    /// <summary>Grey level that one block in twenty exceeds, 0–255.</summary>
    public int Brightest { get; private set; }

    /// <summary>Mean absolute difference from the picture of the sample before, in grey levels.</summary>
    public double Difference { get; private set; }

    /// <summary>Part of the patches in which there is no difference at all, 0–1.</summary>
    public double StillPart { get; private set; }

    /// <summary>Measures a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="before">That of the sample before.</param>
    /// <param name="isHidden">
    /// Patches in which the scene is not to be seen: they count for nothing that is said of the whole. Empty: all are seen.
    /// </param>
    public void Measure(LumaPlane picture, LumaPlane before, ReadOnlySpan<bool> isHidden = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(before);
        FillBlocks(picture, isHidden);
        FillStructure();
        double difference = 0;
        int still = 0;
        int seen = 0;
        for (int i = 0; i < _grid.Count; i++)
        {
            PatchPosition position = _grid.PositionOf(i);
            int offset = picture.Offset(position.Column * PatchGrid.PatchSize, position.Row * PatchGrid.PatchSize);
            int sum = SumOfAbsoluteDifferences.Of16x16(
                picture.Padded[offset..], picture.Stride, before.Padded[offset..], before.Stride);
            if (isHidden.IsEmpty || !isHidden[i])
            {
                seen++;
                difference += sum;
                still += sum == 0 ? 1 : 0;
            }

            FillDetail(i, picture.Padded[offset..], before.Padded[offset..], picture.Stride);
            _means[i] = MeanOf(position);
        }

        FillContrasts();

        seen = Math.Max(1, seen);
        Difference = difference / (seen * PatchGrid.PatchPixels);
        StillPart = still / (double)seen;
    }

    /// <summary>Index of the first block of a patch in <see cref="Structure"/>.</summary>
    public int OffsetOf(PatchPosition position) =>
        (((position.Row * BlocksPerPatch) + Border) * Stride) + (position.Column * BlocksPerPatch) + Border;

    private void FillBlocks(LumaPlane picture, ReadOnlySpan<bool> isHidden)
    {
        Array.Clear(_histogram);
        double sum = 0;
        int seen = 0;
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                int total = 0;
                for (int y = 0; y < BlockSize; y++)
                {
                    ReadOnlySpan<byte> pixels = picture.Row((row * BlockSize) + y).Slice(column * BlockSize, BlockSize);
                    total += pixels[0] + pixels[1] + pixels[2] + pixels[3];
                }

                float mean = total / (float)(BlockSize * BlockSize);
                _blocks[(row * Columns) + column] = mean;
                if (isHidden.IsEmpty || !isHidden[(row / BlocksPerPatch * _grid.Columns) + (column / BlocksPerPatch)])
                {
                    seen++;
                    _histogram[(int)mean]++;
                    sum += mean;
                }
            }
        }

        Mean = sum / Math.Max(1, seen);
        Brightest = FindBrightest(seen);
    }

    private int FindBrightest(int blocks)
    {
        int left = (int)(BrighterPart * blocks);
        int level = byte.MaxValue;
        while (level > 0 && (left -= _histogram[level]) >= 0)
        {
            level--;
        }

        return level;
    }

    /// <summary>Means and deviations by summed tables (Crow, 1984).</summary>
    private void FillStructure()
    {
        int stride = Columns + 1;
        for (int row = 0; row < Rows; row++)
        {
            (double sum, double square) = (0, 0);
            for (int column = 0; column < Columns; column++)
            {
                float block = _blocks[(row * Columns) + column];
                sum += block;
                square += block * block;
                int below = ((row + 1) * stride) + column + 1;
                _sums[below] = _sums[below - stride] + sum;
                _squares[below] = _squares[below - stride] + square;
            }
        }

        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                _structure[((row + Border) * Stride) + column + Border] = StructureOf(row, column, stride);
            }
        }
    }

    private float StructureOf(int row, int column, int stride)
    {
        const int Reach = 2;
        (int top, int bottom) = (Math.Max(0, row - Reach) * stride, Math.Min(Rows, row + Reach + 1) * stride);
        (int left, int right) = (Math.Max(0, column - Reach), Math.Min(Columns, column + Reach + 1));
        double count = (bottom - top) / stride * (right - left);
        double mean = (_sums[bottom + right] - _sums[bottom + left] - _sums[top + right] + _sums[top + left]) / count;
        double square = (_squares[bottom + right] - _squares[bottom + left] - _squares[top + right] + _squares[top + left]) / count;
        double deviation = Math.Sqrt(Math.Max(0, square - (mean * mean)));
        return (float)((_blocks[(row * Columns) + column] - mean) / (deviation + NoiseDeviation));
    }

    private void FillDetail(int index, ReadOnlySpan<byte> now, ReadOnlySpan<byte> before, int stride)
    {
        (int square, int product) = (0, 0);
        for (int y = 0; y < PatchGrid.PatchSize; y++)
        {
            ReadOnlySpan<byte> a = now.Slice(y * stride, PatchGrid.PatchSize + 1);
            ReadOnlySpan<byte> b = before.Slice(y * stride, PatchGrid.PatchSize + 1);
            ReadOnlySpan<byte> nextA = now.Slice((y + 1) * stride, PatchGrid.PatchSize);
            ReadOnlySpan<byte> nextB = before.Slice((y + 1) * stride, PatchGrid.PatchSize);
            for (int x = 0; x < PatchGrid.PatchSize; x++)
            {
                int right = a[x + 1] - a[x];
                int down = nextA[x] - a[x];
                square += (right * right) + (down * down);
                product += (right * (b[x + 1] - b[x])) + (down * (nextB[x] - b[x]));
            }
        }

        _detail[index] = square / (float)PatchGrid.PatchPixels;
        _lastingDetail[index] = Math.Max(0, product / (float)PatchGrid.PatchPixels);
    }

    private void FillContrasts()
    {
        for (int i = 0; i < _grid.Count; i++)
        {
            PatchPosition position = _grid.PositionOf(i);
            float aside = _means[i] - _means[position.Column > 0 ? i - 1 : Math.Min(i + 1, _grid.Count - 1)];
            float above = _means[i] - _means[position.Row > 0 ? i - _grid.Columns : Math.Min(i + _grid.Columns, _grid.Count - 1)];
            _contrast[i] = (aside * aside) + (above * above);
        }
    }

    private float MeanOf(PatchPosition position)
    {
        float sum = 0;
        for (int y = position.Row * BlocksPerPatch; y < (position.Row + 1) * BlocksPerPatch; y++)
        {
            foreach (float block in _blocks.AsSpan((y * Columns) + (position.Column * BlocksPerPatch), BlocksPerPatch))
            {
                sum += block;
            }
        }

        return sum / (BlocksPerPatch * BlocksPerPatch);
    }
}
