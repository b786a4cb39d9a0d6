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

    /// <summary>
    /// The mean of the kinds' variates by their weights; 0 where none takes part, and no more than 0 in a frame in which no kind is
    /// surprised. By each kind's own law such a frame is as rare as what a block usually reaches, and a night of them would be one of
    /// lively blocks that are all alike.
    /// </summary>
    /// <param name="variates">The kinds' variates.</param>
    /// <param name="isQuiet">Whether each kind's surprise is below <see cref="BlockMaxima.Quiet"/>.</param>
    public double MeanOf(ReadOnlySpan<double> variates, bool isQuiet)
    {
        double sum = 0;
        double weights = 0;
        for (int kind = 0; kind < variates.Length; kind++)
        {
            sum += _weights[kind] * Math.Max(LeastVariate, variates[kind]);
            weights += _weights[kind];
        }

        double mean = weights > 0 ? sum / weights : 0;
        return isQuiet ? Math.Min(0, mean) : mean;
    }

    /// <summary>
    /// The reduced variate of a frame. What things show makes it notable only as far as they are confirmed; see
    /// <see cref="KindScorer.ScoreOf"/>.
    /// </summary>
    /// <param name="all">The kinds' variates by all things.</param>
    /// <param name="confirmed">By those that are confirmed.</param>
    /// <param name="isQuiet">Whether each kind's surprise is below <see cref="BlockMaxima.Quiet"/>.</param>
    public double VariateOf(ReadOnlySpan<double> all, ReadOnlySpan<double> confirmed, bool isQuiet) =>
        KindScorer.AsConfirmed(VariateOf(MeanOf(all, isQuiet)), VariateOf(MeanOf(confirmed, isQuiet)));

    private double VariateOf(double mean) => Calibration.InForce.Variate(mean) + Math.Log(Share);
}
