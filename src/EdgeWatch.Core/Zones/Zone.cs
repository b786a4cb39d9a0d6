namespace EdgeWatch.Core.Zones;

/// <summary>A named area of the picture in which alerts are wanted, or in which they are not.</summary>
/// <param name="Name">What it is called in events and topics.</param>
/// <param name="Kind">Whether alerts are wanted there.</param>
/// <param name="Outline">Where it is.</param>
/// <param name="Threshold">Score at which an alert begins there, 0–1; null for the camera's.</param>
/// <param name="MinimumStay">How long something must have been there.</param>
public sealed record Zone(string Name, ZoneKind Kind, Polygon Outline, double? Threshold = null, TimeSpan MinimumStay = default)
{
    /// <summary>Whether alerts come from there now. What happens there is scored all the same, and its scores stay calibrated.</summary>
    public bool IsOn { get; init; } = true;
}

/// <summary>What a zone is for.</summary>
public enum ZoneKind
{
    /// <summary>Alerts come from there; if a camera has such a zone, then from nowhere else.</summary>
    Watch,

    /// <summary>No alert ever comes from there.</summary>
    Ignore,
}
