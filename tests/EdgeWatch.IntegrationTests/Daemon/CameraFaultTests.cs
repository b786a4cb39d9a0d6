using EdgeWatch.Capture;
using EdgeWatch.IntegrationTests.Capture;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>
/// Faults of cameras under the daemon: when they are seen and told over MQTT, when frames flow again, and that another camera loses none.
/// </summary>
public sealed class CameraFaultTests(CaptureFixture fixture) : IClassFixture<CaptureFixture>, IDisposable
{
    private const string Stall = "stall_timeout: 3s";

    private readonly TemporaryFolder _folder = new();

    [RtspFact]
    public async Task A_server_that_is_killed_or_hangs()
    {
        using RtspServer server = await RtspServer.StartAsync();
        await using FaultyCameras cameras = await FaultyCameras.StartAsync(
            await fixture.JpegsAsync(), $"id: yard, source: \"{server.Url}\", {Stall}");

        await cameras.MeasureAsync(
            "RTSP server killed, and started again", "yard", CaptureFailure.Refused, server.Kill, server.RestartAsync);
        await cameras.MeasureAsync(
            "RTSP server hangs (stall_timeout 3 s), and goes on", "yard", CaptureFailure.Stalled, server.Freeze,
            () =>
            {
                server.Thaw();
                return Task.CompletedTask;
            });
        await cameras.SettleAsync();
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task An_ffmpeg_that_is_killed_or_stopped()
    {
        await using MjpegServer server = new(await fixture.JpegsAsync(), framesPerSecond: 5);
        await using FaultyCameras cameras = await FaultyCameras.StartAsync(
            await fixture.JpegsAsync(), $"id: yard, source: \"{server.Url}\", {Stall}");
        await cameras.UntilAsync("yard", "online");

        await cameras.MeasureAsync(
            "ffmpeg killed", "yard", CaptureFailure.Killed, () => UnixSignal.Send(cameras.FfmpegOf(server.Url), UnixSignal.Kill), Nothing);
        await cameras.MeasureAsync(
            "ffmpeg stopped (SIGSTOP; stall_timeout 3 s)", "yard", CaptureFailure.Stalled,
            () => UnixSignal.Send(cameras.FfmpegOf(server.Url), UnixSignal.Stop), Nothing);
        await cameras.SettleAsync();
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task A_password_that_is_wrong_a_name_that_is_none_a_port_where_nobody_is()
    {
        string password = _folder.File("password");
        await File.WriteAllTextAsync(password, "wrong");
        await using MjpegServer locked = new(await fixture.JpegsAsync(), 5, "adm:right");
        long start = TimeProvider.System.GetTimestamp();
        await using FaultyCameras cameras = await FaultyCameras.StartAsync(
            await fixture.JpegsAsync(),
            $"id: locked, source: \"{locked.Url}\", username: adm, password_file: {password}",
            "id: nameless, source: \"rtsp://nosuchhost.invalid/cam\"",
            "id: closed, source: \"rtsp://127.0.0.1:1/cam\"");

        foreach ((string camera, string reason, string fault) in new[]
        {
            ("closed", CaptureFailure.Refused, "nobody listens at the port, from the start of the daemon on"),
            ("nameless", CaptureFailure.Unreachable, "a name that DNS does not know, from the start of the daemon on"),
        })
        {
            await cameras.UntilAsync(camera, "offline", reason);
            CaptureFaultTable.Add(new CaptureFaultRow(fault, TimeProvider.System.GetElapsedTime(start), reason, null));
        }

        await cameras.UntilAsync("locked", "offline", CaptureFailure.Unauthorized);
        TimeSpan seen = TimeProvider.System.GetElapsedTime(start);
        await File.WriteAllTextAsync(password, "right");
        start = TimeProvider.System.GetTimestamp();
        await cameras.UntilAsync("locked", "online");
        CaptureFaultTable.Add(new CaptureFaultRow(
            "wrong password, and the right one", seen, CaptureFailure.Unauthorized, TimeProvider.System.GetElapsedTime(start)));
        await cameras.SettleAsync();
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task A_program_that_prints_without_end_is_a_camera_like_any_other()
    {
        const string Video = "ffmpeg -v error -re -f lavfi -i testsrc2=size=320x240:rate=5 -pix_fmt yuv420p -f yuv4mpegpipe -";
        string chatter = $"command: [sh, -c, \"(while :; do seq 1 1000 >&2; sleep 0.01; done) & exec {Video}\"]";
        await using FaultyCameras cameras = await FaultyCameras.StartAsync(await fixture.JpegsAsync(), $"id: chatter, {chatter}");

        await cameras.UntilAsync("chatter", "online");
        await cameras.Daemon.UntilAsync("it has learned something", () => cameras.Server.Sent > 50);

        Assert.False(cameras.HasSaid("chatter", CaptureFailure.Garbled));
        CaptureFaultTable.Add(new CaptureFaultRow("a program that prints without end", null, "stays online", null));
        await cameras.SettleAsync();
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task A_hundred_cameras_that_are_all_down()
    {
        const int Down = 100;
        string[] down = [.. Enumerable.Range(0, Down).Select(i => $"id: down{i}, source: \"rtsp://127.0.0.1:1/cam\"")];
        long start = TimeProvider.System.GetTimestamp();
        await using FaultyCameras cameras = await FaultyCameras.StartAsync(await fixture.JpegsAsync(), down);

        await cameras.Daemon.UntilAsync(
            "all are known to be down",
            () => Enumerable.Range(0, Down).All(i => cameras.HasSaid($"down{i}", CaptureFailure.Refused)));

        CaptureFaultTable.Add(new CaptureFaultRow(
            "a hundred cameras down, the last of them", TimeProvider.System.GetElapsedTime(start), CaptureFailure.Refused, null));
        await cameras.UntilAsync(FaultyCameras.Steady, "online");
        await cameras.SettleAsync(mayDrop: true);
    }

    public void Dispose() => _folder.Dispose();

    private static Task Nothing() => Task.CompletedTask;
}
