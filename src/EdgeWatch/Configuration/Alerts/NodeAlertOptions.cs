using EdgeWatch.Core.Languages;

namespace EdgeWatch.Configuration.Alerts;

/// <summary>When alerts of all cameras begin and end that do not say otherwise, and how they are told.</summary>
public sealed class NodeAlertOptions : AlertOptions
{
    /// <summary>
    /// The language of what people read: reasons of alerts, what to do about a camera, problems, names in Home Assistant, the digest. What
    /// programs read is the same in all. A message stays in the language of when it was made; the page has a choice of its own, and the log
    /// and the command line speak English. <value>Default en; en (English) or de (German).</value>
    /// </summary>
    public LanguageCode Language { get; set; } = LanguageCode.En;

    /// <summary>The same, told in the same way, with other values for when alerts begin and end.</summary>
    public NodeAlertOptions With(AlertOptions alerts)
    {
        ArgumentNullException.ThrowIfNull(alerts);
        return new NodeAlertOptions
        {
            Language = Language,
            Threshold = alerts.Threshold,
            Sensitivity = alerts.Sensitivity,
            Hysteresis = alerts.Hysteresis,
            MinimumLength = alerts.MinimumLength,
            EndAfter = alerts.EndAfter,
            Cooldown = alerts.Cooldown,
            EscalateAfter = alerts.EscalateAfter,
        };
    }
}
