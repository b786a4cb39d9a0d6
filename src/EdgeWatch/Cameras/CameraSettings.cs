using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Clips;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Watching;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Cameras;

/// <summary>What the config says of one camera, every value decided.</summary>
/// <param name="Options">What is the camera's own.</param>
/// <param name="Alerts">When its events begin and end, unless another threshold was set over MQTT.</param>
/// <param name="Learning">How it learns.</param>
/// <param name="Clips">Whether its events get a clip.</param>
internal sealed record CameraSettings(CameraOptions Options, AlertPolicy Alerts, LearningPolicy Learning, ClipPolicy Clips)
{
    /// <summary>The camera's id.</summary>
    public string Id => Options.Id;

    /// <summary>Where alerts are wanted.</summary>
    public IReadOnlyList<Zone> Zones { get; } = [.. Options.Zones.Select(zone => zone.ToZone())];

    /// <summary>Names of the zones from which alerts come.</summary>
    public IReadOnlyList<string> WatchedZones { get; } =
        [.. Options.Zones.Where(zone => zone.Kind is ZoneKind.Watch).Select(zone => zone.Name)];

    /// <summary>Whether there are zones from which alerts could come, and all of them are off.</summary>
    public bool IsDisarmed { get; } = Options.Zones.Where(zone => zone.Kind is ZoneKind.Watch).Select(zone => zone.Enabled).ToArray()
        is { Length: > 0 } areOn && !areOn.Contains(true);

    /// <summary>What nobody is to see.</summary>
    public IReadOnlyList<Polygon> Masks { get; } = [.. Options.PrivacyMasks.Select(mask => mask.ToPolygon())];

    /// <summary>The settings of a camera; what it says nothing about is as for the whole node.</summary>
    public static CameraSettings Of(CameraOptions camera, EdgeWatchOptions node) =>
        new(camera, camera.Alerts.Resolve(node.Alerts), camera.Learning.Resolve(node.Learning), camera.Clips.Resolve(node.Clips));
}
