using System.Text.Json;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

public sealed class CoveredCameraTests : IDisposable
{
    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    /// <summary>Nothing moves before a cloth: a watchman of motion alone would say that all is quiet.</summary>
    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task A_camera_that_is_covered_is_told_of_in_these_words()
    {
        SceneClip scene = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await FfmpegClip.RunAsync(
            "-i", scene.NormalFile, "-t", "15", "-vf", "drawbox=c=0x605850:t=fill:enable='gte(t,4)',noise=alls=6:allf=t",
            "-c:v", "libx264", "-preset", "veryfast", _site.File("covered.mp4"));
        _site.Teach(LiveCamera.Id, scene.Learned);
        _site.Configure(broker.Port, "15s", $"id: {LiveCamera.Id}, source: {_site.File("covered.mp4")}");
        await using DaemonProcess daemon = _site.Start();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);

        await daemon.UntilAsync("it is told", () => subscriber.On("square/event").Any(message => IsOfTheView(message.Text)));

        string told = subscriber.On("square/event").First(message => IsOfTheView(message.Text)).Text;
        JsonElement reason = JsonDocument.Parse(told).RootElement.GetProperty("reasons")[0];
        Assert.Equal("the camera is covered", reason.GetProperty("text").GetString());
        Assert.Equal(0, await daemon.StopAsync());
    }

    private static bool IsOfTheView(string message) =>
        JsonDocument.Parse(message).RootElement.GetProperty("reasons")[0].GetProperty("kind").GetString() == "view";
}
