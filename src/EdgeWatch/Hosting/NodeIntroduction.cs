using EdgeWatch.Cameras;
using EdgeWatch.Configuration;
using EdgeWatch.Hosting.Health;
using EdgeWatch.Hosting.Reloading;
using EdgeWatch.Model;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.HomeAssistant;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Storage;
using Microsoft.Extensions.Hosting;

namespace EdgeWatch.Hosting;

/// <summary>
/// Says who the node is when it starts, and again when a setting or the config has changed; introduces it to Home Assistant.
/// </summary>
/// <param name="inForce">The configuration.</param>
/// <param name="topics">Names of topics.</param>
/// <param name="model">Of the model in use.</param>
/// <param name="parts">Publisher, settings and clock.</param>
/// <param name="cameras">The cameras.</param>
/// <param name="chip">Tells whether there is a temperature.</param>
internal sealed class NodeIntroduction(
    ConfigurationInForce inForce, Topics topics, ModelManifest model, SharedParts parts, IReadOnlyList<Camera> cameras, Chip chip)
    : IHostedService
{
    private readonly DateTimeOffset _startedAt = parts.Time.GetUtcNow();

    /// <summary>One description at a time, so that the last one is of how things are.</summary>
    private readonly Lock _describing = new();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Introduce();
        parts.State.OverridesChanged += PublishInfo;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Describes node and cameras as they are now, takes back what is there no more, and says what runs here.</summary>
    public void Introduce()
    {
        DescribeDevices();
        PublishProfile();
        PublishInfo();
    }

    /// <summary>Describes node and cameras to Home Assistant as they are now, and takes back what is there no more.</summary>
    public void DescribeDevices()
    {
        lock (_describing)
        {
            HomeAssistantNode homeAssistant = new(
                inForce.Options.Mqtt, topics, ProgramVersion.Text, $"{model.Name} {model.Version}", parts.Language());
            IEnumerable<string> ofCameras = cameras.SelectMany(camera => topics.RetainedOf(camera.Id, camera.Control.Zones));
            new RetainedLedger(parts.State, parts.Publisher).Bring(
                [.. topics.RetainedOfNode.Where(IsWanted), .. ofCameras],
                homeAssistant.Describe(
                    cameras.Select(camera => camera.Control),
                    parts.Profiles.Names,
                    chip.Temperature() is not null,
                    inForce.Options.Digest.Enabled));
        }
    }

    /// <summary>Says which profile is in force, if there are any.</summary>
    public void PublishProfile()
    {
        if (parts.Profiles.InForce.Name is { } name)
        {
            parts.Publisher.Publish(Topic.Profile, name);
        }
    }

    /// <summary>Says what runs here with which config.</summary>
    public void PublishInfo() => parts.Publisher.PublishInfo(new InfoMessage(
        topics.Node,
        ProgramVersion.Text,
        _startedAt,
        new ModelInfo(model.Name, model.Version, model.Sha256),
        [.. cameras.Select(camera => camera.Id)],
        EdgeWatchOptions.SupportedSchema,
        PublicConfiguration.Of(inForce.Options),
        parts.State.Overrides.ToDictionary(entry => entry.Key, entry => Describe(entry.Value)),
        ProfileWords.Of(parts.Profiles),
        ProfileWords.QuietOf(parts.Profiles),
        inForce.Outcome is { } outcome ? Describe(outcome) : null));

    /// <summary>Of the node's retained topics, that of the profile is there only with profiles, that of the digest if wanted.</summary>
    private bool IsWanted(string topic) => topic == topics.Of(Topic.Profile) ? parts.Profiles.InForce.Name is not null
        : topic != topics.Of(Topic.Digest) || inForce.Options.Digest.Enabled;

    private static OverridesInfo Describe(CameraOverrides overrides) => new(
        overrides.Threshold, overrides.Enabled is { } enabled ? SwitchText.Of(enabled) : null, overrides.SuspendedUntil);

    private static ReloadInfo Describe(ReloadOutcome outcome) => new(
        outcome.At,
        [.. outcome.Mistakes.Select(mistake => new MistakeInfo(
            mistake.File, mistake.Line, mistake.Column, mistake.Key, mistake.Message))],
        outcome.AtNextStart);
}
