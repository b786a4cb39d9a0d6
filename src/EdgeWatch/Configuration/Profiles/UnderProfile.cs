using EdgeWatch.Configuration.Zones;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Configuration.Profiles;

/// <summary>
/// A config as it is while a profile is in force. What counts, from the most to the least: the profile's word on the camera, the camera's
/// own, the profile's word on all cameras, the top level's. Only keys that hold at once can differ, so no camera starts again for it.
/// </summary>
internal static class UnderProfile
{
    /// <summary>The config under a profile.</summary>
    /// <param name="options">As it stands in the file; it is not changed.</param>
    /// <param name="name">The profile; one that is not there changes nothing, such as <see cref="ProfileOptions.Plain"/>.</param>
    public static EdgeWatchOptions Of(EdgeWatchOptions options, string? name)
    {
        if (options.Profiles.FirstOrDefault(profile => profile.Name == name) is not { } profile)
        {
            return options;
        }

        EdgeWatchOptions profiled = OptionSection.Copy(options);
        profiled.Alerts = options.Alerts.With(profile.Alerts.Over(options.Alerts));
        profiled.Cameras = [.. options.Cameras.Select(camera => Of(camera, profile))];
        return profiled;
    }

    private static CameraOptions Of(CameraOptions camera, ProfileOptions profile)
    {
        if (profile.Cameras.FirstOrDefault(differing => differing.Id == camera.Id) is not { } differing)
        {
            return camera;
        }

        CameraOptions profiled = OptionSection.Copy(camera);
        profiled.Enabled = differing.Enabled ?? camera.Enabled;
        profiled.Alerts = differing.Alerts.Over(camera.Alerts);
        profiled.Zones = [.. camera.Zones.Select(zone => Of(zone, differing))];
        return profiled;
    }

    private static ZoneOptions Of(ZoneOptions zone, ProfileCameraOptions camera)
    {
        if (camera.Zones.FirstOrDefault(differing => differing.Name == zone.Name) is not { } differing || zone.Kind is ZoneKind.Ignore)
        {
            return zone;
        }

        ZoneOptions profiled = OptionSection.Copy(zone);
        profiled.Enabled = differing.Enabled ?? zone.Enabled;
        profiled.Threshold = differing.Threshold ?? zone.Threshold;
        profiled.MinimumStay = differing.MinimumStay ?? zone.MinimumStay;
        return profiled;
    }
}
