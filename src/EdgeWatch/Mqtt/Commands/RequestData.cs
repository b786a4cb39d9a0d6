using System.Globalization;
using System.Text.Json;

namespace EdgeWatch.Mqtt.Commands;

/// <summary>The <c>data</c> of a request, read with errors that say what would be right.</summary>
/// <param name="data">The object; undefined when the request had none.</param>
internal readonly struct RequestData(JsonElement data)
{
    /// <summary>A text; null when it is not there.</summary>
    /// <exception cref="RequestRefusedException">It is something else.</exception>
    public string? Text(string key) => Find(key) is not { } value ? null
        : Read(value) ?? throw new RequestRefusedException($"{key} must be a text");

    /// <summary>A number; null when it is not there.</summary>
    /// <exception cref="RequestRefusedException">It is something else, or out of range.</exception>
    public double? Number(string key, double least, double most)
    {
        if (Find(key) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= least && number <= most
            ? number
            : throw new RequestRefusedException(string.Create(CultureInfo.InvariantCulture, $"{key} must be a number, {least}–{most}"));
    }

    /// <summary>Whether something is wanted; not when it is not there.</summary>
    /// <exception cref="RequestRefusedException">It is neither true nor false.</exception>
    public bool Flag(string key) => Find(key)?.ValueKind switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw new RequestRefusedException($"{key} must be true or false"),
    };

    /// <summary>A time; null when it is not there.</summary>
    /// <exception cref="RequestRefusedException">It is something else.</exception>
    public DateTimeOffset? Time(string key) => Text(key) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time
        : throw new RequestRefusedException($"{key} must be a time such as 2026-03-01T22:59:58Z");

    /// <summary>A JSON text; null for anything else, also for one that is no Unicode (half a surrogate pair).</summary>
    internal static string? Read(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private JsonElement? Find(string key) => data.ValueKind == JsonValueKind.Object && data.TryGetProperty(key, out JsonElement value)
        && value.ValueKind != JsonValueKind.Null ? value : null;
}
