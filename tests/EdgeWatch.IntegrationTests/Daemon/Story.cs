using System.Net;
using System.Net.Sockets;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>
/// One day of a daemon in a nutshell, told once and looked at by many tests: four cameras, of which one shows the scene, one refuses,
/// one never answers and one writes garbage; a broker that wants a password; learning, one anomaly, SIGTERM.
/// </summary>
public sealed class Story : IAsyncDisposable
{
    public const string CameraPassword = "the camera's own s3cret";

    private readonly Lazy<Task> _told;
    private readonly List<string> _betrayals = [];
    private MosquittoProcess? _broker;

    public Story() => _told = new Lazy<Task>(TellAsync);

    public DaemonSite Site { get; } = new();

    /// <summary>Everything that a subscriber received, in order.</summary>
    public IReadOnlyList<ReceivedMessage> Messages { get; private set; } = [];

    /// <summary>What a subscriber receives that comes when all is over.</summary>
    public IReadOnlyList<ReceivedMessage> Retained { get; private set; } = [];

    public IReadOnlyList<string> Log { get; private set; } = [];

    public IReadOnlyList<string> Notifications { get; private set; } = [];

    public int ExitCode { get; private set; } = -1;

    public TimeSpan StopTime { get; private set; }

    /// <summary>Command lines that had a password in them while the daemon ran.</summary>
    public IReadOnlyList<string> Betrayals => _betrayals;

    public IReadOnlyList<ReceivedMessage> On(string topic) => [.. Messages.Where(message => message.Topic == $"edgewatch/test/{topic}")];

    /// <summary>Waits until the story has been told; the first caller tells it.</summary>
    public Task ToldAsync() => _told.Value;

    public async ValueTask DisposeAsync()
    {
        await (_broker?.DisposeAsync() ?? ValueTask.CompletedTask);
        Site.Dispose();
    }

    private async Task TellAsync()
    {
        SceneClip clip = await SceneClip.GetAsync();
        _broker = await MosquittoProcess.StartWithPasswordAsync();
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        Configure(clip, ((IPEndPoint)silent.LocalEndpoint).Port);
        using MqttSubscriber subscriber = await MqttSubscriber.StartAsync(_broker);
        await using (DaemonProcess daemon = Site.Start())
        {
            Task spying = SpyAsync(daemon);
            await daemon.UntilLoggedAsync("has played its recording to the end");
            await daemon.UntilAsync(
                "the end of the event",
                () => subscriber.On("square/event").Any(message => message.Text.Contains("\"end\"", StringComparison.Ordinal)));
            await StopAsync(daemon);
            await spying;
        }

        await Eventually.Until(
            "the daemon is offline",
            () => subscriber.On("test/status").Any(message => message.Text.Contains("offline", StringComparison.Ordinal)));
        Messages = subscriber.Messages;
        using MqttSubscriber late = await MqttSubscriber.StartAsync(_broker);
        await Eventually.Until(
            "the retained state",
            () =>
                late.Messages.Count(message => message.Retained)
                >= Messages.Where(message => IsRetainedTopic(message.Topic)).DistinctBy(message => message.Topic).Count());
        Retained = late.Messages;
    }

    private static bool IsRetainedTopic(string topic) =>
        !topic.EndsWith("/event", StringComparison.Ordinal)
        && !topic.EndsWith("/score", StringComparison.Ordinal)
        && !topic.EndsWith("/health", StringComparison.Ordinal);

    private void Configure(SceneClip clip, int silentPort)
    {
        Site.Write("mqtt.password", MosquittoProcess.Password + "\n");
        Site.Write("camera.password", CameraPassword + "\n");
        Site.MqttUsername = MosquittoProcess.Username;
        Site.Configure(
            _broker!.Port,
            $"{SceneClip.LearningSeconds}s",
            $"id: square, source: {clip.File}",
            "id: refusing, source: \"rtsp://127.0.0.1:1/live\", username: viewer, password_file: camera.password",
            $"id: silent, source: \"rtsp://127.0.0.1:{silentPort}/live\", username: viewer, password_file: camera.password",
            "id: garbage, command: [cat, /dev/urandom]");
    }

    private async Task StopAsync(DaemonProcess daemon)
    {
        long asked = TimeProvider.System.GetTimestamp();
        ExitCode = await daemon.StopAsync();
        StopTime = TimeProvider.System.GetElapsedTime(asked);
        Log = daemon.Log;
        Notifications = daemon.Notify.Messages;
    }

    private async Task SpyAsync(DaemonProcess daemon)
    {
        string[] secrets = [CameraPassword, Uri.EscapeDataString(CameraPassword), MosquittoProcess.Password];
        while (!daemon.HasExited)
        {
            _betrayals.AddRange(
                ProcessTable.CommandLines.Where(
                    line =>
                        secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal))
                        && !line.Contains("mosquitto_passwd", StringComparison.Ordinal)));
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
        }
    }
}
