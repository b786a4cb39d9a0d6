using System.Globalization;
using System.Text.RegularExpressions;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Mqtt;

/// <summary>The bridge configuration of the README, with two real brokers: a site's own, and a central one.</summary>
public sealed partial class BridgeTests
{
    [ToolFact("mosquitto", "mosquitto_sub", "mosquitto_pub")]
    public async Task The_bridge_of_the_README_brings_a_sites_messages_to_the_centre_and_commands_back()
    {
        await using MosquittoProcess centre = await MosquittoProcess.StartAnonymousAsync();
        await using MosquittoProcess site = await MosquittoProcess.StartWithBridgeAsync(ReadmeBridge(centre.ObserverPort));
        using MqttSubscriber atTheCentre = await MqttSubscriber.StartAsync(centre, "#");
        await using RunningNode node = new(site.Options());
        await node.UntilConnectedAsync();

        node.Publisher.PublishThreshold("yard", 0.6);
        node.Publisher.PublishEvent(SampleEvents.Create(), snapshot: null);
        await Eventually.Until("state and event are at the centre", () => atTheCentre.On("edgewatch/barn-pi/yard/event").Count == 1
            && atTheCentre.On("edgewatch/barn-pi/yard/threshold").Count == 1);
        await Eventually.Until(
            "the node is online at the centre",
            () => atTheCentre.On("edgewatch/barn-pi/status").Any(message => message.Text.Contains("online", StringComparison.Ordinal)));

        using MqttSubscriber atTheSite = await MqttSubscriber.StartAsync(site, "edgewatch/+/request/#");
        await MqttSender.SendAsync(centre, "edgewatch/barn-pi/request/ping", "{}");

        await Eventually.Until("the command is at the site", () => atTheSite.Messages.Count == 1);
    }

    [ToolFact("mosquitto", "mosquitto_sub", "mosquitto_pub")]
    public async Task Events_of_an_outage_of_the_line_arrive_when_it_is_back()
    {
        await using MosquittoProcess centre = await MosquittoProcess.StartAnonymousAsync();
        await using LinkBreaker line = new(centre.ObserverPort);
        await using MosquittoProcess site = await MosquittoProcess.StartWithBridgeAsync(ReadmeBridge(line.Port));
        using MqttSubscriber atTheCentre = await MqttSubscriber.StartAsync(centre, "edgewatch/#");
        await using RunningNode node = new(site.Options());
        await node.UntilConnectedAsync();
        await Eventually.Until("the bridge is up", () => atTheCentre.On("barn-pi/status").Count > 0);

        line.Cut();
        node.Publisher.PublishEvent(SampleEvents.Create(), snapshot: null);
        await Eventually.Until("the site's broker has it", () => node.Publisher.Outbox.Queued == 0);
        line.Restore();

        await Eventually.Until("it is at the centre", () => atTheCentre.On("yard/event").Count == 1, TimeSpan.FromSeconds(60));
    }

    /// <summary>The block between <c>connection centre</c> and the next fence, with the address of this test.</summary>
    private static string ReadmeBridge(int port)
    {
        string readme = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "src", "EdgeWatch", "Mqtt", "README.md"));
        string bridge = BridgeBlock().Match(readme).Groups["bridge"].Value;
        Assert.NotEmpty(bridge);
        Assert.Contains("address central.example:1883", bridge, StringComparison.Ordinal);
        return bridge.Replace("\n    ", "\n", StringComparison.Ordinal)
            .Replace("central.example:1883", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?m)^    (?<bridge>connection centre\n(?:    .*\n)+)")]
    private static partial Regex BridgeBlock();
}
