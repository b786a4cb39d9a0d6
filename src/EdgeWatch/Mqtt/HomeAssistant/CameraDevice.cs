using System.Text.Json.Nodes;
using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Core.Languages;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Mqtt.Publishing;

namespace EdgeWatch.Mqtt.HomeAssistant;

/// <summary>Describes a camera.</summary>
/// <param name="topics">Names of topics.</param>
/// <param name="node">The node that it belongs to.</param>
/// <param name="cameraId">The camera.</param>
/// <param name="language">The language of names.</param>
internal sealed class CameraDevice(Topics topics, NodeDevice node, string cameraId, Language language)
{
    /// <summary>
    /// Seconds without a score after which the last one counts for nothing; even an unchanged one is repeated more often.
    /// </summary>
    private static readonly int ScoreExpiry = (int)(4 * ScoreThrottle.RepeatInterval.TotalSeconds);

    /// <summary>Identity of the device. The capital letter is in no name, so no two cameras of any nodes share one.</summary>
    public string ObjectId => $"{node.ObjectId}_C_{cameraId}";

    /// <summary>The description.</summary>
    /// <param name="leastThreshold">The least threshold that can be set.</param>
    /// <param name="zones">The zones from which alerts come, by name.</param>
    public DeviceDescription Describe(double leastThreshold, IReadOnlyList<string> zones) => new(
        ObjectId,
        new JsonObject
        {
            ["identifiers"] = new JsonArray(ObjectId),
            ["name"] = $"EdgeWatch {topics.Node} {cameraId}",
            ["manufacturer"] = "EdgeWatch",
            ["model"] = language.Say("device.camera"),
            ["via_device"] = node.ObjectId,
        },
        node.Origin,
        new JsonArray(node.Availability),
        language,
        [.. Findings(), .. zones.Select(OfZone), .. Pictures(), .. Controls(leastThreshold), .. Diagnostics()]);

    /// <summary>What is said of the picture counts only while the camera delivers one.</summary>
    private JsonArray WhileOnline => new(
        node.Availability,
        new JsonObject
        {
            ["topic"] = topics.Of(Topic.CameraStatus, cameraId),
            ["value_template"] = "{{ 'online' if value_json.state == 'online' else 'offline' }}",
        });

    private IEnumerable<Component> Findings()
    {
        yield return Anomaly("anomaly", topics.Of(Topic.Anomaly, cameraId));
        yield return new Component("score", "sensor", new JsonObject
        {
            ["icon"] = "mdi:chart-bell-curve",
            ["state_topic"] = topics.Of(Topic.Score, cameraId),
            ["value_template"] = "{{ value_json.score }}",
            ["state_class"] = "measurement",
            ["suggested_display_precision"] = 2,
            ["expire_after"] = ScoreExpiry,
            ["availability"] = WhileOnline,
            ["availability_mode"] = "all",
        });

        // The template gives the payload the key that Home Assistant looks for.
        yield return new Component("alert", "event", new JsonObject
        {
            ["icon"] = "mdi:alert-decagram",
            ["event_types"] = new JsonArray("start", "update", "end"),
            ["state_topic"] = topics.Of(Topic.Event, cameraId),
            ["value_template"] = "{{ dict(value_json, event_type=value_json.type) | to_json }}",
            ["qos"] = (int)Topic.Event.Qos,
        });
    }

    private Component OfZone(string zone) => Anomaly($"anomaly_in_{zone}", topics.Of(Topic.ZoneAnomaly, cameraId, zone)) with
    {
        Name = new Saying("entity.anomaly_in", zone),
    };

    private Component Anomaly(string key, string topic) => new(key, "binary_sensor", new JsonObject
    {
        ["device_class"] = "motion",
        ["state_topic"] = topic,
        ["value_template"] = "{{ value_json.state }}",
        ["json_attributes_topic"] = topic,
        ["availability"] = WhileOnline,
        ["availability_mode"] = "all",
        ["qos"] = (int)Topic.Anomaly.Qos,
    });

    private IEnumerable<Component> Pictures()
    {
        yield return Picture("snapshot", Topic.Snapshot);
        yield return Picture("heatmap", Topic.Heatmap);
    }

    private Component Picture(string key, Topic picture) => new(key, "image", new JsonObject
    {
        ["image_topic"] = topics.Of(picture, cameraId),
        ["content_type"] = "image/jpeg",
        ["qos"] = (int)picture.Qos,
    });

    private IEnumerable<Component> Controls(double leastThreshold)
    {
        yield return new Component("threshold", "number", new JsonObject
        {
            ["icon"] = "mdi:tune-vertical",
            ["state_topic"] = topics.Of(Topic.Threshold, cameraId),
            ["command_topic"] = topics.Of(Topic.ThresholdSet, cameraId),
            ["min"] = leastThreshold,
            ["max"] = AlertOptions.MaxThreshold,
            ["step"] = 0.001,
            ["mode"] = "box",
            ["entity_category"] = "config",
            ["qos"] = (int)Topic.ThresholdSet.Qos,
        });
        yield return new Component("enabled", "switch", new JsonObject
        {
            ["icon"] = "mdi:cctv",
            ["state_topic"] = topics.Of(Topic.Enabled, cameraId),
            ["command_topic"] = topics.Of(Topic.EnabledSet, cameraId),
            ["entity_category"] = "config",
            ["qos"] = (int)Topic.EnabledSet.Qos,
        });
        yield return new Component("last_alert_was_normal", "button", new JsonObject
        {
            ["icon"] = "mdi:thumb-up-outline",
            ["command_topic"] = topics.Of(Topic.Feedback, cameraId),
            ["payload_press"] = """{"event_id":"last","verdict":"normal"}""",
            ["entity_category"] = "config",
            ["qos"] = (int)Topic.Feedback.Qos,
        });
    }

    private IEnumerable<Component> Diagnostics()
    {
        yield return new Component("connectivity", "binary_sensor", new JsonObject
        {
            ["device_class"] = "connectivity",
            ["state_topic"] = topics.Of(Topic.CameraStatus, cameraId),
            ["value_template"] = "{{ 'ON' if value_json.state == 'online' else 'OFF' }}",
            ["json_attributes_topic"] = topics.Of(Topic.CameraStatus, cameraId),
            ["entity_category"] = "diagnostic",
            ["qos"] = (int)Topic.CameraStatus.Qos,
        });
        yield return new Component("phase", "sensor", new JsonObject
        {
            ["icon"] = "mdi:school-outline",
            ["device_class"] = "enum",
            ["options"] = new JsonArray([.. PhaseMessage.Names.Select(name => JsonValue.Create(name))]),
            ["state_topic"] = topics.Of(Topic.Phase, cameraId),
            ["value_template"] = "{{ value_json.phase }}",
            ["json_attributes_topic"] = topics.Of(Topic.Phase, cameraId),
            ["entity_category"] = "diagnostic",
            ["qos"] = (int)Topic.Phase.Qos,
        });
    }
}
