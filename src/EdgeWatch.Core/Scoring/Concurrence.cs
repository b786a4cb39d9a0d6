using EdgeWatch.Core.Normality;

namespace EdgeWatch.Core.Scoring;

/// <summary>
/// How rare it is that several kinds are as unusual as they are at the same time: somebody who stands where nobody does looks odd there,
/// too. The rarities of independent things multiply, so that their logarithms, the kinds' reduced variates, add up (Fisher, Statistical
/// Methods for Research Workers, 1932); how far kinds depend on one another is what their mean is calibrated for, by what normal frames
/// reach.
/// </summary>
public sealed class Concurrence
{
    /// <summary>
    /// Least variate that a kind counts with: what e³ = 20 of the 50 frames of a block reach is ordinary, and a kind that is calmer than
    /// that says nothing against what the others say.
    /// </summary>
    public const double LeastVariate = -3;

    private readonly double[] _weights = new double[Kinds.Count];

    /// <summary>What normal frames reach.</summary>
    public ZonedMaxima Calibration { get; } = new(Kind.DefaultPriorDeviation);

    /// <summary>Its share of the camera's false alarms; see <see cref="KindScorer.Share"/>.</summary>
    public double Share { get; set; } = 1;

    /// <summary>Lets only some kinds take part; by <see cref="Kind.Index"/>.</summary>
    public void CountOnly(ReadOnlySpan<bool> counts)
    {
        for (int kind = 0; kind < counts.Length; kind++)
        {
            _weights[kind] = counts[kind] ? Kinds.All[kind].Weight : 0;
        }
    }

    /// <summary>The mean of the kinds' variates by their weights; 0 where none takes part.</summary>
    public double MeanOf(ReadOnlySpan<double> variates)
    {
        double sum = 0;
        double weights = 0;
        for (int kind = 0; kind < variates.Length; kind++)
        {
            sum += _weights[kind] * Math.Max(LeastVariate, variates[kind]);
            weights += _weights[kind];
        }

        return weights > 0 ? sum / weights : 0;
    }

    /// <summary>
    /// The reduced variate of a frame. What things show makes it notable only as far as they are confirmed; see
    /// <see cref="KindScorer.ScoreOf"/>.
    /// </summary>
    /// <param name="all">The kinds' variates by all things.</param>
    /// <param name="confirmed">By those that are confirmed.</param>
    public double VariateOf(ReadOnlySpan<double> all, ReadOnlySpan<double> confirmed) =>
        KindScorer.AsConfirmed(VariateOf(MeanOf(all)), VariateOf(MeanOf(confirmed)));

    private double VariateOf(double mean) => Calibration.InForce.Variate(mean) + Math.Log(Share);
}
