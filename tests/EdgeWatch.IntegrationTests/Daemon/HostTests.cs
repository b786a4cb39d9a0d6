using System.Diagnostics;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>What a host does to a daemon unless somebody looks after it.</summary>
public sealed class HostTests : IDisposable
{
    private const int DeadPort = 1;
    private const string Refusing = "id: refusing, source: \"rtsp://127.0.0.1:1/live\"";

    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task A_service_that_throws_ends_the_process_with_a_failure_and_is_logged_once()
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "EdgeWatch.IntegrationTests"));
        start.Environment.Remove("JOURNAL_STREAM");

        ProgramResult result = await BuiltProgram.RunAsync(start);

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("The daemon ends because of an error.", result.Errors, StringComparison.Ordinal);
        Assert.Equal(2, result.Errors.Split(DoomedDaemon.Bug).Length);
    }

    [ToolFact("ffmpeg")]
    public async Task A_systemd_that_goes_away_does_not_end_the_daemon()
    {
        _site.Configure(DeadPort, "30s", Refusing);
        await using DaemonProcess daemon = _site.Start(("WATCHDOG_USEC", "400000"));
        await daemon.UntilReadyAsync();

        await daemon.Notify.DisposeAsync();
        await daemon.UntilLoggedAsync("Cannot tell systemd how this service is doing");

        // Some ten further pings and a line of status fail.
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, CancellationToken.None);
        Assert.Single(daemon.Log, line => line.Contains("Cannot tell systemd", StringComparison.Ordinal));
        Assert.Equal(0, await daemon.StopAsync());
    }

    [ToolFact("ffmpeg", "mosquitto")]
    public async Task A_second_SIGTERM_while_it_stops_changes_nothing()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Configure(broker.Port, "30s", Refusing);
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilLoggedAsync("Connected to 127.0.0.1");
        broker.Pause();

        daemon.Signal(UnixSignal.Terminate);
        await daemon.UntilAsync("it stops", () => daemon.Notify.Count("STOPPING=1") == 1);
        daemon.Signal(UnixSignal.Terminate);

        Assert.Equal(0, await daemon.WaitForExitAsync());
        Assert.Equal(1, daemon.Notify.Count("STOPPING=1"));
        broker.Resume();
    }

    [ToolFact("ffmpeg")]
    public async Task Standard_output_stays_empty_and_the_log_tells_nothing_of_a_host()
    {
        _site.Configure(DeadPort, "30s", Refusing);
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilReadyAsync();
        await daemon.UntilLoggedAsync("Node test is ready");

        Assert.Equal(0, await daemon.StopAsync());

        Assert.Empty(daemon.Output);
        Assert.False(daemon.HasLogged("Application"));
        Assert.False(daemon.HasLogged("Microsoft."));
    }

    /// <summary>What is one camera's trouble is no trouble of the others.</summary>
    [ToolFact("ffmpeg")]
    public async Task A_camera_whose_picture_is_too_narrow_is_offline_and_ends_nothing()
    {
        string tall = await FfmpegClip.MakeAsync(_site.File("tall.mkv"), "64x2000", frames: 20, framesPerSecond: 10, "-c:v", "mpeg4");
        string good = await FfmpegClip.MakeAsync(_site.File("good.mp4"), "320x240", frames: 20, framesPerSecond: 10);
        _site.Configure(DeadPort, "30s", $"id: good, source: {good}, playback: loop", $"id: tall, source: {tall}, playback: loop");
        await using DaemonProcess daemon = _site.Start();

        await daemon.UntilLoggedAsync("Camera tall is offline: picture too narrow");
        await daemon.UntilLoggedAsync("Camera good: learning starts");

        Assert.Equal(0, await daemon.StopAsync());
    }

    /// <summary>A service manager may start it in a folder that its user cannot even see.</summary>
    [ToolFact("ffmpeg")]
    public async Task It_starts_in_a_folder_that_is_gone()
    {
        _site.Configure(DeadPort, "30s", Refusing);
        const string Script = "mkdir \"$1\" && cd \"$1\" && rmdir \"$1\" && exec \"$2\" run --config \"$3\"";
        ProcessStartInfo start = new("sh", ["-c", Script, "sh", _site.File("gone"), BuiltProgram.Path, _site.ConfigFile])
        {
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;

        Assert.Contains("Node test is ready", await ReadUntilAsync(process.StandardError, "is ready"), StringComparison.Ordinal);

        UnixSignal.Send(process.Id, UnixSignal.Terminate);
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private static async Task<string> ReadUntilAsync(StreamReader reader, string words)
    {
        string all = "";
        while (!all.Contains(words, StringComparison.Ordinal) && await reader.ReadLineAsync() is { } line)
        {
            all += line + "\n";
        }

        return all;
    }
}
