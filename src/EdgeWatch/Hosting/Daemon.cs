using EdgeWatch.Cameras;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Evidence;
using EdgeWatch.Hosting.Systemd;
using EdgeWatch.Model;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.HomeAssistant;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.Outbox;
using EdgeWatch.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting;

/// <summary>
/// The daemon: puts the parts together, says READY when all that it needs is there, and runs until it is asked to stop. Cameras and
/// broker may be away; a loop that ends with an exception ends the daemon with a non-zero exit code, and systemd starts it again.
/// </summary>
/// <param name="options">The configuration, valid and complete.</param>
/// <param name="configFile">Where it came from.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Where logs go.</param>
internal sealed partial class Daemon(EdgeWatchOptions options, string configFile, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>A frame, a model run and the writing of state together take well below a second; this, beyond the time that a camera may stall, is a hang.</summary>
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(30);

    private readonly ILogger _logger = loggers.CreateLogger<Daemon>();

    /// <summary>Runs until <paramref name="stopping"/> fires or every camera has played its recording to the end.</summary>
    /// <exception cref="ModelException">The model cannot be used.</exception>
    /// <exception cref="CaptureException">ffmpeg is missing.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        using SystemdNotifier notifier = new(time, loggers.CreateLogger<SystemdNotifier>());
        ProgressWatchdog watchdog = new(notifier, time, loggers.CreateLogger<ProgressWatchdog>());
        ReportUnwritableState();
        string manifest = options.Model.Length > 0 ? options.Model : OnnxPatchModel.DefaultManifest;
        using OnnxPatchModel model = OnnxPatchModel.Load(manifest);
        FfmpegTool ffmpeg = await FfmpegTool.FindAsync(time, stopping);
        using DurableOutbox outbox = OpenOutbox();
        Topics topics = new(options.Mqtt.BaseTopic, options.Node);
        Subscription subscription = new([.. topics.CommandFilters(options.Cameras.Select(camera => camera.Id)), .. HomeAssistantNode.BirthTopics(options.Mqtt)], new Inbox());
        SharedParts parts = new()
        {
            Ffmpeg = ffmpeg,
            Model = model,
            Publisher = CreatePublisher(topics, model, outbox, subscription),
            Pictures = new EventPictures(
                new PictureRetention(Path.Combine(options.StateDirectory, "events")), loggers.CreateLogger<EventPictures>()),
            Store = new StateStore(options.StateDirectory, loggers.CreateLogger<StateStore>()),
            State = new NodeState(options.StateDirectory, time, loggers.CreateLogger<NodeState>()),
            Time = time,
            Loggers = loggers,
        };
        List<Camera> cameras = [.. options.Cameras.Select(camera => new Camera(
            camera, options, parts, watchdog.Register($"camera {camera.Id}", camera.StallTimeout + StuckAfter)))];
        NodeServices services = new(options, configFile, topics, ModelManifest.Load(manifest), subscription.Inbox, parts, cameras);
        try
        {
            LogReady(options.Node, model.Name, cameras.Count);
            notifier.Ready();
            await RunAsync(cameras, parts.Publisher, services, watchdog, notifier, stopping);
        }
        finally
        {
            notifier.Stopping();
            cameras.ForEach(camera => camera.Dispose());
        }
    }

    private Task RunAsync(
        List<Camera> cameras, MqttPublisher publisher, NodeServices services, ProgressWatchdog watchdog, SystemdNotifier notifier, CancellationToken stopping)
    {
        StatusLine status = new([.. cameras.Select(camera => (camera.Id, (Func<CameraStatus>)(() => camera.Status)))], publisher, notifier, time);
        return DaemonLoops.RunAsync(
            cameras.Select(camera => (Func<CancellationToken, Task>)camera.RunAsync),
            [watchdog.RunAsync, services.RunAsync, status.RunAsync],
            publisher.RunAsync,
            notifier.Stopping,
            stopping);
    }

    private DurableOutbox OpenOutbox()
    {
        OutboxOptions limits = options.Mqtt.Outbox;
        MemoryOutbox queue = new(limits.MaxMessages, limits.MaxMebibytes * OutboxOptions.BytesPerMebibyte, time);
        return new DurableOutbox(options.StateDirectory, queue, time, loggers.CreateLogger<DurableOutbox>());
    }

    private MqttPublisher CreatePublisher(Topics topics, OnnxPatchModel model, IOutbox outbox, Subscription subscription)
    {
        MqttConnection connection = new(options.Mqtt, topics, time, loggers.CreateLogger<MqttConnection>(), subscription: subscription);
        return new MqttPublisher(
            connection,
            outbox,
            topics,
            NodeIdentity.OfThisBoot(options.Node, model.Name),
            new ClockState(),
            time,
            loggers.CreateLogger<MqttPublisher>(),
            options.Mqtt.Outbox.BacklogPerSecond);
    }

    /// <summary>A card that has turned read-only or full is no reason to stop watching: alerts need no disk.</summary>
    private void ReportUnwritableState()
    {
        try
        {
            StateStore.RequireWritable(options.StateDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogStateUnwritable(options.StateDirectory, e.Message);
        }
    }

    [LoggerMessage(711, LogLevel.Error, "The state directory {Directory} cannot be written to: {Reason} What is learned and the pictures on disk will be lost; alerts go out.")]
    private partial void LogStateUnwritable(string directory, string reason);

    [LoggerMessage(710, LogLevel.Information, "Node {Node} is ready: model {Model}, {Cameras} camera(s).")]
    private partial void LogReady(string node, string model, int cameras);
}
