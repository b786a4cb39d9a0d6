using System.Text.Json;
using EdgeWatch.TestKit.Capture;
using EdgeWatch.TestKit.Daemon;
using EdgeWatch.TestKit.Mqtt;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>A daemon whose cameras get into trouble, and one, <see cref="Steady"/>, that is not to notice.</summary>
internal sealed class FaultyCameras : IAsyncDisposable
{
    /// <summary>The camera without a fault.</summary>
    public const string Steady = "steady";

    private const int FramesPerSecond = 5;

    private readonly DaemonSite _site = new();
    private readonly MosquittoProcess _broker;
    private readonly MqttSubscriber _subscriber;

    private FaultyCameras(MosquittoProcess broker, MqttSubscriber subscriber, MjpegServer steady)
    {
        (_broker, _subscriber, Server) = (broker, subscriber, steady);
        Daemon = null!;
    }

    public DaemonProcess Daemon { get; private set; }

    /// <summary>Shows what <see cref="Steady"/> sees, and may show it to others.</summary>
    public MjpegServer Server { get; }

    /// <summary>Starts all, and waits until the camera without a fault is online.</summary>
    /// <param name="pictures">What the servers show.</param>
    /// <param name="cameras">The others, as <see cref="DaemonSite.Configure"/> wants them.</param>
    public static async Task<FaultyCameras> StartAsync(IReadOnlyList<byte[]> pictures, params string[] cameras)
    {
        MosquittoProcess broker = await MosquittoProcess.StartAnonymousAsync();
        FaultyCameras all = new(broker, await MqttSubscriber.StartAsync(broker), new MjpegServer(pictures, FramesPerSecond));
        all._site.Configure(broker.Port, "10min", [$"id: {Steady}, source: \"{all.Server.Url}\"", .. cameras]);
        all.Daemon = all._site.Start();
        await all.UntilAsync(Steady, "online");
        return all;
    }

    /// <summary>Waits until the status of a camera says this.</summary>
    public Task UntilAsync(string camera, string state, string? reason = null) => Daemon.UntilAsync(
        $"{camera} is {state} {reason} (is {Newest(camera)})",
        () => Newest(camera) is { } status && status.State == state && (reason is null || status.Reason == reason),
        Patience);

    /// <summary>Waits until the camera without a fault has shown pictures for some time.</summary>
    public Task PassAsync(TimeSpan time)
    {
        long end = Server.Sent + (long)(time.TotalSeconds * FramesPerSecond);
        return Daemon.UntilAsync($"{time.TotalSeconds:0} s of pictures", () => Server.Sent >= end, Patience);
    }

    /// <summary>Whether a message about an event of a camera has named this first among its reasons.</summary>
    public bool HasToldOf(string camera, string reason, string type = "start") => _subscriber.On($"/{camera}/event").Any(message =>
    {
        using JsonDocument json = JsonDocument.Parse(message.Payload);
        return json.RootElement.GetProperty("type").GetString() == type
            && json.RootElement.GetProperty("reasons")[0].GetProperty("text").GetString() == reason;
    });

    /// <summary>Whether the status of a camera was nothing but this since it was first online.</summary>
    public bool WasAlways(string camera, string state) =>
        Statuses(camera).SkipWhile(status => status.State != "online").All(status => status == (state, ""));

    /// <summary>
    /// Does something to a camera that is online and well, waits for its reason, undoes it, and waits until all is well again.
    /// </summary>
    public async Task MeasureAsync(
        string fault, string camera, string reason, Action begin, Func<Task>? end, string state = "offline")
    {
        await UntilAsync(camera, "online", "");
        long start = TimeProvider.System.GetTimestamp();
        begin();
        await UntilAsync(camera, state, reason);
        TimeSpan seen = TimeProvider.System.GetElapsedTime(start);
        TimeSpan? back = null;
        if (end is not null)
        {
            await end();
            start = TimeProvider.System.GetTimestamp();
            await UntilAsync(camera, "online", "");
            back = TimeProvider.System.GetElapsedTime(start);
        }

        CaptureFaultTable.Add(new CaptureFaultRow(fault, seen, reason, back));
    }

    /// <summary>Stops the daemon and asserts that the camera without a fault was never away and has lost nothing.</summary>
    /// <param name="mayDrop">Whether it may have dropped frames: where the machine has more to do than it can.</param>
    public async Task SettleAsync(bool mayDrop = false)
    {
        string[] states = [.. Statuses(Steady).Select(status => status.State).Distinct()];
        Assert.Equal(0, await Daemon.StopAsync());
        Assert.Equal(["offline", "online"], states);
        Assert.False(!mayDrop && Daemon.HasLogged($"Camera {Steady}", "were dropped"), string.Join('\n', Daemon.Log));
        Assert.False(Daemon.HasLogged($"Camera {Steady} is offline"));
        Assert.Equal(1 + Looks, Server.Connections);
    }

    /// <summary>Process id of the ffmpeg that reads a source.</summary>
    public int FfmpegOf(string source) => ProcessTable.ChildrenOf(Daemon.Id, "ffmpeg").Single(id =>
        File.ReadAllText($"/proc/{id}/cmdline").Split('\0').Contains(source));

    /// <summary>Whether the status of a camera has said this.</summary>
    public bool HasSaid(string camera, string reason) => Statuses(camera).Any(status => status.Reason == reason);

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        _subscriber.Dispose();
        await Server.DisposeAsync();
        await _broker.DisposeAsync();
        _site.Dispose();
    }

    /// <summary>The look at an HTTP address before ffmpeg is sent there.</summary>
    private const int Looks = 1;

    /// <summary>Longer than what is wrong with a stream takes to be told, and to be called over.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private (string State, string Reason)? Newest(string camera) =>
        Statuses(camera).Select(status => ((string, string)?)status).LastOrDefault();

    private IEnumerable<(string State, string Reason)> Statuses(string camera) => _subscriber.On($"/{camera}/status").Select(message =>
    {
        using JsonDocument json = JsonDocument.Parse(message.Payload);
        return (json.RootElement.GetProperty("state").GetString()!, json.RootElement.GetProperty("reason").GetString() ?? "");
    });
}
