using System.Text.Json;
using System.Text.RegularExpressions;

namespace EdgeWatch.TestKit.Mqtt;

/// <summary>
/// Home Assistant's own rules for device-based MQTT discovery, written down from its public source (home-assistant/core,
/// homeassistant/components/mqtt: discovery.py, schemas.py, config.py, util.py and the file of each platform): what a payload
/// breaks of them, Home Assistant refuses or drops with a line in its log.
/// </summary>
public static partial class HomeAssistantRules
{
    /// <summary>DEVICE_DISCOVERY_SCHEMA: keys of the payload. <c>~</c> and abbreviations would be allowed, too, and are not used.</summary>
    private static readonly string[] RootKeys =
    [
        "device", "origin", "components", "availability", "availability_mode", "availability_topic", "availability_template",
        "payload_available", "payload_not_available", "state_topic", "command_topic", "qos", "encoding",
    ];

    /// <summary>MQTT_ENTITY_DEVICE_INFO_SCHEMA.</summary>
    private static readonly string[] DeviceKeys =
    [
        "identifiers", "connections", "manufacturer", "model", "model_id", "name", "hw_version", "serial_number", "sw_version",
        "via_device", "suggested_area", "configuration_url",
    ];

    /// <summary>MQTT_ORIGIN_INFO_SCHEMA.</summary>
    private static readonly string[] OriginKeys = ["name", "sw_version", "support_url"];

    /// <summary>
    /// MQTT_BASE_SCHEMA and MQTT_ENTITY_COMMON_SCHEMA, less what is out of date (object_id) or overrides the user (default_entity_id).
    /// </summary>
    private static readonly string[] CommonKeys =
    [
        "platform", "qos", "encoding", "availability", "availability_mode", "unique_id", "enabled_by_default", "entity_category", "icon",
        "json_attributes_topic", "json_attributes_template", "name",
    ];

    /// <summary>What each platform knows besides; required ones end with an exclamation mark.</summary>
    private static readonly Dictionary<string, string[]> PlatformKeys = new()
    {
        ["binary_sensor"] =
            ["state_topic!", "value_template", "device_class", "expire_after", "force_update", "off_delay", "payload_on", "payload_off"],
        ["sensor"] =
        [
            "state_topic!", "value_template", "device_class", "expire_after", "force_update", "last_reset_value_template", "options",
            "suggested_display_precision", "state_class", "unit_of_measurement",
        ],
        ["event"] = ["state_topic!", "value_template", "device_class", "event_types!"],
        ["image"] = ["content_type", "url_topic", "image_topic", "image_encoding", "url_template"],
        ["number"] =
        [
            "command_topic!", "state_topic", "value_template", "command_template", "device_class", "max", "min", "mode", "optimistic",
            "payload_reset", "retain", "step", "unit_of_measurement",
        ],
        ["switch"] =
        [
            "command_topic!", "state_topic", "value_template", "command_template", "device_class", "optimistic", "payload_on",
            "payload_off", "retain", "state_on", "state_off",
        ],
        ["select"] = ["command_topic!", "options!", "state_topic", "value_template", "command_template", "optimistic", "retain"],
        ["button"] = ["command_topic!", "command_template", "device_class", "payload_press", "retain"],
    };

    /// <summary>The device classes that EdgeWatch may use: BinarySensorDeviceClass and SensorDeviceClass have more.</summary>
    private static readonly Dictionary<string, string[]> DeviceClasses = new()
    {
        ["binary_sensor"] = ["motion", "connectivity", "problem", "occupancy", "running", "update"],
        ["sensor"] = ["temperature", "enum", "duration", "data_size", "timestamp"],
        ["event"] = ["motion", "doorbell", "button"],
        ["switch"] = ["switch", "outlet"],
        ["button"] = ["identify", "restart", "update"],
        ["number"] = [],
        ["image"] = [],
        ["select"] = [],
    };

    /// <summary>DEVICE_CLASS_UNITS of the sensors' device classes.</summary>
    private static readonly Dictionary<string, string[]> Units = new()
    {
        ["temperature"] = ["°C", "°F", "K"],
        ["duration"] = ["d", "h", "min", "s", "ms"],
        ["data_size"] = ["B", "kB", "MB", "GB", "KiB", "MiB", "GiB"],
    };

    /// <summary>Everything that is wrong with a message on a discovery topic; nothing when Home Assistant takes it whole.</summary>
    /// <param name="prefix">The discovery prefix.</param>
    /// <param name="topic">The message's topic.</param>
    /// <param name="payload">Its payload.</param>
    public static IReadOnlyList<string> Check(string prefix, string topic, string payload)
    {
        List<string> errors = [];
        if (!TopicPattern().IsMatch(topic) || !topic.StartsWith($"{prefix}/device/", StringComparison.Ordinal))
        {
            errors.Add($"{topic} is no topic of device-based discovery");
        }

        if (payload.Length > 0)
        {
            using JsonDocument document = JsonDocument.Parse(payload);
            CheckRoot(document.RootElement, errors);
        }

        return errors;
    }

    private static void CheckRoot(JsonElement root, List<string> errors)
    {
        RequireOnly(root, RootKeys, "the root", errors);
        if (!root.TryGetProperty("device", out JsonElement device) || !root.TryGetProperty("origin", out JsonElement origin)
            || !root.TryGetProperty("components", out JsonElement components))
        {
            errors.Add("device, origin and components are required");
            return;
        }

        CheckDevice(device, errors);
        CheckOrigin(origin, errors);
        CheckAvailability(root, "the root", errors);
        string[] uniqueIds = [.. components.EnumerateObject().Select(component => Text(component.Value, "unique_id")).OfType<string>()];
        Require(uniqueIds.Distinct().Count() == uniqueIds.Length, "unique ids are not unique", errors);
        foreach (JsonProperty component in components.EnumerateObject())
        {
            CheckComponent(component.Name, component.Value, errors);
        }
    }

    private static void CheckDevice(JsonElement device, List<string> errors)
    {
        RequireOnly(device, DeviceKeys, "device", errors);
        Require(
            device.TryGetProperty("identifiers", out JsonElement identifiers)
                && identifiers.ValueKind == JsonValueKind.Array
                && identifiers.GetArrayLength() > 0,
            "device needs identifiers",
            errors);
        foreach (JsonProperty property in device.EnumerateObject().Where(property => property.Name is not ("identifiers" or "connections")))
        {
            Require(property.Value.ValueKind == JsonValueKind.String, $"device.{property.Name} must be a text", errors);
        }
    }

    private static void CheckOrigin(JsonElement origin, List<string> errors)
    {
        RequireOnly(origin, OriginKeys, "origin", errors);
        Require(Text(origin, "name") is { Length: > 0 }, "origin needs a name", errors);
        if (origin.TryGetProperty("support_url", out JsonElement url))
        {
            Require(
                Uri.TryCreate(url.GetString(), UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "http" or "https" or "homeassistant",
                "support_url is no URL",
                errors);
        }
    }

    private static void CheckComponent(string key, JsonElement component, List<string> errors)
    {
        Require(IdPattern().IsMatch(key), $"the key {key} has characters that an id cannot have", errors);
        if (Text(component, "platform") is not { } platform || !PlatformKeys.TryGetValue(platform, out string[]? keys))
        {
            errors.Add($"{key} needs a platform that is known");
            return;
        }

        // A platform alone removes the component.
        if (component.EnumerateObject().Count() == 1)
        {
            return;
        }

        RequireOnly(component, [.. CommonKeys, .. keys.Select(name => name.TrimEnd('!'))], key, errors);
        foreach (string required in keys.Where(name => name.EndsWith('!')).Select(name => name.TrimEnd('!')).Append("unique_id"))
        {
            Require(component.TryGetProperty(required, out _), $"{key} needs {required}", errors);
        }

        CheckValues(key, component, errors);
        CheckAvailability(component, key, errors);
        CheckKindOf(platform, key, component, errors);
    }

    /// <summary>
    /// Rules by the kind of value: valid_subscribe_topic, valid_publish_topic, valid_qos_schema, cv.icon, cv.template, positive_int.
    /// </summary>
    private static void CheckValues(string key, JsonElement component, List<string> errors)
    {
        foreach (JsonProperty property in component.EnumerateObject())
        {
            JsonElement value = property.Value;
            bool isFine = property.Name switch
            {
                "name" => value.ValueKind is JsonValueKind.String or JsonValueKind.Null,
                "command_topic" => IsTopic(value) && !value.GetString()!.AsSpan().ContainsAny('+', '#'),
                { } name when name.EndsWith("_topic", StringComparison.Ordinal) => IsTopic(value),
                { } name when name.EndsWith("_template", StringComparison.Ordinal) => IsTemplate(value),
                "qos" => value.ValueKind == JsonValueKind.Number && value.GetInt32() is 0 or 1 or 2,
                "icon" => value.GetString()!.Contains(':', StringComparison.Ordinal),
                "expire_after" or "off_delay" or "suggested_display_precision" =>
                    value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= 0,
                "entity_category" => value.GetString() is "config" or "diagnostic",
                "state_class" => value.GetString() is "measurement" or "total" or "total_increasing" or "measurement_angle",
                "availability" or "options" or "event_types" => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0,
                "min" or "max" or "step" => value.ValueKind == JsonValueKind.Number,
                "enabled_by_default" or "force_update" or "optimistic" or "retain" =>
                    value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                _ => value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0,
            };
            Require(isFine, $"{key}.{property.Name} cannot be {value}", errors);
        }
    }

    private static void CheckAvailability(JsonElement element, string where, List<string> errors)
    {
        if (!element.TryGetProperty("availability", out JsonElement availability))
        {
            return;
        }

        // vol.Exclusive: a list or a single topic. The default mode, latest, would let one topic overrule the other.
        Require(
            !element.TryGetProperty("availability_topic", out _),
            $"{where}: availability and availability_topic exclude each other",
            errors);
        Require(Text(element, "availability_mode") is "all" or "any" or "latest", $"{where} needs an availability_mode", errors);
        Require(
            availability.GetArrayLength() == 1 || Text(element, "availability_mode") == "all",
            $"{where}: several topics need the mode all",
            errors);
        foreach (JsonElement entry in availability.EnumerateArray())
        {
            RequireOnly(entry, ["topic", "payload_available", "payload_not_available", "value_template"], $"{where}.availability", errors);
            Require(entry.TryGetProperty("topic", out JsonElement topic) && IsTopic(topic), $"{where}.availability needs a topic", errors);
        }
    }

    private static void CheckKindOf(string platform, string key, JsonElement component, List<string> errors)
    {
        string? deviceClass = Text(component, "device_class");
        Require(
            deviceClass is null || DeviceClasses[platform].Contains(deviceClass),
            $"{key}: {platform} has no device class {deviceClass}",
            errors);
        switch (platform)
        {
            case "binary_sensor":
                CheckReadOnly(key, component, errors);
                break;
            case "sensor":
                CheckReadOnly(key, component, errors);
                CheckSensor(key, component, deviceClass, errors);
                break;
            case "number":
                CheckNumber(key, component, errors);
                break;
            case "image":
                CheckImage(key, component, errors);
                break;
        }
    }

    /// <summary>"Entity category `config` is invalid for sensors".</summary>
    private static void CheckReadOnly(string key, JsonElement component, List<string> errors) =>
        Require(Text(component, "entity_category") is not "config", $"{key}: sensors cannot be of the category config", errors);

    /// <summary>validate_sensor_state_and_device_class_config.</summary>
    private static void CheckSensor(string key, JsonElement sensor, string? deviceClass, List<string> errors)
    {
        bool hasOptions = sensor.TryGetProperty("options", out _);
        bool hasNumber = sensor.TryGetProperty("state_class", out _) || sensor.TryGetProperty("unit_of_measurement", out _);
        Require(!hasOptions || !hasNumber, $"{key}: options go with neither a state class nor a unit", errors);
        Require(!hasOptions || deviceClass == "enum", $"{key}: options need the device class enum", errors);
        Require(deviceClass != "enum" || !hasNumber, $"{key}: the device class enum goes with neither a state class nor a unit", errors);
        if (deviceClass is not null && Units.TryGetValue(deviceClass, out string[]? units))
        {
            Require(
                units.Contains(Text(sensor, "unit_of_measurement")),
                $"{key}: the device class {deviceClass} needs one of the units {string.Join(", ", units)}",
                errors);
        }
    }

    /// <summary>validate_config of number.py: max above min; step at least 0.001.</summary>
    private static void CheckNumber(string key, JsonElement number, List<string> errors)
    {
        double least = number.TryGetProperty("min", out JsonElement min) ? min.GetDouble() : 1;
        double most = number.TryGetProperty("max", out JsonElement max) ? max.GetDouble() : 100;
        double step = number.TryGetProperty("step", out JsonElement given) ? given.GetDouble() : 1;
        Require(least < most, $"{key}: max must be above min", errors);
        Require(step >= 0.001, $"{key}: the smallest step is 0.001", errors);
        Require(Text(number, "mode") is null or "auto" or "box" or "slider", $"{key}: mode is auto, box or slider", errors);
    }

    /// <summary>validate_topic_required of image.py: exactly one of the two topics; content_type with image_topic only.</summary>
    private static void CheckImage(string key, JsonElement image, List<string> errors)
    {
        bool hasBytes = image.TryGetProperty("image_topic", out _);
        Require(hasBytes != image.TryGetProperty("url_topic", out _), $"{key} needs exactly one of image_topic and url_topic", errors);
        Require(hasBytes || !image.TryGetProperty("content_type", out _), $"{key}: content_type goes with image_topic", errors);
    }

    private static bool IsTopic(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and < 65536 } topic
        && !topic.Any(char.IsControl);

    /// <summary>Jinja2 would refuse a text whose brackets do not match.</summary>
    private static bool IsTemplate(JsonElement value) => value.ValueKind == JsonValueKind.String
        && Regex.Count(value.GetString()!, @"\{\{") == Regex.Count(value.GetString()!, @"\}\}");

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void RequireOnly(JsonElement element, string[] allowed, string where, List<string> errors)
    {
        foreach (JsonProperty property in element.EnumerateObject().Where(property => !allowed.Contains(property.Name)))
        {
            errors.Add($"{where}: {property.Name} is not allowed");
        }
    }

    private static void Require(bool holds, string error, List<string> errors)
    {
        if (!holds)
        {
            errors.Add(error);
        }
    }

    /// <summary>TOPIC_MATCHER, without a node id: that would become part of every component's id.</summary>
    [GeneratedRegex(@"\A[^+#]+/device/[a-zA-Z0-9_-]+/config\z")]
    private static partial Regex TopicPattern();

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]+\z")]
    private static partial Regex IdPattern();
}
