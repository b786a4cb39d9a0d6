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
public readonly record struct PatchPair(
    double MeanNow, double MeanBefore, double VarianceNow, double VarianceBefore, double Covariance)
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

    /// <summary>Sums over pixels, sixteen at once; none overflows within a patch.</summary>
    private struct Sums
    {
        private Vector128<ushort> _now;
        private Vector128<ushort> _before;
        private Vector128<uint> _nowSquared;
        private Vector128<uint> _beforeSquared;
        private Vector128<uint> _both;

        public void Add(ReadOnlySpan<byte> now, ReadOnlySpan<byte> before)
        {
            (Vector128<ushort> a0, Vector128<ushort> a1) = Vector128.Widen(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(now)));
            (Vector128<ushort> b0, Vector128<ushort> b1) = Vector128.Widen(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(before)));
            _now += a0 + a1;
            _before += b0 + b1;
            _nowSquared += Widen(a0 * a0) + Widen(a1 * a1);
            _beforeSquared += Widen(b0 * b0) + Widen(b1 * b1);
            _both += Widen(a0 * b0) + Widen(a1 * b1);
        }

        public readonly PatchPair ToPair()
        {
            double meanNow = Vector128.Sum(Widen(_now)) / (double)PatchGrid.PatchPixels;
            double meanBefore = Vector128.Sum(Widen(_before)) / (double)PatchGrid.PatchPixels;
            return new PatchPair(
                meanNow,
                meanBefore,
                (Vector128.Sum(_nowSquared) / (double)PatchGrid.PatchPixels) - (meanNow * meanNow),
                (Vector128.Sum(_beforeSquared) / (double)PatchGrid.PatchPixels) - (meanBefore * meanBefore),
                (Vector128.Sum(_both) / (double)PatchGrid.PatchPixels) - (meanNow * meanBefore));
        }

        /// <summary>255² fits into 16 bits, the sum of two of them does not.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<uint> Widen(Vector128<ushort> values)
        {
            (Vector128<uint> lower, Vector128<uint> upper) = Vector128.Widen(values);
            return lower + upper;
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
