using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Configuration.Clips;
using EdgeWatch.Configuration.Profiles;
using EdgeWatch.Configuration.Retention;
using EdgeWatch.Configuration.Zones;
using static EdgeWatch.Configuration.LearningOptions;

namespace EdgeWatch.Configuration;

/// <summary>
/// What must hold for the values of a config file: ranges, names and how keys go together. Looks at no file but
/// those of the time zones, and at no network.
/// </summary>
internal static class ConfigurationRules
{
    // Of hot_above_celsius: room temperature with a fan, and what no chip reaches.
    private const double CoolestLimit = 40;
    private const double HottestLimit = 120;

    /// <summary>All violations, in the order of the keys; empty when the options can be used.</summary>
    public static IReadOnlyList<RuleViolation> Check(EdgeWatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<RuleViolation> violations = [];
        RuleSection root = new("", violations);
        CheckSchema(root, options.Schema);
        root.Name("node", options.Node, EdgeWatchOptions.MaxNodeLength);
        root.Range("hot_above_celsius", options.HotAboveCelsius, CoolestLimit, HottestLimit, "°C", EdgeWatchOptions.DefaultHotAboveCelsius);
        root.Range(
            "incident_window",
            options.IncidentWindow,
            TimeSpan.Zero,
            EdgeWatchOptions.MaxIncidentWindow,
            EdgeWatchOptions.DefaultIncidentWindow);
        MqttRules.Check(root.Child("mqtt"), options.Mqtt);
        WebRules.Check(root.Child("web"), options.Web);
        AlertRules.Check(root.Child("alerts"), options.Alerts, new AlertOptions());
        CheckLearning(root.Child("learning"), options.Learning);
        CheckClips(root.Child("clips"), options.Clips, new ClipOptions());
        RetentionRules.Check(root.Child("retention"), options.Retention);
        CheckCameras(root, violations, options);
        ProfileRules.Check(root, options);
        ScheduleRules.Check(root, options);
        return violations;
    }

    private static void CheckSchema(RuleSection root, int schema)
    {
        if (schema > EdgeWatchOptions.SupportedSchema)
        {
            root.Add(
                "schema",
                $"{schema} is newer than this version of EdgeWatch reads ({EdgeWatchOptions.SupportedSchema}); upgrade EdgeWatch");
        }
        else if (schema < 1)
        {
            root.Add("schema", $"{schema} is not allowed; the only schema so far is {EdgeWatchOptions.SupportedSchema}");
        }
    }

    private static void CheckLearning(RuleSection section, LearningOptions learning)
    {
        section.Range("duration", learning.Duration, MinDuration, MaxDuration, DefaultDuration);
        section.Range("quarantine", learning.Quarantine, MinQuarantine, MaxQuarantine, DefaultQuarantine);
    }

    private static void CheckClips(RuleSection section, ClipOptions clips, ClipOptions above)
    {
        section.Range("pre_roll", clips.PreRoll, TimeSpan.Zero, ClipOptions.MaxRoll, ClipOptions.DefaultRoll);
        section.Range("post_roll", clips.PostRoll, TimeSpan.Zero, ClipOptions.MaxRoll, ClipOptions.DefaultRoll);
        section.Range("longest", clips.Longest, ClipOptions.MinLongest, ClipOptions.MaxLongest, ClipOptions.DefaultLongest);
        section.Range(
            "max_mebibytes",
            clips.MaxMebibytes,
            ClipOptions.MinMaxMebibytes,
            ClipOptions.MaxMaxMebibytes,
            "MiB",
            ClipOptions.DefaultMaxMebibytes);
        ClipPolicy policy = clips.Resolve(above);
        if (policy.PreRoll >= policy.Longest && policy.Longest >= ClipOptions.MinLongest && (clips.PreRoll ?? clips.Longest) is not null)
        {
            (string key, string other) = clips.Longest is null ? ("pre_roll", "longest") : ("longest", "pre_roll");
            section.Add(
                key,
                $"the pre-roll ({DurationText.Format(policy.PreRoll)}) must be shorter than the longest clip "
                + $"({DurationText.Format(policy.Longest)}), or a clip would end before its event",
                other);
        }
    }

    private static void CheckCameras(RuleSection root, List<RuleViolation> violations, EdgeWatchOptions options)
    {
        Dictionary<string, int> firstWithId = [];
        for (int i = 0; i < options.Cameras.Count; i++)
        {
            CameraOptions camera = options.Cameras[i];
            RuleSection section = root.Child("cameras", i);
            CameraRules.Check(section, camera);
            ZoneRules.CheckZones(section, camera.Zones, camera.Alerts.Resolve(options.Alerts));
            AlertRules.Check(section.Child("alerts"), camera.Alerts, options.Alerts);
            CheckLearning(section.Child("learning"), camera.Learning);
            CheckClips(section.Child("clips"), camera.Clips, options.Clips);
            if (camera.Id.Length > 0 && !firstWithId.TryAdd(camera.Id, i))
            {
                string other = $"cameras[{firstWithId[camera.Id]}]";
                violations.Add(new RuleViolation(section.Path("id"), $"{other} has the same id; ids must be unique", $"{other}.id"));
            }
        }
    }
}
