using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.View;

/// <summary>
/// Holds a sample against the usual view, patch by patch: is the structure still there, has it gone, or is another one in its place?
/// Compared is by correlation, so that neither light nor contrast counts, and after the shift of a few pixels that fits best.
/// </summary>
/// <param name="grid">The patch grid.</param>
public sealed class ViewComparison(PatchGrid grid)
{
    /// <summary>Correlation above which a structure is the same: halfway between the same one, 1, and another, 0.</summary>
    public const float SameCorrelation = 0.5f;

    /// <summary>Patches with structure that are needed for a judgement: about a thing as large as a person.</summary>
    public const int LeastPatches = 12;

    /// <summary>
    /// Σ of squares over the blocks of a patch from which on it has structure: a deviation of a third of what is usual nearby.
    /// </summary>
    private const float LeastStructure = 2;

    /// <summary>Part of its squares that is left of a structure that has gone.</summary>
    private const float LostPart = 0.15f;

    /// <summary>
    /// Square of differences, in grey levels squared, from which on there is fine detail to lose and contrast to compare it with.
    /// </summary>
    private const float LeastDetail = 4;

    /// <summary>Rounding of pixels, in grey levels squared.</summary>
    private const float DetailOffset = 0.5f;

    /// <summary>Part that the fine detail has kept, against the contrast of the same place, where it is out of focus: an eighth of the
    /// squares, by which a blur of two pixels is told from light, haze and a lower bit rate.</summary>
    private const float BlurredPart = 0.125f;

    /// <summary>Share of the patches that are in place above which no shift is tried.</summary>
    private const double InPlace = 0.8;

    private readonly float[] _correlations = new float[grid.Count];
    private readonly float[] _shifted = new float[grid.Count];
    private readonly bool[] _isAffected = new bool[grid.Count];
    private readonly bool[] _isLeftOut = new bool[grid.Count];

    /// <summary>Patches that have structure in the usual view.</summary>
    public int Structured { get; private set; }

    /// <summary>Part of them that shows it still.</summary>
    public double Kept { get; private set; }

    /// <summary>Part of them that shows hardly any structure.</summary>
    public double Lost { get; private set; }

    /// <summary>Part of them that shows another one.</summary>
    public double Replaced => 1 - Kept - Lost;

    /// <summary>Part of the latter in which that was there in the sample before as well.</summary>
    public double Steady { get; private set; }

    /// <summary>Part of the patches with fine detail that have lost it while their contrast is there.</summary>
    public double Blurred { get; private set; }

    /// <summary>Whether patch <paramref name="index"/> has structure in the usual view and does not show it.</summary>
    public bool IsAffected(int index) => _isAffected[index];

    /// <summary>
    /// Leaves out patches in which the scene is not to be seen, and those beside them, whose structure is measured against theirs.
    /// </summary>
    /// <param name="isHidden">Whether it is so for each patch, row-major.</param>
    public void LeaveOut(ReadOnlySpan<bool> isHidden)
    {
        for (int i = 0; i < grid.Count; i++)
        {
            _isLeftOut[i] = false;
            foreach (int near in grid.Around(grid.PositionOf(i), reach: 1))
            {
                _isLeftOut[i] |= isHidden[near];
            }
        }
    }

    /// <summary>Compares.</summary>
    /// <param name="now">The sample.</param>
    /// <param name="before">The sample before it.</param>
    /// <param name="usual">The usual view.</param>
    public void Compare(ViewSample now, ViewSample before, ViewReference usual)
    {
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(usual);
        Correlate(now, usual);
        Judge(now, before, usual);
        FindBlur(now, usual);
    }

    /// <summary>Leaves the correlations at the shift at which most patches are in place; without one they count first.</summary>
    private void Correlate(ViewSample now, ViewReference usual)
    {
        int best = CorrelateShifted(now, usual, 0);
        _shifted.CopyTo(_correlations, 0);
        if (best > InPlace * Structured)
        {
            return;
        }

        for (int y = -ViewSample.Border; y <= ViewSample.Border; y++)
        {
            for (int x = -ViewSample.Border; x <= ViewSample.Border; x++)
            {
                int kept = CorrelateShifted(now, usual, (y * now.Stride) + x);
                if (kept > best)
                {
                    best = kept;
                    _shifted.CopyTo(_correlations, 0);
                }
            }
        }
    }

    /// <summary>Fills <see cref="_shifted"/>, −1 where there is no structure to compare, and counts patches in place.</summary>
    private int CorrelateShifted(ViewSample now, ViewReference usual, int shift)
    {
        int kept = 0;
        Structured = 0;
        for (int i = 0; i < grid.Count; i++)
        {
            int offset = now.OffsetOf(grid.PositionOf(i));
            Products products = Products.Of(now.Structure[(offset + shift)..], usual.Structure[offset..], now.Stride);
            bool isStructured = products.Second > LeastStructure && !_isLeftOut[i];
            _shifted[i] = isStructured ? products.Correlation : float.NaN;
            Structured += isStructured ? 1 : 0;
            kept += _shifted[i] > SameCorrelation ? 1 : 0;
        }

        return kept;
    }

    private void Judge(ViewSample now, ViewSample before, ViewReference usual)
    {
        (int kept, int lost, int steady) = (0, 0, 0);
        for (int i = 0; i < grid.Count; i++)
        {
            _isAffected[i] = _correlations[i] <= SameCorrelation;
            kept += _correlations[i] > SameCorrelation ? 1 : 0;
            if (_isAffected[i])
            {
                int offset = now.OffsetOf(grid.PositionOf(i));
                Products lately = Products.Of(now.Structure[offset..], before.Structure[offset..], now.Stride);
                Products usually = Products.Of(now.Structure[offset..], usual.Structure[offset..], now.Stride);
                bool isLost = lately.First < LostPart * usually.Second;
                lost += isLost ? 1 : 0;
                steady += !isLost && lately.Correlation > SameCorrelation ? 1 : 0;
            }
        }

        Kept = kept / (double)Math.Max(1, Structured);
        Lost = lost / (double)Math.Max(1, Structured);
        Steady = steady / (double)Math.Max(1, Structured - kept - lost);
    }

    private void FindBlur(ViewSample now, ViewReference usual)
    {
        (int sharp, int blurred) = (0, 0);
        for (int i = 0; i < grid.Count; i++)
        {
            float detail = usual.LastingDetail[i];
            if (detail < LeastDetail || usual.Contrast[i] < LeastDetail || _isLeftOut[i])
            {
                continue;
            }

            sharp++;
            float noise = Math.Max(0, usual.Detail[i] - detail);
            float detailKept = (Math.Max(0, now.Detail[i] - noise) + DetailOffset) / (detail + DetailOffset);
            float contrastKept = (now.Contrast[i] + DetailOffset) / (usual.Contrast[i] + DetailOffset);
            blurred += detailKept < BlurredPart * Math.Min(1, contrastKept) ? 1 : 0;
        }

        Blurred = sharp < LeastPatches ? 0 : blurred / (double)sharp;
    }

    /// <summary>Sums of products over the blocks of a patch.</summary>
    /// <param name="First">Squares of the one.</param>
    /// <param name="Second">Squares of the other.</param>
    /// <param name="Both">Of both.</param>
    private readonly record struct Products(float First, float Second, float Both)
    {
        /// <summary>−1–1; 0 where one is flat.</summary>
        public float Correlation => Both / MathF.Sqrt(Math.Max(First * Second, float.Epsilon));

        public static Products Of(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int stride)
        {
            (float a, float b, float both) = (0, 0, 0);
            for (int y = 0; y < ViewSample.BlocksPerPatch; y++)
            {
                ReadOnlySpan<float> rowA = first.Slice(y * stride, ViewSample.BlocksPerPatch);
                ReadOnlySpan<float> rowB = second.Slice(y * stride, ViewSample.BlocksPerPatch);
                for (int x = 0; x < ViewSample.BlocksPerPatch; x++)
                {
                    a += rowA[x] * rowA[x];
                    b += rowB[x] * rowB[x];
                    both += rowA[x] * rowB[x];
                }
            }

            return new Products(a, b, both);
        }
    }
}
