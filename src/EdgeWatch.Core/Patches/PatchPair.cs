using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Patches;

/// <summary>One place in two pictures: how light it is, how much structure it has in each, and how much of that they share.</summary>
/// <param name="MeanNow">Mean of its pixels in the one picture, in grey levels.</param>
/// <param name="MeanBefore">The same in the other.</param>
/// <param name="VarianceNow">Variance of its pixels in the one picture, in grey levels squared.</param>
/// <param name="VarianceBefore">The same in the other.</param>
/// <param name="Covariance">Their covariance, in grey levels squared.</param>
/// <param name="SlopeNow">How its pixels rise across the one picture.</param>
/// <param name="SlopeBefore">The same in the other.</param>
public readonly record struct PatchPair(
    double MeanNow,
    double MeanBefore,
    double VarianceNow,
    double VarianceBefore,
    double Covariance,
    PatchSlope SlopeNow,
    PatchSlope SlopeBefore)
{
    /// <summary>
    /// Correlation from which on the structure is the same: light explains two thirds of the variance. What light does to a patch is nearly
    /// a gain and an offset, which leave the correlation at 1; two different things have 0, give or take 0.3.
    /// </summary>
    public const double SameCorrelation = 0.8;

    /// <summary>Standard deviation in grey levels up to which a patch is flat: little more than the noise of a camera.</summary>
    public const double FlatDeviation = 4;

    /// <summary>Standard deviation of the noise of a picture for a mean absolute difference of 1 between two: √π / 2.</summary>
    private const double NoisePerDifference = 0.886;

    /// <summary>
    /// Part of a variance that is taken as structure at least: what is left beside noise is not known better, and by chance alone the
    /// covariance with noise reaches a quarter of what this asks for.
    /// </summary>
    private const double LeastSignal = 0.125;

    /// <summary>Compares a place in two pictures.</summary>
    /// <param name="now">A picture.</param>
    /// <param name="before">Another of the same size.</param>
    /// <param name="position">The patch.</param>
    public static PatchPair Of(LumaPlane now, LumaPlane before, PatchPosition position)
    {
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(before);
        int offset = now.Offset(position.Column * PatchGrid.PatchSize, position.Row * PatchGrid.PatchSize);
        Sums sums = default;
        for (int row = 0; row < PatchGrid.PatchSize; row++)
        {
            sums.Add(
                row,
                now.Padded.Slice(offset + (row * now.Stride), PatchGrid.PatchSize),
                before.Padded.Slice(offset + (row * now.Stride), PatchGrid.PatchSize));
        }

        return sums.ToPair();
    }

    /// <summary>Whether the two show the same structure, different ones, or none. Noise is left out of account.</summary>
    /// <param name="noiseNow">Mean absolute difference between two pictures like the one in which nothing happens, in grey levels.</param>
    /// <param name="noiseBefore">The same for the other; 0 of an average of many.</param>
    public PatchStructure Compare(double noiseNow, double noiseBefore)
    {
        double now = WithoutNoise(VarianceNow, noiseNow);
        double before = WithoutNoise(VarianceBefore, noiseBefore);
        bool isSomething = IsStructure(now, noiseNow) || IsStructure(before, noiseBefore);
        double same = SameCorrelation * SameCorrelation
            * Math.Max(now, LeastSignal * VarianceNow) * Math.Max(before, LeastSignal * VarianceBefore);
        return !isSomething ? PatchStructure.None
            : Covariance > 0 && Covariance * Covariance >= same ? PatchStructure.Same
            : PatchStructure.Different;
    }

    /// <summary>
    /// Root mean square of what a gain and an offset leave of the difference, in grey levels; of flat patches, an offset.
    /// </summary>
    /// <param name="structure">What <see cref="Compare"/> says.</param>
    public double Unexplained(PatchStructure structure) => Math.Sqrt(Math.Max(0, structure is PatchStructure.Same
        ? VarianceNow - (Covariance * Covariance / VarianceBefore)
        : VarianceNow + VarianceBefore - (2 * Covariance)));

    /// <summary>
    /// How the place has changed from the background, with what a veil explains of it: a gain, and a brightness that rises evenly across
    /// the patch, as something does that is out of focus or is nothing but light.
    /// </summary>
    public PatchChange ChangeBehindVeil()
    {
        double offset = MeanNow - MeanBefore;
        double now = VarianceNow - SlopeNow.SharedWith(SlopeNow);
        double before = VarianceBefore - SlopeBefore.SharedWith(SlopeBefore);
        double both = Covariance - SlopeNow.SharedWith(SlopeBefore);
        double explained = both > 0 && before > 0 ? both * both / before : 0;
        return new PatchChange(
            VarianceNow + VarianceBefore - (2 * Covariance) + (offset * offset), VarianceNow, Math.Max(0, now - explained));
    }

    /// <summary>What makes the one from the other, as near as a gain and an offset can; of flat patches, an offset.</summary>
    /// <param name="structure">What <see cref="Compare"/> says.</param>
    public PatchTone ToneOf(PatchStructure structure)
    {
        double gain = structure is PatchStructure.Same ? Covariance / VarianceBefore : 1;
        return new PatchTone((float)gain, (float)(MeanNow - (gain * MeanBefore)));
    }

    private static double WithoutNoise(double variance, double noise) => variance - NoiseVariance(noise);

    private static bool IsStructure(double variance, double noise) =>
        variance > FlatDeviation * FlatDeviation && variance > NoiseVariance(noise) / 2;

    private static double NoiseVariance(double noise) => NoisePerDifference * noise * NoisePerDifference * noise;

    /// <summary>255² fits into 16 bits, the sum of two of them does not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Widen(Vector128<ushort> values)
    {
        (Vector128<uint> lower, Vector128<uint> upper) = Vector128.Widen(values);
        return lower + upper;
    }

    /// <summary>
    /// Sums over pixels, sixteen at once; none overflows within a patch. Those of grey levels are kept for the left and the right half of
    /// the columns, and once more with each row taken so many times as it lies from the first.
    /// </summary>
    private struct Sums
    {
        private PictureSums _now;
        private PictureSums _before;
        private Vector128<uint> _both;

        public void Add(int row, ReadOnlySpan<byte> now, ReadOnlySpan<byte> before)
        {
            (Vector128<ushort> a0, Vector128<ushort> a1) = Vector128.Widen(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(now)));
            (Vector128<ushort> b0, Vector128<ushort> b1) = Vector128.Widen(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(before)));
            _now.Add(row, a0, a1);
            _before.Add(row, b0, b1);
            _both += Widen(a0 * b0) + Widen(a1 * b1);
        }

        public readonly PatchPair ToPair()
        {
            double meanNow = _now.Mean();
            double meanBefore = _before.Mean();
            return new PatchPair(
                meanNow,
                meanBefore,
                _now.Variance(),
                _before.Variance(),
                (Vector128.Sum(_both) / (double)PatchGrid.PatchPixels) - (meanNow * meanBefore),
                _now.Slope(),
                _before.Slope());
        }
    }

    private struct PictureSums
    {
        private Vector128<ushort> _left;
        private Vector128<ushort> _right;
        private Vector128<ushort> _byRow;
        private Vector128<uint> _squared;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(int row, Vector128<ushort> left, Vector128<ushort> right)
        {
            _left += left;
            _right += right;
            _byRow += (left + right) * (ushort)row;
            _squared += Widen(left * left) + Widen(right * right);
        }

        public readonly double Mean() => Vector128.Sum(Widen(_left) + Widen(_right)) / (double)PatchGrid.PatchPixels;

        public readonly double Variance() => (Vector128.Sum(_squared) / (double)PatchGrid.PatchPixels) - (Mean() * Mean());

        public readonly PatchSlope Slope()
        {
            Vector128<ushort> columns = Vector128<ushort>.Indices;
            uint byColumn = Vector128.Sum(Widen(_left * columns) + Widen(_right * (columns + Vector128.Create((ushort)8))));
            double middle = Mean() * (PatchGrid.PatchSize - 1) / 2;
            return new PatchSlope(
                (byColumn / (double)PatchGrid.PatchPixels) - middle,
                (Vector128.Sum(Widen(_byRow)) / (double)PatchGrid.PatchPixels) - middle);
        }
    }
}

/// <summary>What light does to grey levels.</summary>
/// <param name="Gain">Factor.</param>
/// <param name="Offset">What is added then, in grey levels.</param>
public readonly record struct PatchTone(float Gain, float Offset);

/// <summary>What one place shows in two pictures.</summary>
public enum PatchStructure
{
    /// <summary>Nothing in either: it says nothing about what has changed.</summary>
    None,

    /// <summary>The same, lit otherwise at most.</summary>
    Same,

    /// <summary>Something else.</summary>
    Different,
}

/// <summary>How a patch gets brighter from one side to the other: covariances of its pixels with where they are.</summary>
/// <param name="X">With their column, in grey levels times pixels.</param>
/// <param name="Y">With their row.</param>
public readonly record struct PatchSlope(double X, double Y)
{
    /// <summary>Variance of the numbers of a patch's columns or rows: (n² − 1) / 12.</summary>
    private const double PlaceVariance = ((PatchGrid.PatchSize * PatchGrid.PatchSize) - 1) / 12.0;

    /// <summary>Covariance of two patches that is due to their even slopes alone, in grey levels squared.</summary>
    public double SharedWith(PatchSlope other) => ((X * other.X) + (Y * other.Y)) / PlaceVariance;
}
