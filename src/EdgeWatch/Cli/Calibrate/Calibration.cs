using EdgeWatch.Core.Events;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Evaluation;

namespace EdgeWatch.Cli.Calibrate;

/// <summary>Whether scores mean what they say: for each threshold the alerts promised of normal video, and those that came.</summary>
/// <param name="Watched">How much video was watched.</param>
/// <param name="Lines">The thresholds, rising.</param>
internal sealed record Calibration(TimeSpan Watched, IReadOnlyList<CalibrationLine> Lines)
{
    /// <summary>Compares.</summary>
    /// <param name="watched">How much video was watched, none of it in the learning time.</param>
    /// <param name="thresholds">Thresholds at which alerts were counted, rising.</param>
    /// <param name="alerts">The alerts at these thresholds.</param>
    public static Calibration Of(TimeSpan watched, IReadOnlyList<double> thresholds, IReadOnlyList<SweptAlert> alerts) => new(
        watched,
        [
            .. thresholds.Select(threshold => new CalibrationLine(
                threshold,
                Rarity.TimesIn(watched, threshold),
                alerts.Count(alert => alert.IsAt(threshold)))),
        ]);
}

/// <summary>One threshold.</summary>
/// <param name="Threshold">0–1.</param>
/// <param name="Expected">Alerts that normal video promises in the time that was watched.</param>
/// <param name="Had">Alerts that there were.</param>
internal sealed record CalibrationLine(double Threshold, double Expected, int Had)
{
    /// <summary>What the promise may have been, given what came.</summary>
    public PoissonInterval Interval { get; } = PoissonInterval.Of(Had);

    /// <summary>In words whether both agree.</summary>
    public string Verdict =>
        Interval.Contains(Expected) ? "as promised" : Had > Expected ? "more often than promised" : "more rarely than promised";
}
