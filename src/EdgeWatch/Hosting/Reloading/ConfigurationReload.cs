using EdgeWatch.Cameras;
using EdgeWatch.Configuration;
using EdgeWatch.Evidence;
using EdgeWatch.Hosting.Health;
using EdgeWatch.Hosting.Systemd;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.HomeAssistant;
using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.Web;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting.Reloading;

/// <summary>
/// Reads the config file again when somebody asks, and replaces the config as a whole: what has not changed goes on, with its learned
/// state and running events. A file with mistakes changes nothing. Either is said in the log, over MQTT and to systemd.
/// </summary>
internal sealed partial class ConfigurationReload(
    ReloadSignal signal,
    ConfigurationInForce inForce,
    ProfileSwitch profiles,
    BrokerWishes broker,
    WebServer web,
    NodeIntroduction introduction,
    EventRetention retention,
    HealthReporter health,
    StatusLine status,
    SystemdNotifier systemd,
    ILogger<ConfigurationReload> logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>Reads it whenever somebody asks, until stopped.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> fired.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            await signal.WaitAsync(stopping);
            stopping.ThrowIfCancellationRequested();
            systemd.Reloading();
            await ReloadAsync(stopping);
            status.Tell();
            systemd.Ready();
        }
    }

    private async Task ReloadAsync(CancellationToken stopping)
    {
        LoadedConfiguration loaded = ConfigurationFile.Load(inForce.File);
        if (loaded.IsValid)
        {
            await ApplyAsync(loaded.Options, stopping);
        }
        else
        {
            Refuse(loaded.Mistakes);
        }

        health.Ask();
    }

    private void Refuse(IReadOnlyList<ConfigurationMistake> mistakes)
    {
        inForce.Refuse(mistakes);
        foreach (ConfigurationMistake mistake in mistakes)
        {
            LogMistake(mistake);
        }

        LogRefused(inForce.File, mistakes.Count);
        introduction.PublishInfo();
    }

    private async Task ApplyAsync(EdgeWatchOptions next, CancellationToken stopping)
    {
        OptionChange[] changes = [.. OptionChanges.Between(inForce.Options, next)];
        OptionChange[] later = [.. changes.Where(change => change.Effect is Effect.AtNextStart)];
        Array.ForEach(later, change => change.Undo());
        string[] keys = [.. later.Select(change => change.Path)];
        inForce.Accept(next, keys);
        CameraChanges moved = await profiles.TakeAsync(next, stopping);
        bool reconnects = changes.Any(change => change.Effect is Effect.Reconnects);
        broker.Take(next, reconnects);
        await web.UseAsync(next.Web, stopping);
        retention.Look();
        introduction.Introduce();
        string[] words = [.. Words(moved, changes, reconnects)];
        LogReloaded(inForce.File, words.Length == 0 ? "nothing has changed" : string.Join("; ", words));
        if (keys.Length > 0)
        {
            LogLater(string.Join(", ", keys));
        }
    }

    private static IEnumerable<string> Words(CameraChanges cameras, OptionChange[] changes, bool reconnects)
    {
        (string Verb, IEnumerable<string> Names)[] lists =
        [
            ("added", cameras.Added), ("removed", cameras.Removed), ("started again", cameras.Restarted), ("adjusted", cameras.Adjusted),
        ];
        foreach ((string verb, IEnumerable<string> names) in lists.Where(list => list.Names.Any()))
        {
            yield return $"{verb}: {string.Join(", ", names)}";
        }

        if (reconnects)
        {
            yield return "the broker is connected to again";
        }

        string[] others =
            [.. changes.Where(change => change.Effect is Effect.AtOnce or Effect.RestartsCamera).Select(change => change.Path)];
        if (others.Length > 0)
        {
            yield return $"in force: {string.Join(", ", others)}";
        }
    }

    [LoggerMessage(730, LogLevel.Information, "{File} was read again: {Changes}.")]
    private partial void LogReloaded(string file, string changes);

    [LoggerMessage(731, LogLevel.Error, "{Mistake}")]
    private partial void LogMistake(ConfigurationMistake mistake);

    [LoggerMessage(732, LogLevel.Error, "{File} was read again and has {Count} mistake(s): nothing has changed.")]
    private partial void LogRefused(string file, int count);

    [LoggerMessage(733, LogLevel.Warning,
        "The service has to be started again for {Keys} (systemctl restart edgewatch). All else is in force.")]
    private partial void LogLater(string keys);
}

/// <summary>Tells the connection to the broker what another config wants of it.</summary>
internal sealed class BrokerWishes(Topics topics, Subscription subscription, MqttConnection connection, MqttPublisher publisher)
{
    /// <summary>What a node listens to.</summary>
    public static IReadOnlyCollection<string> Filters(Topics topics, EdgeWatchOptions options) =>
        [.. topics.CommandFilters(options.Cameras.Select(camera => camera.Id)), .. HomeAssistantNode.BirthTopics(options.Mqtt)];

    /// <summary>Listens to the commands of the cameras of now, and connects again if that is needed.</summary>
    public void Take(EdgeWatchOptions options, bool reconnects)
    {
        subscription.Filters = Filters(topics, options);
        publisher.BacklogPerSecond = options.Mqtt.Outbox.BacklogPerSecond;
        if (reconnects)
        {
            connection.Use(options.Mqtt);
        }
        else
        {
            connection.Nudge();
        }
    }
}
