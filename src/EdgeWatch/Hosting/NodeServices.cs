using System.Security.Cryptography;
using EdgeWatch.Cameras;
using EdgeWatch.Configuration;
using EdgeWatch.Hosting.Health;
using EdgeWatch.Model;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Commands;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.HomeAssistant;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting;

/// <summary>What a node does besides watching: says who and how it is, takes commands, introduces itself to Home Assistant.</summary>
internal sealed class NodeServices
{
    private readonly EdgeWatchOptions _options;
    private readonly Topics _topics;
    private readonly ModelManifest _model;
    private readonly Inbox _inbox;
    private readonly SharedParts _parts;
    private readonly IReadOnlyList<Camera> _cameras;
    private readonly Chip _chip = new();
    private readonly HealthReporter _health;
    private readonly CommandHandler _commands;
    private readonly BirthWatch _births;
    private readonly DateTimeOffset _startedAt;

    /// <summary>Prepares everything; <see cref="RunAsync"/> starts it.</summary>
    public NodeServices(
        EdgeWatchOptions options, string configFile, Topics topics, ModelManifest model, Inbox inbox, SharedParts parts, IReadOnlyList<Camera> cameras)
    {
        (_options, _topics, _model, _inbox, _parts, _cameras) = (options, topics, model, inbox, parts, cameras);
        _startedAt = parts.Time.GetUtcNow();
        _health = new HealthReporter(parts.Publisher, inbox, cameras, options.StateDirectory, parts.Time, _chip);
        _commands = new CommandHandler(
            topics,
            new NodeControl(options.Node, ProgramVersion.Text, configFile, [.. cameras.Select(camera => camera.Control)], parts.Pictures, parts.Time),
            parts.Publisher.PublishResponse,
            parts.Time,
            parts.Loggers.CreateLogger<CommandHandler>());
        _births = new BirthWatch(HomeAssistantNode.BirthTopics(options.Mqtt), TellAgain, RandomFraction, parts.Time);
    }

    /// <summary>Runs until stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        Introduce();
        _parts.State.OverridesChanged += PublishInfo;
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task[] loops =
        [
            _parts.State.RunAsync(ending.Token),
            _health.RunAsync(ending.Token),
            _commands.RunAsync(_inbox, _births.Observe, ending.Token),
            _births.RunAsync(ending.Token),
        ];
        await Task.WhenAny(loops);
        await ending.CancelAsync();
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Task loop in loops.Where(loop => loop.IsFaulted))
        {
            await loop;
        }
    }

    private void Introduce()
    {
        HomeAssistantNode homeAssistant = new(_options.Mqtt, _topics, ProgramVersion.Text, $"{_model.Name} {_model.Version}");
        new RetainedLedger(_parts.State, _parts.Publisher).Bring(
            [.. _topics.RetainedOfNode, .. _cameras.SelectMany(camera => _topics.RetainedOf(camera.Id))],
            homeAssistant.Describe(_cameras.Select(camera => camera.Control), _chip.Temperature() is not null));
        PublishInfo();
    }

    private void TellAgain()
    {
        _parts.Publisher.RepeatRetained();
        _health.Ask();
    }

    private void PublishInfo() => _parts.Publisher.PublishInfo(new InfoMessage(
        _options.Node,
        ProgramVersion.Text,
        _startedAt,
        new ModelInfo(_model.Name, _model.Version, _model.Sha256),
        [.. _cameras.Select(camera => camera.Id)],
        EdgeWatchOptions.SupportedSchema,
        PublicConfiguration.Of(_options),
        _parts.State.Overrides.ToDictionary(entry => entry.Key, entry => Describe(entry.Value))));

    private static OverridesInfo Describe(CameraOverrides overrides) => new(
        overrides.Threshold, overrides.Enabled is { } enabled ? SwitchText.Of(enabled) : null, overrides.SuspendedUntil);

    private static double RandomFraction() => RandomNumberGenerator.GetInt32(1_000_000) / 1e6;
}
