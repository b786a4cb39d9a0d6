using System.Buffers.Binary;
using System.Text.Json;
using EdgeWatch.Core.Frames;
using EdgeWatch.TestKit.Capture;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>A camera that sends more rows than are analysed: its events are shown in all of them.</summary>
public sealed class HighResolutionTests : IDisposable
{
    private static readonly FrameSize Sent = new(1440, 1080);
    private static readonly FrameSize Analysed = new(640, 480);

    /// <summary>How often the anomaly comes, and how long it takes to come again at most.</summary>
    private const int Rounds = 9;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);

    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    [RtspFact]
    public async Task The_pictures_of_an_event_are_replaced_by_such_as_the_camera_sends_after_the_alert_has_gone_out()
    {
        SceneClip scene = await SceneClip.GetAsync();
        using RtspServer server = await RtspServer.PlayAsync(await RenderAsync());
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Teach(LiveCamera.Id, scene.Learned);
        _site.Configure(broker.Port, "15s", $"id: {LiveCamera.Id}, source: '{server.Url}'");
        await using DaemonProcess daemon = _site.Start();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);

        // Of an event whose next message waits already the small ones stay: on a busy machine that may be the first one.
        JsonElement? large = null;
        await daemon.UntilAsync(
            "an event is over that has large pictures",
            () => (large = EndsOf(subscriber).FirstOrDefault(IsLarge)) is not null,
            Rounds * Round);

        byte[] snapshot = FileOf(large!.Value, "snapshot");
        Assert.Equal(Sent, SizeOf(FileOf(large.Value, "plain")));
        Assert.NotEqual(snapshot, FileOf(large.Value, "plain"));
        List<byte[]> told = [.. subscriber.On("square/snapshot").Select(message => message.Payload)];
        Assert.Equal(Analysed, SizeOf(told[0]));
        Assert.True(told.FindIndex(picture => picture.SequenceEqual(snapshot)) > 0, "the one that is kept was told, too");
        Assert.Equal(Analysed, SizeOf(subscriber.On("square/heatmap")[^1].Payload));
        Assert.Equal(0, await daemon.StopAsync());
    }

    private static IEnumerable<JsonElement?> EndsOf(MqttSubscriber subscriber) => subscriber.On("square/event")
        .Select(message => (JsonElement?)JsonDocument.Parse(message.Text).RootElement)
        .Where(message => message!.Value.GetProperty("type").GetString() == "end");

    private bool IsLarge(JsonElement? end) => SizeOf(FileOf(end!.Value, "snapshot")) == Sent;

    private byte[] FileOf(JsonElement message, string name) =>
        File.ReadAllBytes(Path.Combine(_site.StateDirectory, message.GetProperty(name).GetString()!));

    /// <summary>The size that a JPEG file says it has, in its segment "start of frame" (ITU-T T.81, B.2.2).</summary>
    internal static FrameSize SizeOf(byte[] picture)
    {
        int segment = 2;
        while (picture[segment + 1] is not (0xC0 or 0xC2))
        {
            segment += 2 + BinaryPrimitives.ReadUInt16BigEndian(picture.AsSpan(segment + 2));
        }

        int rows = BinaryPrimitives.ReadUInt16BigEndian(picture.AsSpan(segment + 5));
        return new FrameSize(BinaryPrimitives.ReadUInt16BigEndian(picture.AsSpan(segment + 7)), rows);
    }

    /// <summary>The seconds of the scene in which the anomaly is, over and over for a minute and a half.</summary>
    private async Task<string> RenderAsync()
    {
        string once = _site.File("once.mp4");
        await SceneClip.RenderAnomalyAsync(Sent, once);
        string often = _site.File("often.mp4");
        await FfmpegClip.RunAsync("-stream_loop", $"{Rounds - 1}", "-i", once, "-c", "copy", often);
        return often;
    }
}
