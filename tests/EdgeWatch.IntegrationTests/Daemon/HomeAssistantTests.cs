using System.Text.Json.Nodes;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>The daemon as Home Assistant meets it.</summary>
public sealed class HomeAssistantTests : IDisposable
{
    private const string Node = "homeassistant/device/edgewatch_test/config";
    private const string Square = "homeassistant/device/edgewatch_test_C_square/config";
    private const string Door = "homeassistant/device/edgewatch_test_C_door/config";

    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub", "mosquitto_pub")]
    public async Task Devices_come_are_told_again_and_go_with_the_config()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Configure(broker.Port, "10min", LiveCamera.Ordinary(clip), LiveCamera.Ordinary(clip, "door"));
        using MqttSubscriber homeAssistant = await MqttSubscriber.StartAsync(broker, "homeassistant/#");
        await RunAsync(async daemon =>
        {
            await daemon.UntilAsync("all devices", () => Topics(homeAssistant).IsSupersetOf([Node, Square, Door]));
            Assert.All(
                homeAssistant.Messages, message => Assert.Empty(HomeAssistantRules.Check("homeassistant", message.Topic, message.Text)));

            int before = homeAssistant.On(Square).Count;
            await MqttSender.SendAsync(broker, "homeassistant/status", "online");
            await daemon.UntilAsync("it is told again", () => homeAssistant.On(Square).Count > before);
        });

        _site.Configure(broker.Port, "10min", LiveCamera.Ordinary(clip));
        await RunAsync(daemon => daemon.UntilAsync("door is gone", () => homeAssistant.On(Door)[^1].Payload.Length == 0));

        _site.Discovery = false;
        _site.Configure(broker.Port, "10min", LiveCamera.Ordinary(clip));
        await RunAsync(daemon => daemon.UntilAsync(
            "all are gone", () => homeAssistant.On(Square)[^1].Payload.Length == 0 && homeAssistant.On(Node)[^1].Payload.Length == 0));

        using MqttSubscriber late = await MqttSubscriber.StartAsync(broker, "#");
        await Eventually.Until("what is retained", () => late.On("test/status").Count > 0);
        Assert.DoesNotContain(
            late.Messages,
            message =>
                message.Topic.StartsWith("homeassistant/device/", StringComparison.Ordinal)
                || message.Topic.Contains("/door/", StringComparison.Ordinal));
    }

    [JinjaFact]
    public async Task Every_template_makes_of_real_messages_what_its_entity_takes()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker, "#");
        _site.Teach(LiveCamera.Id, clip.Learned);
        _site.Configure(broker.Port, "15s", LiveCamera.WithAnomalies(clip));
        await RunAsync(async daemon =>
        {
            await daemon.UntilAsync("health", () => subscriber.On("test/health").Count > 0);
            await daemon.UntilAsync(
                "an event ends",
                () => subscriber.On("square/event").Any(message => message.Text.Contains("\"end\"", StringComparison.Ordinal)));
        });
        TemplateCase[] cases = [.. Cases(subscriber, Node), .. Cases(subscriber, Square)];

        IReadOnlyList<string> rendered = await JinjaTemplates.RenderAsync(cases.Select(entry => (entry.Template, entry.Payload)));

        Assert.Equal(
            ["alert", "anomaly", "availability", "connectivity", "outbox", "phase", "problem", "score", "version"],
            cases.Select(entry => entry.Key).Where(key => key != "temperature").Distinct().Order(StringComparer.Ordinal));
        foreach ((TemplateCase entry, string text) in cases.Zip(rendered))
        {
            Assert.True(entry.Takes(text), $"{entry.Key}: {entry.Template} makes '{text}' of {entry.Payload}");
        }
    }

    private static IEnumerable<TemplateCase> Cases(MqttSubscriber subscriber, string topic)
    {
        JsonNode description = JsonNode.Parse(subscriber.On(topic)[0].Text)!;
        foreach ((string key, JsonNode? component) in description["components"]!.AsObject())
        {
            JsonObject entity = component!.AsObject();
            IEnumerable<JsonNode?> availability = (entity["availability"] ?? description["availability"])!.AsArray();
            IEnumerable<TemplateCase> cases =
            [
                .. Cases(
                    subscriber, "availability", "availability", availability.Select(entry => (entry!["topic"], entry["value_template"]))),
                .. Cases(subscriber, key, (string)entity["platform"]!, [(entity["state_topic"], entity["value_template"])]),
                .. Cases(subscriber, key, "attributes", [(entity["json_attributes_topic"], entity["json_attributes_template"])]),
            ];
            foreach (TemplateCase entry in cases)
            {
                yield return entry;
            }
        }
    }

    private static IEnumerable<TemplateCase> Cases(
        MqttSubscriber subscriber, string key, string kind, IEnumerable<(JsonNode? Topic, JsonNode? Template)> templates) =>
        templates.Where(entry => entry.Template is not null).SelectMany(entry => subscriber.Messages
            .Where(message => message.Topic == (string)entry.Topic!)
            .Select(message => new TemplateCase(key, kind, (string)entry.Template!, message.Text)));

    private async Task RunAsync(Func<DaemonProcess, Task> meanwhile)
    {
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilLoggedAsync("Connected to");
        await meanwhile(daemon);
        Assert.Equal(0, await daemon.StopAsync());
    }

    private static HashSet<string> Topics(MqttSubscriber subscriber) => [.. subscriber.Messages.Select(message => message.Topic)];
}
