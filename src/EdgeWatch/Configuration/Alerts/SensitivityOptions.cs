using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Configuration.Alerts;

/// <summary>How readily alerts begin, in what a person can judge, in place of <see cref="AlertOptions.Threshold"/>.</summary>
[TakesEffect(Effect.AtOnce)]
public sealed class SensitivityOptions
{
    /// <summary>Default of <see cref="FalseAlarmsPerDay"/>: that of the threshold.</summary>
    public static readonly double DefaultFalseAlarmsPerDay = Rarity.TimesPerDay(AlertOptions.DefaultThreshold);

    /// <summary>Least <see cref="FalseAlarmsPerDay"/>: once in three years, a threshold of 0.8.</summary>
    public const double MinFalseAlarmsPerDay = 0.001;

    /// <summary>Greatest <see cref="FalseAlarmsPerDay"/>: a threshold of 0.2.</summary>
    public const double MaxFalseAlarmsPerDay = 1000;

    /// <summary>How often a day normal video may alarm. Raising it gives more alerts, true ones and false ones.
    /// <value>Default 1; 0.001–1000.</value></summary>
    public double FalseAlarmsPerDay { get; set; } = DefaultFalseAlarmsPerDay;

    /// <summary>The threshold that is expected to be reached so often, in steps of 0.001.</summary>
    public double Threshold => Math.Round(Rarity.ScoreOf(FalseAlarmsPerDay), 3);
}
