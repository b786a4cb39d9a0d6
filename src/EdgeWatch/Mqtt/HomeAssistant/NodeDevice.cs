using System.Text.Json.Nodes;
using EdgeWatch.Configuration.Profiles;
using EdgeWatch.Core.Languages;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Mqtt.HomeAssistant;

/// <summary>Describes a node.</summary>
/// <param name="topics">Names of topics.</param>
/// <param name="version">Version of the program.</param>
/// <param name="model">The network in use.</param>
/// <param name="language">The language of names.</param>
internal sealed class NodeDevice(Topics topics, string version, string model, Language language)
{
    /// <summary>Seconds without a health message after which its values count for nothing: three are missing by then.</summary>
    private static readonly int HealthExpiry = (int)(3 * HealthMessage.Interval.TotalSeconds);

    /// <summary>Identity of the device.</summary>
    public string ObjectId => $"edgewatch_{topics.Node}";

    /// <summary>Who describes.</summary>
    public JsonObject Origin => new() { ["name"] = "EdgeWatch", ["sw_version"] = version };

    /// <summary>Whether the node is there.</summary>
    public JsonObject Availability => new() { ["topic"] = topics.Of(Topic.NodeStatus), ["value_template"] = "{{ value_json.state }}" };

    /// <summary>The description.</summary>
    /// <param name="profiles">Names of the profiles that can be chosen; none where there are none.</param>
    /// <param name="hasTemperature">Whether this machine tells its temperature.</param>
    /// <param name="hasDigest">Whether the day before is told.</param>
    public DeviceDescription Describe(IReadOnlyList<string> profiles, bool hasTemperature, bool hasDigest = false) => new(
        ObjectId,
        new JsonObject
        {
            ["identifiers"] = new JsonArray(ObjectId),
            ["name"] = $"EdgeWatch {topics.Node}",
            ["manufacturer"] = "EdgeWatch",
            ["model"] = language.Say("device.node", model),
            ["sw_version"] = version,
        },
        Origin,
        new JsonArray(Availability),
        language,
        [.. Profile(profiles), .. Components(hasTemperature), .. Digest(hasDigest)]);

    /// <summary>What is chosen as auto shows as the profile that the schedule brings; the attributes say which of the two it is.</summary>
    private IEnumerable<Component> Profile(IReadOnlyList<string> profiles) => profiles.Count == 0 ? [] :
    [
        new Component("profile", "select", new JsonObject
        {
            ["icon"] = "mdi:home-clock-outline",
            ["options"] = new JsonArray([.. profiles.Prepend(ProfileOptions.BySchedule).Select(name => JsonValue.Create(name))]),
            ["state_topic"] = topics.Of(Topic.Profile),
            ["command_topic"] = topics.Of(Topic.ProfileSet),
            ["json_attributes_topic"] = topics.Of(Topic.Info),
            ["json_attributes_template"] =
                "{{ dict(value_json.get('profile', {}), quiet=value_json.get('quiet', {}).get('on', false)) | to_json }}",
            ["qos"] = (int)Topic.ProfileSet.Qos,
        }),
    ];

    private IEnumerable<Component> Digest(bool isTold) => !isTold ? [] :
    [
        new Component("digest", "sensor", new JsonObject
        {
            ["icon"] = "mdi:coffee-outline",
            ["unit_of_measurement"] = language.Say("entity.digest.unit"),
            ["state_topic"] = topics.Of(Topic.Digest),
            ["value_template"] = "{{ value_json.events }}",
            ["json_attributes_topic"] = topics.Of(Topic.Digest),
            ["qos"] = (int)Topic.Digest.Qos,
        }),
    ];

    private IEnumerable<Component> Components(bool hasTemperature)
    {
        yield return OfHealth("problem", "binary_sensor", new JsonObject
        {
            ["device_class"] = "problem",
            ["value_template"] = "{{ 'ON' if value_json.problems else 'OFF' }}",
            ["json_attributes_topic"] = topics.Of(Topic.Health),
            ["json_attributes_template"] = "{{ {'problems': value_json.problems} | to_json }}",
        });
        yield return OfHealth("outbox", "sensor", new JsonObject
        {
            ["icon"] = "mdi:tray-full",
            ["state_class"] = "measurement",
            ["unit_of_measurement"] = language.Say("entity.outbox.unit"),
            ["value_template"] = "{{ value_json.outbox.queued }}",
        });
        if (hasTemperature)
        {
            yield return OfHealth("temperature", "sensor", new JsonObject
            {
                ["device_class"] = "temperature",
                ["state_class"] = "measurement",
                ["unit_of_measurement"] = "°C",
                ["suggested_display_precision"] = 1,
                ["value_template"] = "{{ value_json.temperature_celsius }}",
            });
        }

        yield return new Component("version", "sensor", new JsonObject
        {
            ["icon"] = "mdi:tag-outline",
            ["state_topic"] = topics.Of(Topic.Info),
            ["value_template"] = "{{ value_json.version }}",
            ["entity_category"] = "diagnostic",
        });
    }

    private Component OfHealth(string key, string platform, JsonObject keys)
    {
        keys["state_topic"] = topics.Of(Topic.Health);
        keys["expire_after"] = HealthExpiry;
        keys["entity_category"] = "diagnostic";
        return new Component(key, platform, keys);
    }
}
