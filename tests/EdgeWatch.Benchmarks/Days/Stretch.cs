using EdgeWatch.Cli.Calibrate;
using EdgeWatch.Core.Events;

namespace EdgeWatch.Benchmarks.Days;

/// <summary>What was watched while about as much had been learned.</summary>
/// <param name="Until">Time since the first frame at its end.</param>
/// <param name="Watched">How much was watched.</param>
/// <param name="Alerts">The alerts at all thresholds that ended in it.</param>
internal sealed record Stretch(TimeSpan Until, TimeSpan Watched, IReadOnlyList<SweptAlert> Alerts)
{
    /// <summary>Thresholds that are told: from a thousand times a day to once in three years.</summary>
    public static IReadOnlyList<double> Thresholds { get; } = [.. ThresholdSweep.LowThresholds.Where(threshold => threshold < 0.81)];

    /// <summary>Promised and had.</summary>
    public Calibration Calibration => Calibration.Of(Watched, Thresholds, Alerts);

    /// <summary>Several as one.</summary>
    public static Stretch Together(IReadOnlyList<Stretch> stretches) => new(
        stretches.Max(stretch => stretch.Until),
        TimeSpan.FromTicks(stretches.Sum(stretch => stretch.Watched.Ticks)),
        [.. stretches.SelectMany(stretch => stretch.Alerts)]);
}
