using System.Diagnostics.Metrics;
using EdgeWatch.Cameras;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Editing;
using EdgeWatch.Configuration.Profiles;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Languages;
using EdgeWatch.Evidence;
using EdgeWatch.Hosting.Health;
using EdgeWatch.Hosting.Reloading;
using EdgeWatch.Hosting.Status;
using EdgeWatch.Hosting.Systemd;
using EdgeWatch.Hosting.Telemetry;
using EdgeWatch.Model;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Commands;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.HomeAssistant;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.Outbox;
using EdgeWatch.Profiles;
using EdgeWatch.Storage;
using EdgeWatch.Web;
using EdgeWatch.Web.Page;
using EdgeWatch.Web.Page.Access;
using EdgeWatch.Web.Page.Control;
using EdgeWatch.Web.Page.Events;
using EdgeWatch.Web.Page.Learned;
using EdgeWatch.Web.Page.Live;
using EdgeWatch.Web.Page.Tuning;
using EdgeWatch.Web.Page.Zones;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting;

/// <summary>
/// The composition root: what a daemon is made of, and in which order its loops start and end. All of it is made before the host starts,
/// so that the model is loaded and warmed up and the outbox open when READY=1 is said.
/// </summary>
internal static class DaemonHost
{
    /// <summary>
    /// A frame, a model run and the writing of state together take well below
    /// a second; this, beyond the time that a camera may stall, is a hang.
    /// </summary>
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(30);

    /// <summary>Puts a daemon together; nothing is loaded or opened yet.</summary>
    /// <param name="options">The configuration, valid and complete.</param>
    /// <param name="configFile">Where it came from.</param>
    /// <param name="reload">Asks for it to be read again.</param>
    /// <param name="ffmpeg">Reads the cameras.</param>
    public static IHost Build(EdgeWatchOptions options, string configFile, ReloadSignal reload, FfmpegTool ffmpeg)
    {
        // The plain host, which opens no port. WebServer has one of its own, with Kestrel, if the config asks for it: that takes 7 MB.
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            ApplicationName = "edgewatch",

            // The folder that it was started in may be gone or unreadable.
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.AddDaemonConsole();

        // systemd sets the limit (TimeoutStopSec): a host that gave up earlier would close the outbox under a loop that still writes.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services.AddSingleton(ffmpeg).AddSingleton(reload).AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new ConfigurationInForce(options, configFile, TimeProvider.System));
        builder.Services.AddSystemdNotify();
        builder.Services.AddModel(options);
        builder.Services.AddState(options);
        builder.Services.AddMessaging(options);
        builder.Services.AddCameras(options);
        builder.Services.AddNode(options.StateDirectory);
        builder.Services.AddStatus();
        builder.Services.AddReload();
        builder.Services.AddLoops(options.StateDirectory);
        builder.Services.AddWeb(options);
        return builder.Build();
    }

    private static void AddModel(this IServiceCollection services, EdgeWatchOptions options)
    {
        string manifest = options.Model.Length > 0 ? options.Model : OnnxPatchModel.DefaultManifest;
        services.AddSingleton(_ => ModelManifest.Load(manifest));
        services.AddSingleton(_ => OnnxPatchModel.Load(manifest));
    }

    private static void AddState(this IServiceCollection services, EdgeWatchOptions options)
    {
        OutboxOptions limits = options.Mqtt.Outbox;
        services.AddSingleton(provider => new StateStore(options.StateDirectory, provider.Logger<StateStore>()));
        services.AddSingleton(provider => new NodeState(options.StateDirectory, provider.Time(), provider.Logger<NodeState>()));
        services.AddSingleton(provider => new Incidents(
            () => provider.Get<ConfigurationInForce>().Options.IncidentWindow, provider.Time()));
        services.AddSingleton(provider => new ProfileChoice(options, provider.Get<NodeState>(), provider.Time()));
        services.AddSingleton<IOutbox>(provider => new DurableOutbox(
            options.StateDirectory,
            new MemoryOutbox(limits.MaxMessages, limits.MaxMebibytes * OutboxOptions.BytesPerMebibyte, provider.Time()),
            provider.Time(),
            provider.Logger<DurableOutbox>()));
        services.AddSingleton(provider => new EventRetention(
            EventFolders.In(options.StateDirectory),
            () => provider.Get<ConfigurationInForce>().Options.Retention,
            provider.Time(),
            provider.Logger<EventRetention>()));
        services.AddSingleton(provider => new EventPictures(provider.Get<EventRetention>(), provider.Logger<EventPictures>()));
        services.AddSingleton(provider => new EventClips(
            provider.Get<EventRetention>(), provider.Get<FfmpegTool>().Path, provider.Time(), provider.Logger<EventClips>()));
        services.AddSingleton(provider => new StillFinder(
            provider.Get<FfmpegTool>().Path, provider.Time(), provider.Logger<StillFinder>()));
    }

    private static void AddMessaging(this IServiceCollection services, EdgeWatchOptions options)
    {
        Topics topics = new(options.Mqtt.BaseTopic, options.Node);
        Subscription subscription = new(BrokerWishes.Filters(topics, options), new Inbox());
        services.AddSingleton(topics);
        services.AddSingleton(subscription);
        services.AddSingleton(subscription.Inbox);
        services.AddSingleton(provider => new MqttConnection(
            options.Mqtt, topics, provider.Time(), provider.Logger<MqttConnection>(), subscription: subscription));
        services.AddSingleton(provider => new MqttPublisher(
            provider.Get<MqttConnection>(),
            provider.Get<IOutbox>(),
            topics,
            NodeIdentity.OfThisBoot(options.Node, provider.Get<OnnxPatchModel>().Name),
            new ClockState(),
            provider.Time(),
            provider.Logger<MqttPublisher>())
        {
            BacklogPerSecond = options.Mqtt.Outbox.BacklogPerSecond,
        });
    }

    private static void AddCameras(this IServiceCollection services, EdgeWatchOptions options)
    {
        services.AddSingleton(_ => new Meter(NodeMetrics.MeterName));
        services.AddSingleton(provider => new CameraInstruments(provider.Get<Meter>()));
        services.AddSingleton(provider => new Relief(provider.Time()));
        services.AddSingleton(provider => new SharedParts
        {
            Ffmpeg = provider.Get<FfmpegTool>(),
            Model = provider.Get<OnnxPatchModel>(),
            Publisher = provider.Get<MqttPublisher>(),
            Pictures = provider.Get<EventPictures>(),
            Clips = provider.Get<EventClips>(),
            Stills = provider.Get<StillFinder>(),
            Store = provider.Get<StateStore>(),
            State = provider.Get<NodeState>(),
            Profiles = provider.Get<ProfileChoice>(),
            Language = () => Language.Of(provider.Get<ConfigurationInForce>().Options.Alerts.Language),
            Incidents = provider.Get<Incidents>(),
            Instruments = provider.Get<CameraInstruments>(),
            Relief = provider.Get<Relief>(),
            Time = provider.Time(),
            Loggers = provider.Get<ILoggerFactory>(),
        });
        services.AddSingleton(provider => new RunningCameras(
            UnderProfile.Of(options, provider.Get<ProfileChoice>().InForce.Name),
            settings => new Camera(
                settings,
                provider.Get<SharedParts>(),
                provider.Get<ProgressWatchdog>().Register($"camera {settings.Id}", settings.Options.StallTimeout + StuckAfter)),
            provider.Time(),
            provider.Logger<RunningCameras>()));
        services.AddSingleton<IReadOnlyList<Camera>>(provider => provider.Get<RunningCameras>());
    }

    private static void AddNode(this IServiceCollection services, string stateDirectory)
    {
        services.AddSingleton<Chip>();
        services.AddTransient(provider => new HealthReader(
            provider.Get<MqttPublisher>(),
            provider.Get<Inbox>(),
            provider.Cameras(),
            provider.Get<ConfigurationInForce>(),
            () => provider.Get<WebServer>().Problem,
            stateDirectory,
            provider.Get<EventRetention>(),
            provider.Time(),
            provider.Get<Chip>(),
            provider.Get<Relief>()));
        services.AddSingleton(provider => new HeatWatch(
            provider.Get<Chip>(),
            provider.Get<Relief>(),
            () => provider.Get<ConfigurationInForce>().Options.HotAboveCelsius,
            provider.Time(),
            provider.Logger<HeatWatch>()));
        services.AddSingleton(provider => new HealthReporter(
            provider.Get<MqttPublisher>(), provider.Get<HealthReader>(), provider.Get<SharedParts>().Language, provider.Time()));
        services.AddSingleton(provider => new DailyDigest(
            () => provider.Get<ConfigurationInForce>().Options,
            provider.Get<NodeState>(),
            provider.Get<Topics>(),
            provider.Get<SharedParts>().Language,
            provider.Get<MqttPublisher>().PublishDigest,
            provider.Time(),
            new ClockState(),
            provider.Logger<DailyDigest>()));
        services.AddSingleton(provider => new NodeIntroduction(
            provider.Get<ConfigurationInForce>(),
            provider.Get<Topics>(),
            provider.Get<ModelManifest>(),
            provider.Get<SharedParts>(),
            provider.Cameras(),
            provider.Get<Chip>()));
        services.AddSingleton(provider => new ProfileSwitch(
            provider.Get<ProfileChoice>(),
            provider.Get<RunningCameras>(),
            provider.Get<NodeIntroduction>(),
            provider.Time(),
            provider.Logger<ProfileSwitch>()));
        services.AddSingleton<INodeControl>(provider => new NodeControl(
            provider.Get<ConfigurationInForce>(),
            ProgramVersion.Text,
            () => provider.Cameras().Select(camera => camera.Control),
            provider.Get<EventPictures>(),
            provider.Get<ProfileChoice>(),
            provider.Get<ProfileSwitch>().SetAsync,
            provider.Time()));
        services.AddSingleton(provider => new BirthWatch(
            () => HomeAssistantNode.BirthTopics(provider.Get<ConfigurationInForce>().Options.Mqtt),
            () =>
            {
                provider.Get<MqttPublisher>().RepeatRetained();
                provider.Get<HealthReporter>().Ask();
            },
            Random.Shared.NextDouble,
            provider.Time()));
        services.AddSingleton(provider => new CommandHandler(
            provider.Get<Topics>(),
            provider.Get<INodeControl>(),
            provider.Get<MqttPublisher>().PublishResponse,
            provider.Time(),
            provider.Logger<CommandHandler>()));
        services.AddSingleton(provider => new StatusLine(
            () => provider.Cameras().Select(camera => (camera.Id, camera.Status)),
            provider.Get<ConfigurationInForce>(),
            provider.Get<MqttPublisher>(),
            provider.Get<SystemdNotifier>(),
            provider.Time()));
    }

    private static void AddStatus(this IServiceCollection services)
    {
        services.AddSingleton(provider => new StatusReader(
            provider.Get<ConfigurationInForce>(),
            provider.Get<OnnxPatchModel>().Name,
            provider.Cameras(),
            provider.Get<SharedParts>(),
            provider.Get<HealthReader>()));
        services.AddSingleton(provider => new ControlRequests(
            provider.Get<INodeControl>(), provider.Time(), provider.Logger<ControlRequests>()));
    }

    private static LocalSocket StatusSocket(this IServiceProvider provider, string stateDirectory) => new(
        SocketPath.Of(SocketPath.Status, stateDirectory, Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY")),
        "status",
        (_, _) => ValueTask.FromResult(provider.Get<StatusReader>().Read()?.ToJson()),
        StatusReader.Patience,
        provider.Time(),
        provider.Logger<LocalSocket>());

    private static LocalSocket ControlSocket(this IServiceProvider provider, string stateDirectory) => new(
        SocketPath.Of(SocketPath.Control, stateDirectory, Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY")),
        "profile",
        provider.Get<ControlRequests>().AnswerAsync,
        ControlRequests.Patience,
        provider.Time(),
        provider.Logger<LocalSocket>());

    private static void AddReload(this IServiceCollection services)
    {
        services.AddSingleton(provider => new BrokerWishes(
            provider.Get<Topics>(), provider.Get<Subscription>(), provider.Get<MqttConnection>(), provider.Get<MqttPublisher>()));
        services.AddSingleton(provider => new ConfigurationWatch(
            provider.Get<ConfigurationInForce>(), provider.Get<ReloadSignal>(), provider.Time()));
        services.AddSingleton(provider => new ConfigurationReload(
            provider.Get<ReloadSignal>(),
            provider.Get<ConfigurationInForce>(),
            provider.Get<ProfileSwitch>(),
            provider.Get<BrokerWishes>(),
            provider.Get<WebServer>(),
            provider.Get<NodeIntroduction>(),
            provider.Get<EventRetention>(),
            provider.Get<HealthReporter>(),
            provider.Get<StatusLine>(),
            provider.Get<SystemdNotifier>(),
            provider.Logger<ConfigurationReload>()));
    }

    /// <summary>
    /// The last one is stopped first. The publisher is stopped last, so that what the others still have to say goes out; the health
    /// report after the cameras, so that it tells what they lost; commands and reloads before the cameras that they are for.
    /// </summary>
    private static void AddLoops(this IServiceCollection services, string stateDirectory)
    {
        services.AddLoop<MqttPublisher>(publisher => publisher.RunAsync);
        services.AddLoop<NodeState>(state => state.RunAsync);
        services.AddLoop<HealthReporter>(health => health.RunAsync);
        services.AddLoop<HeatWatch>(heat => heat.RunAsync);
        services.AddLoop<StatusLine>(status => status.RunAsync);
        services.AddLoop<StatusReader>(status => status.RunAsync);
        services.AddLoop(provider => provider.StatusSocket(stateDirectory).RunAsync);
        services.AddLoop<ProgressWatchdog>(watchdog => watchdog.RunAsync);
        services.AddLoop<BirthWatch>(births => births.RunAsync);
        services.AddSingleton<IHostedService>(provider => provider.Get<NodeIntroduction>());
        services.AddSingleton<IHostedService>(provider => new UnfinishedEvents(
            provider.Get<EventPictures>(),
            provider.Get<MqttPublisher>(),
            provider.Get<Incidents>(),
            provider.Time(),
            provider.Logger<UnfinishedEvents>()));
        services.AddLoop<DailyDigest>(digest => digest.RunAsync);
        services.AddLoop<EventRetention>(retention => retention.RunAsync);
        services.AddLoop<RunningCameras>(cameras => cameras.RunAsync);
        services.AddLoop<ProfileSwitch>(profiles => profiles.RunAsync);
        services.AddLoop(provider => stopping =>
            provider.Get<CommandHandler>().RunAsync(provider.Get<Inbox>(), provider.Get<BirthWatch>().Observe, stopping));
        services.AddLoop(provider => provider.ControlSocket(stateDirectory).RunAsync);
        services.AddLoop<ConfigurationWatch>(watch => watch.RunAsync);
        services.AddLoop<ConfigurationReload>(reload => reload.RunAsync);
    }

    /// <summary>Nothing that it answers is made, and nothing measured for it, unless the config asks for it.</summary>
    private static void AddWeb(this IServiceCollection services, EdgeWatchOptions options)
    {
        services.AddSingleton(provider => new NodeMetrics(
            provider.Get<Meter>(), provider.Cameras(), provider.Get<MqttPublisher>(), provider.Get<StatusReader>(), provider.Time()));
        services.AddSingleton(provider =>
        {
            _ = provider.Get<NodeMetrics>();
            return new MetricsPage(NodeMetrics.MeterName, options.Node, ProgramVersion.Text);
        });
        services.AddSingleton(provider => new ConfigurationEditor(provider.Get<ConfigurationInForce>().File));
        services.AddSingleton(provider => new WebServer(
            options.Web, web => provider.AnswersOf(web, options.Node), provider.Time(), provider.Get<ILoggerFactory>()));
        services.AddLoop<WebServer>(server => server.RunAsync);
    }

    private static WebAnswers AnswersOf(this IServiceProvider provider, WebOptions web, string node)
    {
        IWebPart[] parts =
        [
            new HealthChecks(
                () => provider.Get<ProgressWatchdog>().StuckStages, () => Unready(provider.Get<IHostApplicationLifetime>())),
            provider.Get<MetricsPage>(),
        ];
        if (!web.Page)
        {
            return new WebAnswers(parts);
        }

        Doorkeeper doorkeeper = new(web, node);
        PageGuard guard = new(doorkeeper);
        return new WebAnswers([.. parts, .. provider.PartsOfPage(node, doorkeeper, guard)], guard);
    }

    private static IEnumerable<IWebPart> PartsOfPage(
        this IServiceProvider provider, string node, Doorkeeper doorkeeper, PageGuard guard) =>
    [
        new PageFiles(),
        new SessionPart(doorkeeper, guard),
        new NodePart(node, ProgramVersion.Text, doorkeeper, guard),
        new CameraPart(provider.Cameras(), guard),
        new TuningPart(
            provider.Cameras(),
            () => provider.Get<ConfigurationInForce>().Options,
            provider.Get<ProfileChoice>(),
            new ThresholdEditor(provider.Get<ConfigurationEditor>()),
            provider.Get<ReloadSignal>().Ask,
            guard,
            provider.Time()),
        new ZonePart(new ZoneEditor(provider.Get<ConfigurationEditor>()), provider.Get<ReloadSignal>().Ask, guard),
        new LearnedPart(provider.Cameras(), guard),
        new ControlPart(provider.Cameras(), provider.Get<INodeControl>(), guard),
        new EventPart(
            provider.Cameras(),
            provider.Get<EventPictures>(),
            provider.Get<EventRetention>().EventsDirectory,
            guard,
            () => provider.Get<ProfileChoice>().Zone,
            provider.Time()),
        new DigestPart(() => provider.Get<ConfigurationInForce>().Options, guard, provider.Time()),
        new LiveFeed(
            provider.Cameras(),
            provider.Get<EventPictures>(),
            provider.ProblemsIn,
            provider.Get<ProfileChoice>(),
            guard,
            provider.Time()),
    ];

    /// <summary>What is wrong, for the page, which says at length itself that there is no camera.</summary>
    private static IReadOnlyList<string> ProblemsIn(this IServiceProvider provider, Language language) =>
    [
        .. (provider.Get<StatusReader>().Health?.Sayings ?? [])
            .Where(saying => saying != HealthProblems.NoCamera)
            .Select(saying => saying.In(language)),
    ];

    private static string? Unready(IHostApplicationLifetime lifetime) =>
        lifetime.ApplicationStopping.IsCancellationRequested ? "stopping"
        : lifetime.ApplicationStarted.IsCancellationRequested ? null
        : "starting";

    private static T Get<T>(this IServiceProvider provider)
        where T : notnull => provider.GetRequiredService<T>();

    private static TimeProvider Time(this IServiceProvider provider) => provider.Get<TimeProvider>();

    private static ILogger<T> Logger<T>(this IServiceProvider provider) => provider.Get<ILoggerFactory>().CreateLogger<T>();

    private static IReadOnlyList<Camera> Cameras(this IServiceProvider provider) => provider.Get<IReadOnlyList<Camera>>();
}
