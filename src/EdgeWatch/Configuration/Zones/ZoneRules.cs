using System.Globalization;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Zones;
using static EdgeWatch.Configuration.Zones.ZoneOptions;

namespace EdgeWatch.Configuration.Zones;

/// <summary>What must hold for zones and privacy masks.</summary>
internal static class ZoneRules
{
    /// <summary>Checks a camera's zones.</summary>
    /// <param name="camera">The camera's section.</param>
    /// <param name="zones">Its zones.</param>
    /// <param name="alerts">When its alerts begin and end.</param>
    public static void CheckZones(RuleSection camera, IList<ZoneOptions> zones, AlertPolicy alerts)
    {
        if (zones.Count > MostZones)
        {
            camera.Add("zones", $"are {zones.Count}; at most {MostZones} are allowed");
        }

        CheckNames(camera, "zones", [.. zones.Select(zone => zone.Name)]);
        for (int i = 0; i < zones.Count; i++)
        {
            RuleSection section = camera.Child("zones", i);
            if (zones[i].Name.Length == 0)
            {
                section.Add("name", "is required: the zone's name in events and topics");
            }

            CheckOutline(section, zones[i].Points);
            CheckLimits(section, zones[i], alerts);
        }
    }

    /// <summary>Checks a camera's privacy masks.</summary>
    public static void CheckMasks(RuleSection camera, IList<PrivacyMaskOptions> masks)
    {
        CheckNames(camera, "privacy_masks", [.. masks.Select(mask => mask.Name)]);
        for (int i = 0; i < masks.Count; i++)
        {
            CheckOutline(camera.Child("privacy_masks", i), masks[i].Points);
        }
    }

    private static void CheckNames(RuleSection camera, string key, string[] names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            RuleSection section = camera.Child(key, i);
            section.Name("name", names[i], MaxNameLength);
            int first = Array.IndexOf(names, names[i]);
            if (names[i].Length > 0 && first < i)
            {
                section.Add("name", $"{key}[{first}] has the same name; names must be unique");
            }
        }
    }

    private static void CheckOutline(RuleSection section, IList<RelativePoint> points)
    {
        if (points.Count < Polygon.LeastPoints)
        {
            section.Add(
                "points",
                points.Count == 0
                    ? "is required: the corners, for example [[0, 0.5], [1, 0.5], [1, 1], [0, 1]]"
                    : $"are {points.Count}; an area has at least {Polygon.LeastPoints} corners");
            return;
        }

        bool isInPicture = true;
        for (int i = 0; i < points.Count; i++)
        {
            if (!points[i].IsInPicture)
            {
                isInPicture = false;
                section.Add(
                    $"points[{i}]", $"{points[i]} lies outside the picture; both numbers are 0–1, parts of its width and of its height");
            }
        }

        if (isInPicture && new Polygon([.. points]).FindCrossing() is { } sides)
        {
            section.Add($"points[{sides.Second}]", CrossingFault(points, sides.First, sides.Second));
        }
    }

    private static string CrossingFault(IList<RelativePoint> points, int first, int second)
    {
        string Side(int i) => $"{points[i]} to {points[(i + 1) % points.Count]}";
        return $"the line from {Side(second)} meets the one from {Side(first)}; give the corners in their order around the area, each once";
    }

    private static void CheckLimits(RuleSection section, ZoneOptions zone, AlertPolicy alerts)
    {
        section.Range("minimum_stay", zone.MinimumStay, TimeSpan.Zero, MaxMinimumStay, DefaultMinimumStay);
        bool isInRange = section.Range("threshold", zone.Threshold, MinThreshold, MaxThreshold, "", alerts.Threshold);
        if (zone.Kind is ZoneKind.Ignore)
        {
            if (!zone.Enabled)
            {
                section.Add("enabled", "goes with kind: watch only; a zone that is not to be ignored any more is left out", "kind");
            }

            if (zone.Threshold is not null)
            {
                section.Add("threshold", "goes with kind: watch only; nothing is told of a zone that is ignored", "kind");
            }

            if (zone.MinimumStay != DefaultMinimumStay)
            {
                section.Add("minimum_stay", "goes with kind: watch only; nothing is told of a zone that is ignored", "kind");
            }
        }
        else if (isInRange && zone.Threshold is { } threshold && threshold <= alerts.Hysteresis)
        {
            section.Add(
                "threshold",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{threshold} must be more than the camera's hysteresis ({alerts.Hysteresis:0.###}), or an alert could never end"));
        }
    }
}
