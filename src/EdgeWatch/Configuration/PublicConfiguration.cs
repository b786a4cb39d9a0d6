using System.Globalization;
using System.Text.Json.Nodes;
using EdgeWatch.Configuration.Yaml;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Configuration;

/// <summary>
/// The config in force, for everybody's eyes: every key with its value, in the words of the config file. A text is shown as far as its
/// property says that it may be, and what looks like a password in it is redacted all the same, rather too much than too little. Where a
/// value of the environment was put in, the text is shown as it was written.
/// </summary>
internal static class PublicConfiguration
{
    private const string Hidden = "***";

    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>The whole config.</summary>
    public static JsonObject Of(EdgeWatchOptions options) => Section(OptionSection.Of(options), options, "", options.Written);

    /// <summary>One section of it.</summary>
    internal static JsonObject Section(OptionSection section, object options) => Section(section, options, "", Nothing);

    private static JsonObject Section(OptionSection section, object options, string path, IReadOnlyDictionary<string, string> written)
    {
        JsonObject json = [];
        foreach (OptionKey key in section.Keys)
        {
            if (key.Get(options) is { } value)
            {
                json[key.Name] = Value(key, value, KeyPath.Child(path, key.Name), written);
            }
        }

        return json;
    }

    private static JsonNode? Value(OptionKey key, object value, string path, IReadOnlyDictionary<string, string> written) => value switch
    {
        IEnumerable<string> texts => new JsonArray([.. texts.Select((text, index) => JsonValue.Create(Shown(
            key.Content, written.GetValueOrDefault(KeyPath.Item(path, index), text), index)))]),
        string text => Shown(key.Content, written.GetValueOrDefault(path, text), index: 0),
        IEnumerable<RelativePoint> points => new JsonArray(
            [.. points.Select((point, index) => Point(point, KeyPath.Item(path, index), written))]),
        IEnumerable<object> items => new JsonArray(
            [.. items.Select((item, index) => Section(OptionSection.Of(item), item, KeyPath.Item(path, index), written))]),
        _ when OptionSection.Find(value.GetType()) is { } section => Section(section, value, path, written),
        _ when written.TryGetValue(path, out string? text) => text,
        bool isOn => isOn,
        int number => number,
        double number => number,
        TimeSpan duration => DurationText.Format(duration),
        TimeOnly time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        Enum word => OptionKey.NameOf(word.ToString()),
        _ => throw new ArgumentException($"{path} is of no type that a config has", nameof(value)),
    };

    private static JsonArray Point(RelativePoint point, string path, IReadOnlyDictionary<string, string> written) => new(
        [.. new[] { point.X, point.Y }.Select((number, index) =>
            written.TryGetValue(KeyPath.Item(path, index), out string? text) ? JsonValue.Create(text) : JsonValue.Create(number))]);

    /// <param name="content">What the key's texts hold.</param>
    /// <param name="text">One of them.</param>
    /// <param name="index">Its place in a list.</param>
    private static string Shown(TextContent content, string text, int index) => content switch
    {
        _ when text.Length == 0 => text,
        TextContent.Secret => Hidden,
        TextContent.Arguments when index > 0 => Hidden,
        _ => Redaction.Redact(WithoutQuery(text)),
    };

    /// <summary>A URL's query is where cameras take their passwords and keys, under any name.</summary>
    private static string WithoutQuery(string text) =>
        CameraOptions.IsUrl(text) && text.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? $"{text[..query]}?{Hidden}" : text;
}
