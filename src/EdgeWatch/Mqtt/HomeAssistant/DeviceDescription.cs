using System.Text.Json.Nodes;
using EdgeWatch.Core.Languages;

namespace EdgeWatch.Mqtt.HomeAssistant;

/// <summary>One entity in the description of a device.</summary>
/// <param name="Key">Stays the same for ever: with the device it is the entity's identity.</param>
/// <param name="Platform">Kind of entity, for example <c>sensor</c>.</param>
/// <param name="Keys">Everything else, by the names of Home Assistant's documentation.</param>
internal sealed record Component(string Key, string Platform, JsonObject Keys)
{
    /// <summary>What people see it called.</summary>
    public Saying Name { get; init; } = new($"entity.{Key}");
}

/// <summary>A device with its entities, as Home Assistant's device-based discovery wants it.</summary>
/// <param name="ObjectId">Identity of the device; <c>[A-Za-z0-9_-]+</c>.</param>
/// <param name="Device">The <c>device</c> object.</param>
/// <param name="Origin">The <c>origin</c> object.</param>
/// <param name="Availability">The availability of all entities that have none of their own.</param>
/// <param name="Language">The language of the entities' names.</param>
/// <param name="Components">The entities.</param>
internal sealed record DeviceDescription(
    string ObjectId, JsonObject Device, JsonObject Origin, JsonArray Availability, Language Language, IReadOnlyList<Component> Components)
{
    /// <summary>The platforms of all components by their keys, for whoever has to remove some later.</summary>
    public SortedDictionary<string, string> Platforms =>
        new(Components.ToDictionary(component => component.Key, component => component.Platform), StringComparer.Ordinal);

    /// <summary>Where the description belongs.</summary>
    public string TopicBelow(string prefix) => $"{prefix}/device/{ObjectId}/config";

    /// <summary>The payload.</summary>
    public byte[] Payload() => Payload([]);

    /// <summary>The payload that also removes components: those are there with their platform alone.</summary>
    /// <param name="removed">Platforms by key.</param>
    public byte[] Payload(IEnumerable<KeyValuePair<string, string>> removed)
    {
        JsonObject components = [];
        foreach (Component component in Components)
        {
            components[component.Key] = Describe(component);
        }

        foreach ((string key, string platform) in removed)
        {
            components[key] = new JsonObject { ["platform"] = platform };
        }

        return Messages.MessageJson.Serialize(new JsonObject
        {
            ["device"] = Device.DeepClone(),
            ["origin"] = Origin.DeepClone(),
            ["availability"] = Availability.DeepClone(),
            ["availability_mode"] = "all",
            ["components"] = components,
        });
    }

    private JsonObject Describe(Component component)
    {
        JsonObject entity = new()
        {
            ["platform"] = component.Platform,
            ["unique_id"] = $"{ObjectId}_{component.Key}",
            ["name"] = component.Name.In(Language),
        };
        foreach ((string key, JsonNode? value) in component.Keys)
        {
            entity[key] = value?.DeepClone();
        }

        return entity;
    }
}
