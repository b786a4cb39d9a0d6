using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.Storage;

namespace EdgeWatch.Mqtt.HomeAssistant;

/// <summary>
/// Tidies up at the broker: what an earlier run left there and this one does not own any more (a camera that left the config, another
/// node name, discovery turned off) is removed with an empty retained payload. What was left is known from the state directory, so
/// nothing of other nodes is ever touched.
/// </summary>
/// <param name="state">Remembers what is at the broker.</param>
/// <param name="publisher">Publishes retained payloads.</param>
internal sealed class RetainedLedger(NodeState state, MqttPublisher publisher)
{
    private static readonly SortedDictionary<string, string> NoComponents = new(StringComparer.Ordinal);

    /// <summary>Describes the devices, in this order, and removes what is not wanted any more.</summary>
    /// <param name="topics">Retained topics of this run that are no descriptions.</param>
    /// <param name="devices">Descriptions by their topic.</param>
    public void Bring(IEnumerable<string> topics, IReadOnlyList<(string Topic, DeviceDescription Device)> devices)
    {
        IReadOnlyDictionary<string, SortedDictionary<string, string>> before = state.Retained;
        HashSet<string> wanted = [.. topics, .. devices.Select(entry => entry.Topic)];
        foreach ((string topic, DeviceDescription device) in devices)
        {
            Describe(topic, device, before.GetValueOrDefault(topic, NoComponents));
        }

        foreach (string topic in wanted.Except(devices.Select(entry => entry.Topic)))
        {
            state.Remember(topic, NoComponents);
        }

        foreach (string topic in before.Keys.Where(topic => !wanted.Contains(topic)))
        {
            publisher.PublishRetained(topic, [], () => state.Forget(topic));
        }
    }

    /// <summary>Components that left go first, by a payload of their own, as Home Assistant wants it.</summary>
    private void Describe(string topic, DeviceDescription device, SortedDictionary<string, string> before)
    {
        SortedDictionary<string, string> platforms = device.Platforms;
        KeyValuePair<string, string>[] removed = [.. before.Where(component => !platforms.ContainsKey(component.Key))];
        if (removed.Length == 0)
        {
            state.Remember(topic, platforms);
            publisher.PublishRetained(topic, device.Payload());
            return;
        }

        publisher.PublishRetained(
            topic,
            device.Payload(removed),
            () => publisher.PublishRetained(topic, device.Payload(), () => state.Remember(topic, platforms)));
    }
}
