using System.Text.Json.Nodes;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>Frames that come faster than they can be analysed.</summary>
public sealed class LossTests : IDisposable
{
    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    /// <summary>A recording that is played as fast as it can be read is more than any machine keeps up with: it waits.</summary>
    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task A_recording_that_is_read_as_fast_as_possible_loses_no_frame()
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        _site.Configure(broker.Port, "10s", $"id: square, source: {clip.File}, speed: fastest");
        await using DaemonProcess daemon = _site.Start();

        Assert.Equal(0, await daemon.WaitForExitAsync());

        await Eventually.Until("the last health message", () => subscriber.On("test/health").Count > 0);
        JsonNode camera = JsonNode.Parse(subscriber.On("test/health")[^1].Text)!["cameras"]!["square"]!;
        Assert.Equal(0, camera["drops"]!["busy"]!.GetValue<long>());
        Assert.False(daemon.HasLogged("square", "frames were dropped"), string.Join('\n', daemon.Log));
    }
}
