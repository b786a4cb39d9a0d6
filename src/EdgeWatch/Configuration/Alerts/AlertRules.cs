using System.Globalization;
using EdgeWatch.Core.Events;
using static EdgeWatch.Configuration.Alerts.AlertOptions;

namespace EdgeWatch.Configuration.Alerts;

/// <summary>What must hold for <see cref="AlertOptions"/>.</summary>
internal static class AlertRules
{
    /// <summary>Checks one level, with the level above it for what this one leaves open.</summary>
    public static void Check(RuleSection section, AlertOptions alerts, AlertOptions above)
    {
        bool inRange = CheckSensitivity(section, alerts);
        inRange &= section.Range("threshold", alerts.Threshold, MinThreshold, MaxThreshold, "", DefaultThreshold);
        inRange &= section.Range("hysteresis", alerts.Hysteresis, MinHysteresis, MaxHysteresis, "", DefaultHysteresis);
        section.Range("minimum_length", alerts.MinimumLength, TimeSpan.Zero, MaxMinimumLength, DefaultMinimumLength);
        section.Range("end_after", alerts.EndAfter, TimeSpan.Zero, MaxEndAfter, DefaultEndAfter);
        section.Range("cooldown", alerts.Cooldown, TimeSpan.Zero, MaxCooldown, DefaultCooldown);
        section.Range("escalate_after", alerts.EscalateAfter, TimeSpan.Zero, MaxEscalateAfter, DefaultEscalateAfter);
        if (inRange)
        {
            CheckRelease(section, alerts, above);
        }
    }

    private static bool CheckSensitivity(RuleSection section, AlertOptions alerts)
    {
        if (alerts.Sensitivity is not { } sensitivity)
        {
            return true;
        }

        if (alerts.Threshold is not null)
        {
            section.Add("sensitivity", "stands beside threshold; only one of the two is allowed", "threshold");
        }

        return section.Child("sensitivity").Range(
            "false_alarms_per_day",
            sensitivity.FalseAlarmsPerDay,
            SensitivityOptions.MinFalseAlarmsPerDay,
            SensitivityOptions.MaxFalseAlarmsPerDay,
            "a day",
            SensitivityOptions.DefaultFalseAlarmsPerDay);
    }

    private static void CheckRelease(RuleSection section, AlertOptions alerts, AlertOptions above)
    {
        AlertPolicy policy = alerts.Resolve(above);
        if (policy.Release > 0 || (alerts is { Threshold: null, Sensitivity: null, Hysteresis: null }))
        {
            return;
        }

        string threshold = alerts.Sensitivity is null ? "threshold" : "sensitivity";
        (string key, string other) = alerts.Hysteresis is null ? (threshold, "hysteresis") : ("hysteresis", threshold);
        double hysteresis = policy.Hysteresis;
        section.Add(
            key,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the hysteresis ({hysteresis:0.###}) must be less than the threshold ({policy.Threshold}), or an alert could never end"),
            other);
    }
}
