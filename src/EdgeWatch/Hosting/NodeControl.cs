using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Profiles;
using EdgeWatch.Evidence;
using EdgeWatch.Hosting.Reloading;
using EdgeWatch.Mqtt.Commands;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Profiles;

namespace EdgeWatch.Hosting;

/// <summary>Answers what is asked of the node as a whole.</summary>
/// <param name="inForce">The configuration.</param>
/// <param name="version">Version of the program.</param>
/// <param name="cameras">The cameras of the moment.</param>
/// <param name="pictures">Keeps past events.</param>
/// <param name="profiles">Says which profile is in force.</param>
/// <param name="setProfile">Sets it; null: by the schedule.</param>
/// <param name="time">The clock.</param>
internal sealed class NodeControl(
    ConfigurationInForce inForce,
    string version,
    Func<IEnumerable<ICameraControl>> cameras,
    EventPictures pictures,
    ProfileChoice profiles,
    Func<string?, CancellationToken, ValueTask> setProfile,
    TimeProvider time)
    : INodeControl
{
    private const string NoProfiles = "the config has no profiles";

    private readonly long _started = time.GetTimestamp();

    /// <inheritdoc/>
    public IReadOnlyList<ICameraControl> Cameras => [.. cameras()];

    /// <inheritdoc/>
    public JsonObject Describe() => new()
    {
        ["node"] = inForce.Options.Node,
        ["version"] = version,
        ["uptime_seconds"] = (long)time.GetElapsedTime(_started).TotalSeconds,
    };

    /// <inheritdoc/>
    public JsonObject CheckConfiguration(string? yaml)
    {
        if (yaml is null && inForce.File.Length == 0)
        {
            throw new RequestRefusedException("this node was started without a config file; send yaml");
        }

        // A text from outside is checked by itself: the files that it names are nobody's business.
        LoadedConfiguration loaded = yaml is null ? ConfigurationFile.Load(inForce.File) : ConfigurationReader.Read(yaml, "yaml");
        return new JsonObject
        {
            ["valid"] = loaded.IsValid,
            ["mistakes"] = new JsonArray([.. loaded.Mistakes.Select(Describe)]),
        };
    }

    /// <inheritdoc/>
    public JsonArray FindEvents(DateTimeOffset from, DateTimeOffset to, int limit) =>
        [.. pictures.FindMessages(from, to, limit).Select(TryParse).Where(message => message is not null)];

    /// <inheritdoc/>
    public JsonObject DescribeProfile()
    {
        ProfileInForce now = profiles.InForce;
        return new JsonObject
        {
            ["profile"] = now.Name ?? throw new RequestRefusedException(NoProfiles),
            ["set_by"] = now.IsByHand ? "hand" : "schedule",
            ["since"] = UtcMillisecondsConverter.Format(now.Since),
            ["until"] = now.Until is { } until ? UtcMillisecondsConverter.Format(until) : null,
            ["quiet"] = now.IsQuiet,
            ["profiles"] = new JsonArray([.. profiles.Names.Select(name => JsonValue.Create(name))]),
        };
    }

    /// <inheritdoc/>
    public ValueTask SetProfileAsync(string name, CancellationToken stopping)
    {
        IReadOnlyList<string> known = profiles.Names;
        return known.Count == 0 ? throw new RequestRefusedException(NoProfiles)
            : name is ProfileOptions.BySchedule ? setProfile(null, stopping)
            : known.Contains(name) ? setProfile(name, stopping)
            : throw new RequestRefusedException(
                $"there is no such profile; there are: {string.Join(", ", known)}, "
                + $"and {ProfileOptions.BySchedule} for what the schedule says");
    }

    /// <inheritdoc/>
    public (string EventId, string Camera)? FindEvent(string id)
    {
        string[] found = EventFolders.Matching(pictures.EventIds(), id);
        return found.Length > 1
            ? throw new RequestRefusedException($"{id} may be {string.Join(" or ", found.Take(3))}; write more of it")
            : found is [var one] && pictures.FindMessage(one) is { } message && PastEvent.TryParse(message) is { } past
            ? (one, past.Camera)
            : null;
    }

    private static JsonObject Describe(ConfigurationMistake mistake) => new()
    {
        ["file"] = mistake.File,
        ["line"] = mistake.Line,
        ["column"] = mistake.Column,
        ["key"] = mistake.Key,
        ["message"] = mistake.Message,
    };

    /// <summary>A file that a power cut has spoilt is no event.</summary>
    private static JsonNode? TryParse(byte[] message)
    {
        try
        {
            return JsonNode.Parse(message);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
