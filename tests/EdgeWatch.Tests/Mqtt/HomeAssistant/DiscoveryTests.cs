using System.Text;
using System.Text.Json.Nodes;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Languages;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.HomeAssistant;
using EdgeWatch.TestKit.Mqtt;
using EdgeWatch.Tests.Mqtt.Commands;

namespace EdgeWatch.Tests.Mqtt.HomeAssistant;

public sealed class DiscoveryTests
{
    private static readonly MqttOptions Options = new();

    [Fact]
    public void Home_Assistant_takes_every_description_whole()
    {
        foreach ((string topic, DeviceDescription device) in Describe("barn-pi", "yard", "front_door"))
        {
            Assert.Empty(HomeAssistantRules.Check("homeassistant", topic, Encoding.UTF8.GetString(device.Payload())));
        }
    }

    [Fact]
    public void A_node_has_the_entities_of_the_contract()
    {
        JsonObject node = Payload(Describe("barn-pi", "yard")[0].Device);

        Assert.Equal(["outbox", "problem", "temperature", "version"], Keys(node).Order());
        Assert.Equal("edgewatch_barn-pi", (string?)node["device"]!["identifiers"]![0]);
        Assert.Equal("EdgeWatch barn-pi", (string?)node["device"]!["name"]);
        Assert.Equal("edgewatch/barn-pi/status", (string?)node["availability"]![0]!["topic"]);
    }

    [Fact]
    public void A_camera_has_the_entities_of_the_contract_and_belongs_to_its_node()
    {
        (string topic, DeviceDescription device) = Describe("barn-pi", "yard")[1];
        JsonObject camera = Payload(device);

        Assert.Equal("homeassistant/device/edgewatch_barn-pi_C_yard/config", topic);
        Assert.Equal(
            ["alert", "anomaly", "connectivity", "enabled", "heatmap", "last_alert_was_normal", "phase", "score", "snapshot", "threshold"],
            Keys(camera).Order());
        Assert.Equal("edgewatch_barn-pi", (string?)camera["device"]!["via_device"]);
        JsonNode components = camera["components"]!;
        Assert.Equal("motion", (string?)components["anomaly"]!["device_class"]);
        Assert.Equal("edgewatch/barn-pi/yard/threshold/set", (string?)components["threshold"]!["command_topic"]);
        JsonNode threshold = components["threshold"]!;
        Assert.Equal((0.101, 1, 0.001), ((double)threshold["min"]!, (double)threshold["max"]!, (double)threshold["step"]!));
        Assert.Equal(["start", "update", "end"], components["alert"]!["event_types"]!.AsArray().Select(type => (string?)type));
        Assert.Equal(2, components["anomaly"]!["availability"]!.AsArray().Count);
    }

    [Fact]
    public void A_machine_without_a_thermometer_has_no_temperature() =>
        Assert.DoesNotContain("temperature", Keys(Payload(Home().Describe([], [], hasTemperature: false)[0].Device)));

    [Fact]
    public void A_zone_has_an_anomaly_of_its_own()
    {
        (string topic, DeviceDescription device) =
            Home().Describe([new FakeCamera("yard") { Zones = ["drive"] }], [], hasTemperature: false)[1];

        JsonNode zone = Payload(device)["components"]!["anomaly_in_drive"]!;
        Assert.Equal("edgewatch/barn-pi/yard/zone/drive/anomaly", (string?)zone["state_topic"]);
        Assert.Empty(HomeAssistantRules.Check("homeassistant", topic, Encoding.UTF8.GetString(device.Payload())));
    }

    [Fact]
    public void Names_are_in_the_language_of_the_config_and_identities_in_none()
    {
        JsonObject english = Payload(Describe("barn-pi", "yard")[1].Device);
        JsonObject german = Payload(Home(language: Language.German).Describe([new FakeCamera("yard")], [], hasTemperature: true)[1].Device);

        Assert.Equal("Last alert", (string?)english["components"]!["snapshot"]!["name"]);
        Assert.Equal("Letzter Alarm", (string?)german["components"]!["snapshot"]!["name"]);
        Assert.Equal("Kamera", (string?)german["device"]!["model"]);
        Assert.Equal(Keys(english), Keys(german));
        Assert.Equal(
            (string?)english["components"]!["snapshot"]!["unique_id"], (string?)german["components"]!["snapshot"]!["unique_id"]);
    }

    [Fact]
    public void Profiles_can_be_chosen_where_there_are_some()
    {
        (string topic, DeviceDescription device) = Home().Describe([], ["default", "night"], hasTemperature: false)[0];

        JsonNode select = Payload(device)["components"]!["profile"]!;
        Assert.Equal("select", (string?)select["platform"]);
        Assert.Equal(["auto", "default", "night"], select["options"]!.AsArray().Select(name => (string?)name));
        Assert.Equal("edgewatch/barn-pi/profile/set", (string?)select["command_topic"]);
        Assert.Empty(HomeAssistantRules.Check("homeassistant", topic, Encoding.UTF8.GetString(device.Payload())));
        Assert.DoesNotContain("profile", Keys(Payload(Describe("barn-pi")[0].Device)));
    }

    [Fact]
    public void No_two_cameras_of_any_nodes_share_an_identity()
    {
        string[] names = ["a", "a_b", "b", "b_c", "a-c", "c", "a_c_b", "c_b", "c_"];

        string[] topics = [.. names.SelectMany(node => Describe(node, names)).Select(entry => entry.Topic)];

        Assert.Equal(topics.Length, topics.Distinct().Count());
    }

    [Fact]
    public void Nobody_is_told_when_discovery_is_off()
    {
        MqttOptions off = new() { Discovery = false };

        Assert.Empty(
            new HomeAssistantNode(off, new Topics("edgewatch", "barn-pi"), "1.0", "model 1", Language.English)
                .Describe([new FakeCamera("yard")], [], true));
        Assert.Empty(HomeAssistantNode.BirthTopics(off));
    }

    [Fact]
    public void Components_that_left_are_there_with_their_platform_alone()
    {
        DeviceDescription device = Describe("barn-pi", "yard")[1].Device;

        string payload = Encoding.UTF8.GetString(device.Payload([new("volume", "sensor")]));

        Assert.Equal("""{"platform":"sensor"}""", JsonNode.Parse(payload)!["components"]!["volume"]!.ToJsonString());
        Assert.Empty(HomeAssistantRules.Check("homeassistant", "homeassistant/device/x/config", payload));
    }

    /// <summary>The rules themselves: each of these mistakes is one that Home Assistant would not take.</summary>
    [Theory]
    [InlineData("origin", null, "required")]
    [InlineData("device.identifiers", "[]", "needs identifiers")]
    [InlineData("cmps", "{}", "cmps is not allowed")]
    [InlineData("components.score.unique_id", null, "needs unique_id")]
    [InlineData("components.score.state_topic", null, "needs state_topic")]
    [InlineData("components.score.state_topic", "\"\"", "cannot be")]
    [InlineData("components.score.object_id", "\"x\"", "object_id is not allowed")]
    [InlineData("components.score.options", "[\"a\"]", "neither a state class nor a unit")]
    [InlineData("components.score.device_class", "\"temperature\"", "needs one of the units")]
    [InlineData("components.score.entity_category", "\"config\"", "category config")]
    [InlineData("components.score.platform", "\"radio\"", "platform that is known")]
    [InlineData("components.score.availability_mode", "\"latest\"", "need the mode all")]
    [InlineData("components.threshold.step", "0.0001", "smallest step")]
    [InlineData("components.threshold.max", "0", "above min")]
    [InlineData("components.threshold.command_topic", "\"a/+/b\"", "cannot be")]
    [InlineData("components.snapshot.url_topic", "\"a\"", "exactly one")]
    [InlineData("components.snapshot.image_topic", null, "exactly one")]
    [InlineData("components.alert.event_types", null, "needs event_types")]
    [InlineData("components.anomaly.device_class", "\"commotion\"", "no device class")]
    [InlineData("components.anomaly.unique_id", "\"edgewatch_barn-pi_C_yard_score\"", "not unique")]
    [InlineData("components.anomaly.value_template", "\"{{ x\"", "cannot be")]
    [InlineData("components.anomaly.icon", "\"bell\"", "cannot be")]
    [InlineData("components.anomaly.name", "7", "cannot be")]
    public void What_Home_Assistant_would_not_take_is_found(string path, string? value, string error)
    {
        JsonObject payload = Payload(Describe("barn-pi", "yard")[1].Device);
        string[] keys = path.Split('.');
        JsonObject parent = keys[..^1].Aggregate(payload, (node, key) => node[key]!.AsObject());
        parent.Remove(keys[^1]);
        if (value is not null)
        {
            parent[keys[^1]] = JsonNode.Parse(value);
        }

        Assert.Contains(
            HomeAssistantRules.Check("homeassistant", "homeassistant/device/x/config", payload.ToJsonString()),
            found => found.Contains(error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("homeassistant/sensor/x/config")]
    [InlineData("homeassistant/device/x y/config")]
    [InlineData("elsewhere/device/x/config")]
    public void Topics_that_Home_Assistant_would_not_hear_are_found(string topic) =>
        Assert.NotEmpty(HomeAssistantRules.Check("homeassistant", topic, ""));

    /// <summary>Keys of the names of all entities that there can be, but those of zones.</summary>
    internal static IEnumerable<string> EntityKeys() => Home()
        .Describe([new FakeCamera("yard")], ["default", "night"], hasTemperature: true, hasDigest: true)
        .SelectMany(entry => entry.Device.Components)
        .Select(component => component.Name.Key);

    internal static IReadOnlyList<(string Topic, DeviceDescription Device)> Describe(string node, params string[] cameras) =>
        Home(node).Describe(cameras.Select(id => new FakeCamera(id)), [], hasTemperature: true);

    private static HomeAssistantNode Home(string node = "barn-pi", Language? language = null) =>
        new(Options, new Topics("edgewatch", node), "1.0", "model 1", language ?? Language.English);

    private static JsonObject Payload(DeviceDescription device) => JsonNode.Parse(device.Payload())!.AsObject();

    private static IEnumerable<string> Keys(JsonObject payload) => payload["components"]!.AsObject().Select(component => component.Key);
}
