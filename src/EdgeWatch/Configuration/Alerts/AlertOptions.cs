using EdgeWatch.Core.Events;

namespace EdgeWatch.Configuration.Alerts;

/// <summary>When an alert begins and ends. Null means: the value of the level above, then the default.</summary>
[TakesEffect(Effect.AtOnce)]
public class AlertOptions
{
    /// <summary>Default of <see cref="Threshold"/>.</summary>
    public static readonly double DefaultThreshold = AlertPolicy.Default.Threshold;

    /// <summary>Least <see cref="Threshold"/>.</summary>
    public const double MinThreshold = AlertPolicy.MinThreshold;

    /// <summary>Greatest <see cref="Threshold"/>.</summary>
    public const double MaxThreshold = 1;

    /// <summary>Default of <see cref="Hysteresis"/>.</summary>
    public static readonly double DefaultHysteresis = AlertPolicy.Default.Hysteresis;

    /// <summary>Least <see cref="Hysteresis"/>.</summary>
    public const double MinHysteresis = 0;

    /// <summary>Greatest <see cref="Hysteresis"/>.</summary>
    public const double MaxHysteresis = 0.5;

    /// <summary>Default of <see cref="MinimumLength"/>.</summary>
    public static readonly TimeSpan DefaultMinimumLength = AlertPolicy.Default.MinimumLength;

    /// <summary>Greatest <see cref="MinimumLength"/>; the least is zero.</summary>
    public static readonly TimeSpan MaxMinimumLength = TimeSpan.FromMinutes(1);

    /// <summary>Default of <see cref="EndAfter"/>.</summary>
    public static readonly TimeSpan DefaultEndAfter = AlertPolicy.Default.EndAfter;

    /// <summary>Greatest <see cref="EndAfter"/>; the least is zero.</summary>
    public static readonly TimeSpan MaxEndAfter = TimeSpan.FromMinutes(10);

    /// <summary>Default of <see cref="Cooldown"/>.</summary>
    public static readonly TimeSpan DefaultCooldown = AlertPolicy.Default.Cooldown;

    /// <summary>Greatest <see cref="Cooldown"/>; the least is zero.</summary>
    public static readonly TimeSpan MaxCooldown = TimeSpan.FromHours(1);

    /// <summary>Default of <see cref="EscalateAfter"/>: never.</summary>
    public static readonly TimeSpan DefaultEscalateAfter = AlertPolicy.Default.EscalateAfter;

    /// <summary>Greatest <see cref="EscalateAfter"/>; the least is zero.</summary>
    public static readonly TimeSpan MaxEscalateAfter = TimeSpan.FromDays(1);

    /// <summary>
    /// Score at which an alert begins. 0.5 is what normal video at this camera is expected to reach once a day; every 0.1 more is
    /// ten times rarer. Raising it gives fewer alerts. <value>Default 0.5 (once a day); 0.05–1.</value>
    /// </summary>
    public double? Threshold { get; set; }

    /// <summary>The same in false alarms a day; only one of the two.</summary>
    public SensitivityOptions? Sensitivity { get; set; }

    /// <summary>How far the score must fall below the threshold before an alert can end. Raising it merges flickering alerts.
    /// <value>Default 0.1; 0–0.5, and less than the threshold.</value></summary>
    public double? Hysteresis { get; set; }

    /// <summary>How long the score must stay above the threshold before an alert begins. Raising it hides short events.
    /// <value>Default 0.3 s; 0 s–1 min.</value></summary>
    public TimeSpan? MinimumLength { get; set; }

    /// <summary>How long the score must stay low before an alert ends. <value>Default 3 s; 0 s–10 min.</value></summary>
    public TimeSpan? EndAfter { get; set; }

    /// <summary>How long after its end a new rise continues the same event instead of starting another. Raising it gives fewer,
    /// longer events. <value>Default 10 s; 0 s–1 h.</value></summary>
    public TimeSpan? Cooldown { get; set; }

    /// <summary>How long an event lasts before its level rises from alert to urgent, which is told at once. Raising it tells later.
    /// <value>Default 0 s, for never; 0 s–1 d.</value></summary>
    public TimeSpan? EscalateAfter { get; set; }

    private double? OwnThreshold => Threshold ?? Sensitivity?.Threshold;

    /// <summary>The same with every value decided.</summary>
    /// <param name="above">The top level's.</param>
    public AlertOptions Decided(AlertOptions above)
    {
        AlertPolicy policy = Resolve(above);
        return new AlertOptions
        {
            Threshold = policy.Threshold,
            Hysteresis = policy.Hysteresis,
            MinimumLength = policy.MinimumLength,
            EndAfter = policy.EndAfter,
            Cooldown = policy.Cooldown,
            EscalateAfter = policy.EscalateAfter,
        };
    }

    /// <summary>One level in place of two: each value from here, else from the level above.</summary>
    public AlertOptions Over(AlertOptions above)
    {
        ArgumentNullException.ThrowIfNull(above);
        AlertOptions ofThreshold = OwnThreshold is null ? above : this;
        return new AlertOptions
        {
            Threshold = ofThreshold.Threshold,
            Sensitivity = ofThreshold.Sensitivity,
            Hysteresis = Hysteresis ?? above.Hysteresis,
            MinimumLength = MinimumLength ?? above.MinimumLength,
            EndAfter = EndAfter ?? above.EndAfter,
            Cooldown = Cooldown ?? above.Cooldown,
            EscalateAfter = EscalateAfter ?? above.EscalateAfter,
        };
    }

    /// <summary>Takes each value from here, else from the level above, else from the defaults.</summary>
    /// <param name="above">The top level's.</param>
    public AlertPolicy Resolve(AlertOptions above)
    {
        ArgumentNullException.ThrowIfNull(above);
        double threshold = OwnThreshold ?? above.OwnThreshold ?? DefaultThreshold;
        return new AlertPolicy(
            threshold,
            threshold - (Hysteresis ?? above.Hysteresis ?? DefaultHysteresis),
            MinimumLength ?? above.MinimumLength ?? DefaultMinimumLength,
            EndAfter ?? above.EndAfter ?? DefaultEndAfter,
            Cooldown ?? above.Cooldown ?? DefaultCooldown)
        {
            EscalateAfter = EscalateAfter ?? above.EscalateAfter ?? DefaultEscalateAfter,
        };
    }
}
