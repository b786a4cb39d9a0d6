using System.Globalization;
using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Core.Events;

namespace EdgeWatch.Mqtt.Commands;

/// <summary>The thresholds that a camera can be given while it runs.</summary>
/// <param name="Least">The least; an alert must be able to end.</param>
/// <param name="Most">The greatest.</param>
/// <param name="Hysteresis">What the least one depends on.</param>
internal readonly record struct ThresholdRange(double Least, double Most, double Hysteresis)
{
    /// <summary>What is wrong with another one, and what would be right.</summary>
    public string Words => string.Create(
        CultureInfo.InvariantCulture, $"a number is needed, {Least}–{Most} with the hysteresis of {Hysteresis:0.###}");

    /// <summary>Those of a camera.</summary>
    public static ThresholdRange Of(AlertPolicy policy) =>
        new(AlertPolicy.LeastThreshold(policy.Hysteresis), AlertOptions.MaxThreshold, policy.Hysteresis);

    /// <summary>Whether it is one of them.</summary>
    public bool Holds(double threshold) => threshold >= Least && threshold <= Most;
}
