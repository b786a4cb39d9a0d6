using System.Text.Json.Nodes;

namespace EdgeWatch.Mqtt.HomeAssistant;

/// <summary>One entity in the description of a device.</summary>
/// <param name="Key">Stays the same for ever: with the device it is the entity's identity.</param>
/// <param name="Platform">Kind of entity, for example <c>sensor</c>.</param>
/// <param name="Keys">Everything else, by the names of Home Assistant's documentation.</param>
internal sealed record Component(string Key, string Platform, JsonObject Keys);
