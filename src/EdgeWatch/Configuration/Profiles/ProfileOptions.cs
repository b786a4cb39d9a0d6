using EdgeWatch.Configuration.Alerts;

namespace EdgeWatch.Configuration.Profiles;

/// <summary>A profile: what differs while it is in force. All else is as without it.</summary>
[TakesEffect(Effect.AtOnce)]
public sealed class ProfileOptions
{
    /// <summary>Characters that a <see cref="Name"/> may have at most: people choose it from a list.</summary>
    public const int MaxNameLength = 64;

    /// <summary>The profile that is always there, and in which nothing differs.</summary>
    public const string Plain = "default";

    /// <summary>What is said in place of a name so that the schedule decides again.</summary>
    public const string BySchedule = "auto";

    /// <summary>Names that no profile can have: they mean something else.</summary>
    public static readonly IReadOnlyList<string> ReservedNames = [Plain, BySchedule];

    /// <summary>Its name. <value>Required; unique; <c>[a-z0-9_-]+</c>, at most 64 characters; not auto and not default.</value></summary>
    [Holds(TextContent.Public)]
    public string Name { get; set; } = "";

    /// <summary>Whether nobody is told of events while it is in force; they are recorded all the same.
    /// <value>Default false.</value></summary>
    public bool Quiet { get; set; }

    /// <summary>In place of the top-level <c>alerts</c>, key by key; what a camera says itself counts more.</summary>
    public AlertOptions Alerts { get; set; } = new();

    /// <summary>The cameras of which something differs.</summary>
    public IList<ProfileCameraOptions> Cameras { get; set; } = [];
}

/// <summary>What differs of one camera while a profile is in force.</summary>
[TakesEffect(Effect.AtOnce)]
public sealed class ProfileCameraOptions
{
    /// <summary>Which camera. <value>Required; the id of one of <c>cameras</c>.</value></summary>
    [Holds(TextContent.Public)]
    public string Id { get; set; } = "";

    /// <summary>Whether the camera is watched at all. <value>Default: as the camera says.</value></summary>
    public bool? Enabled { get; set; }

    /// <summary>In place of the camera's <c>alerts</c>, key by key.</summary>
    public AlertOptions Alerts { get; set; } = new();

    /// <summary>Those of its zones of which something differs.</summary>
    public IList<ProfileZoneOptions> Zones { get; set; } = [];
}

/// <summary>What differs of one zone while a profile is in force. Only zones of the kind watch can differ.</summary>
[TakesEffect(Effect.AtOnce)]
public sealed class ProfileZoneOptions
{
    /// <summary>Least <see cref="Threshold"/>.</summary>
    public const double MinThreshold = AlertOptions.MinThreshold;

    /// <summary>Greatest <see cref="Threshold"/>.</summary>
    public const double MaxThreshold = AlertOptions.MaxThreshold;

    /// <summary>Which zone. <value>Required; the name of one of the camera's zones.</value></summary>
    [Holds(TextContent.Public)]
    public string Name { get; set; } = "";

    /// <summary>Whether alerts come from there. <value>Default: as the zone says.</value></summary>
    public bool? Enabled { get; set; }

    /// <summary>Score at which an alert begins there. <value>Default: as the zone says; 0.05–1.</value></summary>
    public double? Threshold { get; set; }

    /// <summary>How long something must have been in the zone. <value>Default: as the zone says; 0 s–1 h.</value></summary>
    public TimeSpan? MinimumStay { get; set; }
}
