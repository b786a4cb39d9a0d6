using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Editing;
using EdgeWatch.Core.Zones;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Web.Page.Zones;

/// <summary>The zones and privacy masks of a camera.</summary>
/// <param name="Version">Of the config file: what is saved says from which it was made.</param>
/// <param name="File">Name of the file.</param>
/// <param name="Areas">The zones, and then the masks.</param>
/// <param name="Threshold">That of zones without one.</param>
/// <param name="Obstacle">Why nothing can be saved, in words; null when it can.</param>
internal sealed record ZonesMessage(string Version, string File, IReadOnlyList<AreaMessage> Areas, double? Threshold, string? Obstacle)
{
    /// <summary>As they are sent.</summary>
    public static ZonesMessage Of(CameraAreas areas) => new(
        areas.Version, areas.File, [.. areas.Areas.Select(AreaMessage.Of)], WireNumber.Unit(areas.Threshold), areas.Obstacle);
}

/// <summary>A zone or a privacy mask.</summary>
/// <param name="Was">Its place among the zones or the masks of the file; null for one that is new.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="Points">Its corners, as parts of the picture's width and height.</param>
/// <param name="Threshold">Its own threshold; null: the camera's.</param>
/// <param name="MinimumStaySeconds">How long something must have been there.</param>
internal sealed record AreaMessage(
    int? Was, string? Name, string? Kind, IReadOnlyList<double[]>? Points, double? Threshold, double MinimumStaySeconds)
{
    private const string Mask = "mask";

    /// <summary>Of an area, in words.</summary>
    public static string Kinds { get; } = string.Join(", ", Enum.GetValues<ZoneKind>().Select(kind => NameOf(kind)).Append(Mask));

    /// <summary>As it is sent.</summary>
    public static AreaMessage Of(CameraArea area) => new(
        area.Was,
        area.Name,
        area.Kind is { } kind ? NameOf(kind) : Mask,
        [.. area.Points.Select(point => new[] { point.X, point.Y })],
        area.Threshold,
        area.MinimumStay.TotalSeconds);

    /// <summary>As it was sent; null for what is none.</summary>
    public CameraArea? TryRead()
    {
        ZoneKind[] kinds = [.. Enum.GetValues<ZoneKind>().Where(kind => NameOf(kind) == Kind)];
        bool isUsable = (kinds.Length > 0 || Kind is Mask)
            && Points is not null
            && Points.All(point => point is [_, _])
            && Math.Abs(MinimumStaySeconds) <= TimeSpan.FromDays(1).TotalSeconds;
        return isUsable
            ? new CameraArea(
                Was,
                Name ?? "",
                kinds is [var kind] ? kind : null,
                [.. Points!.Select(point => new RelativePoint(point[0], point[1]))],
                Threshold,
                TimeSpan.FromSeconds(MinimumStaySeconds))
            : null;
    }

    private static string NameOf(ZoneKind kind) => OptionKey.NameOf(kind.ToString());
}

/// <summary>Other areas for a camera.</summary>
/// <param name="Version">Of the file that they were made from.</param>
/// <param name="Areas">All of them.</param>
internal sealed record ZonesRequest(string? Version, IReadOnlyList<AreaMessage?>? Areas)
{
    /// <summary>The areas; null when one of them is none.</summary>
    public CameraArea[]? TryRead()
    {
        CameraArea?[] areas = [.. (Areas ?? [null]).Select(area => area?.TryRead())];
        return areas.Contains(null) ? null : [.. areas.OfType<CameraArea>()];
    }
}

/// <summary>What the rules of the config say of areas that are being drawn.</summary>
/// <param name="Mistakes">None when they could be saved.</param>
internal sealed record ZoneMistakesMessage(IReadOnlyList<AreaMistake> Mistakes);

/// <summary>Areas stand in the config file.</summary>
/// <param name="Version">Of the file now.</param>
internal sealed record ZonesSavedMessage(string Version);
