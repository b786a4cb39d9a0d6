using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Configuration.Zones;

/// <summary>A named area of a camera's picture.</summary>
[TakesEffect(Effect.AtOnce)]
public sealed class ZoneOptions
{
    /// <summary>Characters that a <see cref="Name"/> may have at most: it becomes part of topics.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Zones of a camera at most.</summary>
    public const int MostZones = SceneZones.MostZones;

    /// <summary>Least <see cref="Threshold"/>.</summary>
    public const double MinThreshold = AlertOptions.MinThreshold;

    /// <summary>Greatest <see cref="Threshold"/>.</summary>
    public const double MaxThreshold = AlertOptions.MaxThreshold;

    /// <summary>Default of <see cref="MinimumStay"/>.</summary>
    public static readonly TimeSpan DefaultMinimumStay = TimeSpan.Zero;

    /// <summary>Greatest <see cref="MinimumStay"/>; the least is zero.</summary>
    public static readonly TimeSpan MaxMinimumStay = TimeSpan.FromHours(1);

    /// <summary>Name in events and topics.
    /// <value>Required; unique in the camera; <c>[a-z0-9_-]+</c>, at most 64 characters.</value></summary>
    [Holds(TextContent.Public)]
    public string Name { get; set; } = "";

    /// <summary>
    /// Whether alerts are wanted there: watch (only from zones of this kind, if a camera has one) or ignore (never, even where another
    /// zone is). <value>Default <see cref="ZoneKind.Watch"/>.</value>
    /// </summary>
    public ZoneKind Kind { get; set; } = ZoneKind.Watch;

    /// <summary>
    /// Whether alerts come from there; a profile may say otherwise. What happens there is scored all the same, so that it can be turned on
    /// at any time. <value>Default true. Only of the kind watch.</value>
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Its corners in order, as parts of the picture's width and height from the upper left corner: <c>[[0, 0.5], [1, 0.5], [1, 1]]</c>.
    /// <value>Required; three at least, each number 0–1.</value>
    /// </summary>
    public IList<RelativePoint> Points { get; set; } = [];

    /// <summary>
    /// Score at which an alert begins there. Where zones overlap, what reaches the threshold of one of them is told. Raising it gives fewer
    /// alerts. <value>Default: the camera's; 0.05–1. Only of the kind watch.</value>
    /// </summary>
    public double? Threshold { get; set; }

    /// <summary>
    /// How long something must have been in the zone before an alert begins there: who passes by is not told, who stays is.
    /// <value>Default 0 s; 0 s–1 h. Only of the kind watch.</value>
    /// </summary>
    public TimeSpan MinimumStay { get; set; } = DefaultMinimumStay;

    /// <summary>What it means to the detector.</summary>
    public Zone ToZone() => new(Name, Kind, new Polygon([.. Points]), Threshold, MinimumStay) { IsOn = Enabled };
}
