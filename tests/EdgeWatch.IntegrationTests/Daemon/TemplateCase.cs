using System.Text.Json.Nodes;

namespace EdgeWatch.IntegrationTests.Daemon;

/// <summary>A template of a discovery message with a payload that it is to be used on.</summary>
/// <param name="Key">The component.</param>
/// <param name="Kind">Its platform, or what else the template is for.</param>
/// <param name="Template">The template.</param>
/// <param name="Payload">The payload.</param>
internal sealed record TemplateCase(string Key, string Kind, string Template, string Payload)
{
    /// <summary>Whether Home Assistant knows what to do with what the template has made.</summary>
    public bool Takes(string text) => Kind switch
    {
        "availability" => text is "online" or "offline",
        "binary_sensor" => text is "ON" or "OFF",
        "sensor" => text.Length is > 0 and < 256,
        "event" => JsonNode.Parse(text)!["event_type"] is { } type && (string?)type is "start" or "update" or "end",
        "attributes" => JsonNode.Parse(text) is JsonObject,
        _ => throw new NotSupportedException($"{Key}: a template of {Kind} is not known here"),
    };
}
