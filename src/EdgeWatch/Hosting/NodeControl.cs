using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeWatch.Configuration;
using EdgeWatch.Evidence;
using EdgeWatch.Hosting.Reloading;
using EdgeWatch.Mqtt.Commands;

namespace EdgeWatch.Hosting;

/// <summary>Answers what is asked of the node as a whole.</summary>
/// <param name="inForce">The configuration.</param>
/// <param name="version">Version of the program.</param>
/// <param name="cameras">The cameras of the moment.</param>
/// <param name="pictures">Keeps past events.</param>
/// <param name="time">The clock.</param>
internal sealed class NodeControl(
    ConfigurationInForce inForce, string version, Func<IEnumerable<ICameraControl>> cameras, EventPictures pictures, TimeProvider time)
    : INodeControl
{
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
