using EdgeWatch.Capture.Troubles;
using EdgeWatch.IntegrationTests.Capture;
using EdgeWatch.TestKit.Capture;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>
/// Streams that go on and are not what they should be: when it is told over MQTT, when that is over, and that another camera loses nothing.
/// </summary>
public sealed class StreamFaultTests(CaptureFixture fixture) : IClassFixture<CaptureFixture>
{
    /// <summary>A frame rate must have been seen for a minute before it is usual.</summary>
    private static readonly TimeSpan UntilUsual = TimeSpan.FromSeconds(70);

    private const int Pictures = 20;

    private const string OverUdp = "input_options: [\"-rtsp_transport\", \"udp\"]";

    private const string Frozen = "the picture is frozen";

    /// <summary>One test, since most of it is waiting.</summary>
    [RtspFact]
    public async Task A_frame_rate_that_falls_in_flight_and_packets_that_are_lost()
    {
        using RtspServer dark = await RtspServer.StartAsync();
        using RtspServer far = await RtspServer.StartAsync();
        await using LossyRelay good = new(far);
        await using LossyRelay fair = new(far);
        await using LossyRelay poor = new(far);
        await using LossyRelay wireless = new(far);
        await using LossyRelay remote = new(far);
        await using FaultyCameras cameras = await FaultyCameras.StartAsync(
            await fixture.JpegsAsync(),
            $"id: dark, source: \"{dark.Url}\"",
            $"id: good, source: \"{good.Url}\"",
            $"id: fair, source: \"{fair.Url}\"",
            $"id: poor, source: \"{poor.Url}\"",
            $"id: wireless, source: \"{wireless.Url}\", {OverUdp}",
            $"id: remote, source: \"{remote.Url}\", {OverUdp}");
        await cameras.UntilAsync("dark", "online");
        await cameras.PassAsync(UntilUsual);

        good.Lose(0.01);
        wireless.Lose(0.01);
        await Task.WhenAll(
            MeasureAsync(cameras, "dark", "10 frames a second become 2, and 10 again", () => dark.Thin(0.2), () => dark.Thin(1)),
            MeasureAsync(cameras, "fair", "5 % of the packets of RTSP are lost", () => fair.Lose(0.05), () => fair.Lose(0)),
            MeasureAsync(cameras, "poor", "20 % of the packets of RTSP are lost", () => poor.Lose(0.2), () => poor.Lose(0)),
            MeasureAsync(cameras, "remote", "5 % of the packets of RTSP over UDP are lost", () => remote.Lose(0.05), () => remote.Lose(0)));

        Assert.True(good.Lost > 0 && wireless.Lost > 0);
        CaptureFaultTable.Add(new CaptureFaultRow("1 % of the packets of RTSP are lost", null, "stays online", null));
        CaptureFaultTable.Add(new CaptureFaultRow("1 % of the packets of RTSP over UDP are lost", null, "stays online", null));
        Assert.True(cameras.Daemon.HasLogged("Camera dark is online, but: fewer frames than usual", "usually"));
        Assert.DoesNotContain(cameras.Daemon.Log, line => line.Contains("is offline", StringComparison.Ordinal));
        await cameras.SettleAsync();
    }

    /// <summary>An encoder whose sensor hangs: the stream goes on with the same picture for ever.</summary>
    [RtspFact]
    public async Task A_picture_that_freezes_is_told_in_these_words()
    {
        await FfmpegClip.RunAsync(
            "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=10", "-frames:v", $"{Pictures}", "-vf", "noise=alls=8:allf=t",
            "-start_number", "0", fixture.Folder.File("live%d.jpg"));
        using RtspServer server = await RtspServer.ShowAsync(fixture.Folder.File("live%d.jpg"), Pictures);
        await using FaultyCameras cameras = await FaultyCameras.StartAsync(
            await fixture.JpegsAsync(), $"id: yard, source: \"{server.Url}\", learning: {{duration: 15s}}");
        await cameras.UntilAsync("yard", "online");
        await cameras.PassAsync(TimeSpan.FromSeconds(25));
        Assert.False(cameras.HasToldOf("yard", Frozen), "before");

        byte[][] live = [.. Enumerable.Range(0, Pictures).Select(i => File.ReadAllBytes(fixture.Folder.File($"live{i}.jpg")))];
        long start = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < Pictures; i++)
        {
            await File.WriteAllBytesAsync(fixture.Folder.File($"live{i}.jpg"), live[7]);
        }

        await cameras.Daemon.UntilAsync("it is told", () => cameras.HasToldOf("yard", Frozen), TimeSpan.FromMinutes(2));
        TimeSpan seen = TimeProvider.System.GetElapsedTime(start);
        start = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < Pictures; i++)
        {
            await File.WriteAllBytesAsync(fixture.Folder.File($"live{i}.jpg"), live[i]);
        }

        await cameras.Daemon.UntilAsync("it is over", () => cameras.HasToldOf("yard", Frozen, "end"), TimeSpan.FromMinutes(2));

        CaptureFaultTable.Add(new CaptureFaultRow(
            "the same picture for ever, and live ones again", seen, $"alert: {Frozen}", TimeProvider.System.GetElapsedTime(start)));
        Assert.True(cameras.WasAlways("yard", "online"));
        await cameras.SettleAsync();
    }

    private static Task MeasureAsync(FaultyCameras cameras, string camera, string fault, Action begin, Action end) => cameras.MeasureAsync(
        fault,
        camera,
        camera == "dark" ? CameraTrouble.FewerFrames : CameraTrouble.DamagedPictures,
        begin,
        () =>
        {
            end();
            return Task.CompletedTask;
        },
        "online");
}
