using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Configuration.Clips;
using EdgeWatch.Configuration.Yaml;

namespace EdgeWatch.Cli.Config;

/// <summary>A config as YAML, every value decided, each line with the place that its value comes from.</summary>
internal sealed partial class ConfigurationListing
{
    /// <summary>Longer values do not push the places of all others to the right.</summary>
    private const int MostColumns = 72;

    private static readonly JavaScriptEncoder Readable = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly IReadOnlyDictionary<string, YamlPosition> _positions;
    private readonly IReadOnlyDictionary<string, string> _written;
    private readonly List<(string Text, string Origin)> _lines = [];

    /// <summary>Lists a config that has no mistakes.</summary>
    public ConfigurationListing(LoadedConfiguration loaded)
    {
        EdgeWatchOptions options = loaded.Options ?? throw new ArgumentException("it has mistakes", nameof(loaded));
        _positions = loaded.Positions;
        _written = options.Written;
        Decide(options);
        AddSection(PublicConfiguration.Of(options), "", "", "");
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        int width = _lines.Where(line => line.Origin.Length > 0 && line.Text.Length <= MostColumns).Max(line => line.Text.Length);
        StringBuilder text = new();
        foreach ((string line, string origin) in _lines)
        {
            text.Append(origin.Length == 0 ? line : $"{line.PadRight(width)}  # {origin}").Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Puts in what the camera leaves to the node, and the node to the program.</summary>
    private static void Decide(EdgeWatchOptions options)
    {
        options.Mqtt.Port = options.Mqtt.EffectivePort;
        options.Alerts = options.Alerts.With(options.Alerts.Decided(new AlertOptions()));
        options.Learning = options.Learning.Decided(new LearningOptions());
        options.Clips = options.Clips.Decided(new ClipOptions());
        foreach (CameraOptions camera in options.Cameras)
        {
            camera.Alerts = camera.Alerts.Decided(options.Alerts);
            camera.Learning = camera.Learning.Decided(options.Learning);
            camera.Clips = camera.Clips.Decided(options.Clips);
        }
    }

    private void AddSection(JsonObject section, string path, string first, string indent)
    {
        string start = first;
        foreach ((string key, JsonNode? value) in section)
        {
            Add($"{start}{key}:", value, KeyPath.Child(path, key), indent);
            start = indent;
        }
    }

    private void Add(string key, JsonNode? value, string path, string indent)
    {
        switch (value)
        {
            case JsonObject below:
                _lines.Add((key, ""));
                AddSection(below, path, indent + "  ", indent + "  ");
                break;
            case JsonArray { Count: > 0 } items when items[0] is JsonObject:
                _lines.Add((key, ""));
                foreach ((int index, JsonNode? item) in items.Index())
                {
                    AddSection(item!.AsObject(), KeyPath.Item(path, index), indent + "  - ", indent + "    ");
                }

                break;
            case JsonArray list:
                _lines.Add(($"{key} {InBrackets(list)}", OriginOf(path)));
                break;
            default:
                string? shown = value?.GetValueKind() is JsonValueKind.String ? Plain(value.GetValue<string>()) : value?.ToJsonString();
                _lines.Add(($"{key} {shown}", OriginOf(path)));
                break;
        }
    }

    private string OriginOf(string path)
    {
        string environment = _written.Keys.Any(key => key == path || key.StartsWith(path + "[", StringComparison.Ordinal))
            ? ", with the environment"
            : "";
        return _positions.TryGetValue(path, out YamlPosition place) ? $"{place.File}:{place.Line}{environment}"
            : InCamera().Match(path) is { Success: true } inCamera ? OriginOf(inCamera.Groups["above"].Value)
            : "default";
    }

    /// <summary>A list of texts, or of corners, each of which is a list of numbers.</summary>
    private static string InBrackets(JsonArray list) => $"[{string.Join(", ", list.Select(item => item switch
    {
        JsonArray below => InBrackets(below),
        _ when item!.GetValueKind() is JsonValueKind.String => Quoted(item.GetValue<string>()),
        _ => item.ToJsonString(),
    }))}]";

    private static string Plain(string text) => Safe().IsMatch(text) ? text : Quoted(text);

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, Readable)}\"";

    [GeneratedRegex(@"\Acameras\[\d+\]\.(?<above>(alerts|learning|clips)\..+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex InCamera();

    /// <summary>What YAML reads as this very text without quotes, or as the number, switch or duration that it is.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9/.$][A-Za-z0-9_/.${}:+%~-]*( [A-Za-z0-9]+)*(?<!:)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Safe();
}
