using System.Text.Json;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

public sealed class ZonedCameraTests : IDisposable
{
    private const string Street = "zones: [{name: street, points: [[0, 0.4], [1, 0.4], [1, 1], [0, 1]]}]";
    private const string Sky = "zones: [{name: sky, points: [[0, 0], [1, 0], [1, 0.15], [0, 0.15]]}]";

    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    /// <summary>Three cameras see the same: one watches where it happens, one where it does not, and one ignores the place.</summary>
    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task What_happens_is_told_by_those_who_watch_there_with_the_name_of_the_zone()
    {
        SceneClip scene = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        foreach (string id in new[] { LiveCamera.Id, "sky", "blind" })
        {
            _site.Teach(id, scene.Learned);
        }

        _site.Configure(
            broker.Port,
            "15s",
            $"{LiveCamera.WithAnomalies(scene)}, {Street}",
            $"{LiveCamera.WithAnomalies(scene, "sky")}, {Sky}",
            $"{LiveCamera.WithAnomalies(scene, "blind")}, {Street.Replace("points", "kind: ignore, points", StringComparison.Ordinal)}");
        await using DaemonProcess daemon = _site.Start();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);

        await daemon.UntilAsync(
            "two events are over",
            () => subscriber.On("square/event").Count(message => message.Text.Contains("\"end\"", StringComparison.Ordinal)) >= 2);

        Assert.All(subscriber.On("square/event"), message => Assert.Equal("street", ZonesOf(message)));
        ReceivedMessage[] alarms =
            [.. subscriber.On("square/anomaly").Where(message => message.Text.Contains("\"ON\"", StringComparison.Ordinal))];
        Assert.NotEmpty(alarms);
        Assert.All(alarms, message => Assert.Equal("street", ZonesOf(message)));
        Assert.Empty(subscriber.On("sky/event"));
        Assert.Empty(subscriber.On("blind/event"));
        Assert.Equal(0, await daemon.StopAsync());

        // What the zones usually reach is kept for the next start, for this shape of the picture.
        Assert.Single(Directory.GetFiles(Path.Combine(_site.StateDirectory, "cameras"), "square.*.zones"));
    }

    /// <summary>Somebody renames a zone while the daemon runs: the old one is gone, and events name the new one.</summary>
    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task Another_zone_holds_as_soon_as_the_config_is_read_again_and_the_one_before_is_gone()
    {
        SceneClip scene = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Teach(LiveCamera.Id, scene.Learned);
        _site.Configure(broker.Port, "15s", $"{LiveCamera.WithAnomalies(scene)}, {Street}");
        await using DaemonProcess daemon = _site.Start();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        await daemon.UntilAsync("its zone says so", () => IsOn(subscriber, "square/zone/street/anomaly"));

        _site.Configure(
            broker.Port, "15s", $"{LiveCamera.WithAnomalies(scene)}, {Street.Replace("street", "road", StringComparison.Ordinal)}");
        daemon.Signal(UnixSignal.HangUp);

        await daemon.UntilLoggedAsync("was read again: adjusted: square.");
        await daemon.UntilAsync("the other zone says so", () => IsOn(subscriber, "square/zone/road/anomaly"));
        await daemon.UntilAsync("the one before is gone", () => subscriber.On("square/zone/street/anomaly")[^1].Text.Length == 0);
        await daemon.UntilAsync("events name it", () => subscriber.On("square/event").Any(message => ZonesOf(message) == "road"));
        Assert.Single(daemon.Log, line => line.Contains("square is online", StringComparison.Ordinal));
        using MqttSubscriber late = await MqttSubscriber.StartAsync(broker);
        Assert.DoesNotContain(late.Messages, message => message.Topic.Contains("/street/", StringComparison.Ordinal));
        Assert.All(
            subscriber.Messages.Where(message => message.Payload.Length > 0), message => Assert.Empty(Contract.Check(message)));
        Assert.Equal(0, await daemon.StopAsync());
    }

    private static bool IsOn(MqttSubscriber subscriber, string topicEnd) =>
        subscriber.On(topicEnd).Any(message => message.Text.Contains("\"ON\"", StringComparison.Ordinal));

    private static string ZonesOf(ReceivedMessage message) => string.Join(
        ' ', JsonDocument.Parse(message.Text).RootElement.GetProperty("zones").EnumerateArray().Select(zone => zone.GetString()));
}
