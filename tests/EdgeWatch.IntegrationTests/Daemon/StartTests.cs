using System.Diagnostics;
using System.Text.Json.Nodes;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

public sealed class StartTests : IDisposable
{
    private const int DeadPort = 1;
    private const string NoCamera = "no camera is configured yet: edgewatch discover --add finds cameras";
    private const string Refusing = "id: refusing, source: \"rtsp://127.0.0.1:1/live\"";

    /// <summary>systemd's own limit is far higher; a stop that takes longer than this hangs.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    private readonly DaemonSite _site = new();

    public void Dispose() => _site.Dispose();

    [ToolFact("ffmpeg")]
    public async Task It_is_ready_and_feeds_the_watchdog_though_broker_and_camera_are_down()
    {
        _site.Configure(DeadPort, "30s", Refusing);
        await using DaemonProcess daemon = _site.Start(("WATCHDOG_USEC", "400000"));

        await daemon.UntilReadyAsync();
        await daemon.UntilLoggedAsync("refusing", "is offline: refused");
        await daemon.UntilLoggedAsync("Not connected", "Connection refused");
        await daemon.UntilAsync("the watchdog is fed", () => daemon.Notify.Count("WATCHDOG=1") > 5);

        await daemon.UntilAsync("systemctl status says why", () => daemon.Notify.Messages.Any(
            message => message.StartsWith("STATUS=0 of 1 cameras online (refusing: refused); no broker: ", StringComparison.Ordinal)));

        Assert.Equal("READY=1", daemon.Notify.Messages.First(message => message != "WATCHDOG=1"));
        Assert.Equal(0, await daemon.StopAsync());
        Assert.Contains("STOPPING=1", daemon.Notify.Messages);
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task Without_a_camera_it_is_ready_says_what_to_do_and_waits_for_one()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        _site.Configure(broker.Port, "30s");

        ProgramResult check = await BuiltProgram.RunAsync("check", "--config", _site.ConfigFile);
        Assert.Equal(0, check.ExitCode);
        Assert.Matches($"(?m)^cameras +none +{NoCamera}", check.Output);

        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilReadyAsync();
        await daemon.UntilLoggedAsync("Nothing is watched", NoCamera);
        await daemon.UntilAsync(
            "systemd knows", () => daemon.Notify.Messages.Any(line => line.StartsWith($"STATUS={NoCamera}", StringComparison.Ordinal)));
        await daemon.UntilAsync("the broker knows", () => HasProblem(subscriber, NoCamera));
        Assert.Contains("online", subscriber.On("test/status")[^1].Text, StringComparison.Ordinal);
        ProgramResult status = await BuiltProgram.RunAsync("status", "--config", _site.ConfigFile);
        Assert.Equal(0, status.ExitCode);
        Assert.Matches($"(?m)^problem +{NoCamera}", status.Output);

        Directory.CreateDirectory(_site.File("conf.d"));
        _site.Write("conf.d/refusing.yaml", $"cameras:\n  - {{{Refusing}}}\n");
        await daemon.ReloadAsync();
        await daemon.UntilLoggedAsync("was read again: added: refusing");
        await daemon.UntilLoggedAsync("refusing is offline");
        await daemon.UntilAsync("it is no longer missed", () => HasProblem(subscriber, "camera refusing is offline"));

        File.Delete(_site.File("conf.d/refusing.yaml"));
        await daemon.ReloadAsync();
        await daemon.UntilLoggedAsync("was read again: removed: refusing");
        await daemon.UntilAsync("it is missed", () => HasProblem(subscriber, NoCamera));
        Assert.Equal(0, await daemon.StopAsync());
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub", "mosquitto_pub")]
    public async Task A_check_leaves_nothing_at_the_broker_and_takes_back_what_an_earlier_one_left()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        await MqttSender.SendAsync(broker, "edgewatch/test-check/status", """{"state":"offline"}""", retain: true);
        _site.Configure(broker.Port, "30s");

        ProgramResult check = await BuiltProgram.RunAsync("check", "--config", _site.ConfigFile);

        Assert.Equal(0, check.ExitCode);
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);
        Assert.Empty(subscriber.Messages);
    }

    [ToolFact("ffmpeg", "mosquitto", "mosquitto_sub")]
    public async Task A_broker_that_starts_later_gets_the_whole_state()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        broker.Kill();
        _site.Configure(broker.Port, "30s", Refusing);
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilLoggedAsync("Not connected");
        await daemon.UntilLoggedAsync("refusing", "is offline");

        await broker.RestartAsync();
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(broker);

        await daemon.UntilAsync(
            "the node is online",
            () => subscriber.On("test/status").Any(message => message.Text.Contains("online", StringComparison.Ordinal)));
        await daemon.UntilAsync(
            "why the camera is offline",
            () => subscriber.On("refusing/status").Any(message => message.Text.Contains("refused", StringComparison.Ordinal)));
        await daemon.UntilAsync(
            "the anomaly is off",
            () => subscriber.On("refusing/anomaly").Any(message => message.Text.Contains("OFF", StringComparison.Ordinal)));
    }

    [ToolFact("ffmpeg", "mkfifo")]
    public Task SIGTERM_while_it_starts_ends_it_with_code_0() => StopsWhileItStartsAsync(UnixSignal.Terminate);

    [ToolFact("ffmpeg", "mkfifo")]
    public Task SIGINT_while_it_starts_ends_it_with_code_0() => StopsWhileItStartsAsync(UnixSignal.Interrupt);

    [ToolFact("ffmpeg", "mosquitto")]
    public Task A_broker_that_hangs_does_not_hold_up_SIGTERM() => StopsThoughBrokerHangsAsync(UnixSignal.Terminate);

    [ToolFact("ffmpeg", "mosquitto")]
    public Task A_broker_that_hangs_does_not_hold_up_SIGINT() => StopsThoughBrokerHangsAsync(UnixSignal.Interrupt);

    [ToolFact("ffmpeg", "mosquitto")]
    public async Task A_broker_that_hangs_from_the_start_does_not_hold_up_the_stop_either()
    {
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        broker.Pause();
        _site.Configure(broker.Port, "10min", Refusing);
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilReadyAsync();
        await daemon.UntilLoggedAsync("refusing", "is offline");

        Assert.Equal(0, await daemon.StopAsync());
        broker.Resume();
    }

    /// <summary>Whether this, and nothing else, is wrong.</summary>
    private static bool HasProblem(MqttSubscriber subscriber, string beginning) =>
        subscriber.On("test/health") is [.., var newest]
        && JsonNode.Parse(newest.Text)!["problems"]!.AsArray() is [var only]
        && ((string)only!).StartsWith(beginning, StringComparison.Ordinal);

    /// <summary>A config file that is a pipe tells when the daemon has got as far as reading it.</summary>
    private async Task StopsWhileItStartsAsync(string signal)
    {
        _site.Configure(DeadPort, "30s", Refusing);
        byte[] config = await File.ReadAllBytesAsync(_site.ConfigFile);
        File.Delete(_site.ConfigFile);
        using (Process mkfifo = Process.Start("mkfifo", [_site.ConfigFile]))
        {
            await mkfifo.WaitForExitAsync();
        }

        await using DaemonProcess daemon = _site.Start();
        await using (FileStream pipe = new(_site.ConfigFile, FileMode.Open, FileAccess.Write))
        {
            await pipe.WriteAsync(config);
            daemon.Signal(signal);
        }

        Assert.Equal(0, await daemon.WaitForExitAsync(StopLimit));
        Assert.DoesNotContain(daemon.Log, line => line.Contains("Unhandled", StringComparison.Ordinal));
    }

    private async Task StopsThoughBrokerHangsAsync(string signal)
    {
        SceneClip clip = await SceneClip.GetAsync();
        await using MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        _site.Configure(broker.Port, "10min", LiveCamera.Ordinary(clip), Refusing);
        await using DaemonProcess daemon = _site.Start();
        await daemon.UntilLoggedAsync("Connected to 127.0.0.1");
        await daemon.UntilLoggedAsync("learning starts");
        broker.Pause();

        daemon.Signal(signal);

        Assert.Equal(0, await daemon.WaitForExitAsync(StopLimit));
        broker.Resume();
    }
}
