using EdgeWatch.Configuration;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Languages;
using EdgeWatch.Mqtt.Commands;

namespace EdgeWatch.Mqtt.HomeAssistant;

/// <summary>Describes a node and its cameras to Home Assistant.</summary>
/// <param name="options">Whether and where.</param>
/// <param name="topics">Names of topics.</param>
/// <param name="version">Version of the program.</param>
/// <param name="model">The network in use.</param>
/// <param name="language">The language of their names.</param>
internal sealed class HomeAssistantNode(MqttOptions options, Topics topics, string version, string model, Language language)
{
    /// <summary>
    /// Where Home Assistant says that it has started: below the prefix, and at
    /// its default, which stays where it is when only the prefix is changed.
    /// </summary>
    public static IReadOnlyCollection<string> BirthTopics(MqttOptions options) => options.Discovery
        ? new HashSet<string> { $"{options.DiscoveryPrefix}/status", $"{MqttOptions.DefaultDiscoveryPrefix}/status" }
        : [];

    /// <summary>
    /// The devices with the topics of their descriptions, the node first: cameras refer to it. None when nobody wants them.
    /// </summary>
    /// <param name="cameras">The cameras.</param>
    /// <param name="profiles">Names of the profiles that can be chosen; none where there are none.</param>
    /// <param name="hasTemperature">Whether this machine tells its temperature.</param>
    /// <param name="hasDigest">Whether the day before is told.</param>
    public IReadOnlyList<(string Topic, DeviceDescription Device)> Describe(
        IEnumerable<ICameraControl> cameras, IReadOnlyList<string> profiles, bool hasTemperature, bool hasDigest = false)
    {
        if (!options.Discovery)
        {
            return [];
        }

        NodeDevice node = new(topics, version, model, language);
        IEnumerable<DeviceDescription> devices =
        [
            node.Describe(profiles, hasTemperature, hasDigest),
            .. cameras.Select(camera =>
                new CameraDevice(topics, node, camera.Id, language).Describe(LeastThreshold(camera.Policy), camera.Zones)),
        ];
        return [.. devices.Select(device => (device.TopicBelow(options.DiscoveryPrefix), device))];
    }

    private static double LeastThreshold(AlertPolicy policy) => AlertPolicy.LeastThreshold(policy.Hysteresis);
}
