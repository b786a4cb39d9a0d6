using System.Text.Json.Nodes;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>Payload of <c>&lt;base&gt;/&lt;node&gt;/info</c>.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="StartedAt">When the program started.</param>
/// <param name="Model">The network in use.</param>
/// <param name="Cameras">Ids of all cameras.</param>
/// <param name="ConfigSchema">Version of the config schema that this program reads.</param>
/// <param name="Config">The config in force, with all defaults and without secrets.</param>
/// <param name="Overrides">What was set over MQTT in its place, by camera.</param>
internal sealed record InfoMessage(
    string Node,
    string Version,
    DateTimeOffset StartedAt,
    ModelInfo Model,
    IReadOnlyList<string> Cameras,
    int ConfigSchema,
    JsonObject Config,
    IReadOnlyDictionary<string, OverridesInfo> Overrides);
