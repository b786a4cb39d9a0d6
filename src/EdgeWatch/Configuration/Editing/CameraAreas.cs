using EdgeWatch.Configuration.Zones;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Configuration.Editing;

/// <summary>The areas of a camera in its config file.</summary>
/// <param name="Version">Of the file; another one for every text.</param>
/// <param name="File">The file, by its name beside the config file.</param>
/// <param name="Areas">The zones, and then the privacy masks.</param>
/// <param name="Threshold">The camera's own: of zones that have none.</param>
/// <param name="Obstacle">Why the file cannot be written, in words; null when it can.</param>
internal sealed record CameraAreas(string Version, string File, IReadOnlyList<CameraArea> Areas, double Threshold, string? Obstacle);

/// <summary>A zone or a privacy mask.</summary>
/// <param name="Was">Its place among the zones or the masks of the file; null for one that is new.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Whether alerts are wanted there; null for a privacy mask.</param>
/// <param name="Points">Its corners.</param>
/// <param name="Threshold">Its own threshold; null: the camera's.</param>
/// <param name="MinimumStay">How long something must have been there.</param>
internal sealed record CameraArea(
    int? Was, string Name, ZoneKind? Kind, IReadOnlyList<RelativePoint> Points, double? Threshold, TimeSpan MinimumStay)
{
    /// <summary>That of a zone.</summary>
    public static CameraArea Of(ZoneOptions zone) => new(null, zone.Name, zone.Kind, [.. zone.Points], zone.Threshold, zone.MinimumStay);

    /// <summary>That of a mask.</summary>
    public static CameraArea Of(PrivacyMaskOptions mask) => new(null, mask.Name, null, [.. mask.Points], null, TimeSpan.Zero);
}

/// <summary>What is wrong with an area.</summary>
/// <param name="Area">Its place in the list; null when it is about something else in the config.</param>
/// <param name="Key">What of it, for example <c>points[2]</c>; of something else, its whole path.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
internal sealed record AreaMistake(int? Area, string Key, string Message);
