using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;

namespace EdgeWatch.Configuration;

/// <summary>
/// The config in force, for everybody's eyes: every key with its value, in the words of the config file. Passwords never stand in a
/// config; what may hold one all the same is left out or redacted, rather too much than too little.
/// </summary>
internal static class PublicConfiguration
{
    private const string Hidden = "***";

    /// <summary>Keys whose texts may hold anything: programs and ffmpeg take passwords as arguments.</summary>
    private static readonly string[] FreeTexts = ["command", "input_options"];

    /// <summary>The whole config.</summary>
    public static JsonObject Of(EdgeWatchOptions options) => Section(options);

    private static JsonObject Section(object section)
    {
        JsonObject json = [];
        foreach ((string key, PropertyInfo property) in OptionKeys.Of(section.GetType()))
        {
            if (property.GetValue(section) is { } value)
            {
                json[key] = Value(key, value);
            }
        }

        return json;
    }

    private static JsonNode? Value(string key, object value) => value switch
    {
        IList<string> texts when FreeTexts.Contains(key) => new JsonArray([.. texts.Select((text, index) => JsonValue.Create(index == 0 ? text : Hidden))]),
        string text => Redaction.Redact(WithoutQuery(text)),
        bool isOn => isOn,
        int number => number,
        double number => number,
        TimeSpan duration => DurationText.Format(duration),
        Enum word => OptionKeys.KeyOf(word.ToString()),
        IEnumerable items => new JsonArray([.. items.Cast<object>().Select(item => (JsonNode)Section(item))]),
        _ when OptionKeys.IsSection(value.GetType()) => Section(value),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    /// <summary>A URL's query is where cameras take their passwords and keys, under any name.</summary>
    private static string WithoutQuery(string text) =>
        text.Contains("://", StringComparison.Ordinal) && text.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? $"{text[..query]}?{Hidden}" : text;
}
