using System.Globalization;
using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Configuration.Zones;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Configuration.Profiles;

/// <summary>What must hold for profiles.</summary>
internal static class ProfileRules
{
    /// <summary>Checks them, and which of them holds outside of the schedule.</summary>
    public static void Check(RuleSection root, EdgeWatchOptions options)
    {
        string[] names = [.. options.Profiles.Select(profile => profile.Name)];
        for (int i = 0; i < names.Length; i++)
        {
            RuleSection section = root.Child("profiles", i);
            CheckName(section, names, i);
            Check(section, options.Profiles[i], options);
        }

        CheckKnown(root, "default_profile", options.DefaultProfile, options);
    }

    /// <summary>Requires a name of a profile.</summary>
    public static void CheckKnown(RuleSection section, string key, string name, EdgeWatchOptions options)
    {
        string[] known = [.. options.Profiles.Select(profile => profile.Name).Where(its => its.Length > 0), ProfileOptions.Plain];
        if (!known.Contains(name))
        {
            section.Add(key, $"there is no profile '{name}'; {Known(name, known)}");
        }
    }

    private static string Known(string name, string[] known) => ClosestKey.Find(name, known) is { } closest
        ? $"did you mean {closest}? (there are: {string.Join(", ", known)})"
        : $"there are: {(known.Length == 0 ? "none yet" : string.Join(", ", known))}";

    private static void CheckName(RuleSection section, string[] names, int index)
    {
        string name = names[index];
        section.Name("name", name, ProfileOptions.MaxNameLength);
        if (name.Length == 0)
        {
            section.Add("name", "is required: the profile's name, for example night");
        }
        else if (ProfileOptions.ReservedNames.Contains(name))
        {
            section.Add("name", $"{name} has a meaning of its own ({ProfileOptions.Plain}: the config without a profile; "
                + $"{ProfileOptions.BySchedule}: by the schedule); choose another name");
        }
        else if (Array.IndexOf(names, name) is var first && first < index)
        {
            section.Add("name", $"profiles[{first}] has the same name; names must be unique");
        }
    }

    private static void Check(RuleSection section, ProfileOptions profile, EdgeWatchOptions options)
    {
        int before = section.Count;
        AlertRules.Check(section.Child("alerts"), profile.Alerts, options.Alerts);
        for (int i = 0; i < profile.Cameras.Count; i++)
        {
            CheckCamera(section.Child("cameras", i), profile, i, options);
        }

        if (section.Count == before)
        {
            CheckTogether(section, profile, options);
        }
    }

    private static void CheckCamera(RuleSection section, ProfileOptions profile, int index, EdgeWatchOptions options)
    {
        ProfileCameraOptions differing = profile.Cameras[index];
        if (differing.Id.Length == 0)
        {
            section.Add("id", "is required: which camera differs");
            return;
        }

        if (profile.Cameras.TakeWhile(other => other != differing).Any(other => other.Id == differing.Id))
        {
            section.Add("id", $"{differing.Id} stands in this profile twice; put it into one");
        }

        string[] ids = [.. options.Cameras.Select(camera => camera.Id).Where(id => id.Length > 0)];
        if (options.Cameras.FirstOrDefault(camera => camera.Id == differing.Id) is not { } camera)
        {
            section.Add("id", $"there is no camera '{differing.Id}'; {Known(differing.Id, ids)}", "id");
            return;
        }

        AlertRules.Check(section.Child("alerts"), differing.Alerts, camera.Alerts.Over(profile.Alerts.Over(options.Alerts)));
        for (int i = 0; i < differing.Zones.Count; i++)
        {
            CheckZone(section.Child("zones", i), differing, i, camera);
        }
    }

    private static void CheckZone(RuleSection section, ProfileCameraOptions differing, int index, CameraOptions camera)
    {
        ProfileZoneOptions zone = differing.Zones[index];
        if (zone.Name.Length == 0)
        {
            section.Add("name", "is required: which zone differs");
            return;
        }

        if (differing.Zones.TakeWhile(other => other != zone).Any(other => other.Name == zone.Name))
        {
            section.Add("name", $"{zone.Name} stands at this camera twice; put it into one");
        }

        section.Range("threshold", zone.Threshold, ZoneOptions.MinThreshold, ZoneOptions.MaxThreshold, "", AlertOptions.DefaultThreshold);
        section.Range(
            "minimum_stay", zone.MinimumStay, TimeSpan.Zero, ZoneOptions.MaxMinimumStay, ZoneOptions.DefaultMinimumStay);
        string[] names = [.. camera.Zones.Select(its => its.Name).Where(name => name.Length > 0)];
        ZoneOptions? known = camera.Zones.FirstOrDefault(its => its.Name == zone.Name);
        if (known is null)
        {
            section.Add("name", names.Length == 0
                ? $"camera {camera.Id} has no zones"
                : $"camera {camera.Id} has no zone '{zone.Name}'; {Known(zone.Name, names)}");
        }
        else if (known.Kind is ZoneKind.Ignore)
        {
            section.Add(
                "name", $"zone {zone.Name} is of the kind ignore, and is the same in all profiles; only zones of the kind watch differ");
        }
    }

    /// <summary>What is right by itself may be wrong together: the threshold of one with the hysteresis of the other.</summary>
    private static void CheckTogether(RuleSection section, ProfileOptions profile, EdgeWatchOptions options)
    {
        EdgeWatchOptions profiled = UnderProfile.Of(options, profile.Name);
        foreach ((int index, CameraOptions camera) in profiled.Cameras.Index())
        {
            AlertPolicy policy = camera.Alerts.Resolve(profiled.Alerts);
            double least = camera.Zones.Where(zone => zone.Kind is ZoneKind.Watch).Min(zone => zone.Threshold) ?? policy.Threshold;
            if (Math.Min(policy.Threshold, least) > policy.Hysteresis || !IsSoundWithout(options, index))
            {
                continue;
            }

            section.Add(
                "alerts",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"together with what camera {camera.Id} says, the threshold would be {Math.Min(policy.Threshold, least):0.###} and the "
                    + $"hysteresis {policy.Hysteresis:0.###}; it must be less, or an alert could never end"));
        }
    }

    /// <summary>Whether a camera is as it must be without a profile; if not, that is told already.</summary>
    private static bool IsSoundWithout(EdgeWatchOptions options, int index)
    {
        CameraOptions camera = options.Cameras[index];
        AlertPolicy policy = camera.Alerts.Resolve(options.Alerts);
        return policy.Release > 0 && camera.Zones.All(zone => (zone.Threshold ?? policy.Threshold) > policy.Hysteresis);
    }
}
