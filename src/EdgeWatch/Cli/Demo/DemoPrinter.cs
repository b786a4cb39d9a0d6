using System.Globalization;
using System.Text.Json;

namespace EdgeWatch.Cli.Demo;

/// <summary>Prints received messages for a person.</summary>
/// <param name="output">Where to.</param>
/// <param name="stateFolder">Where the paths of pictures begin.</param>
internal sealed class DemoPrinter(TextWriter output, string stateFolder)
{
    /// <summary>Prints one message, if it tells a person something.</summary>
    public void Print(string topic, string payload)
    {
        using JsonDocument message = JsonDocument.Parse(payload);
        JsonElement root = message.RootElement;
        string? line = topic[(topic.LastIndexOf('/') + 1)..] switch
        {
            "event" => DescribeEvent(root),
            "phase" => DescribePhase(root),
            "status" => DescribeStatus(topic, root),
            _ => null,
        };
        if (line is not null)
        {
            output.WriteLine($"{TimeProvider.System.GetLocalNow():HH:mm:ss}  {line}");
        }
    }

    private string DescribeEvent(JsonElement root)
    {
        string type = root.GetProperty("type").GetString()!;
        string reasons = string.Join("; ", root.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("text").GetString()));
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"ALERT {type,-6}  score {root.GetProperty("peak_score").GetDouble():0.00} (threshold {root.GetProperty("threshold").GetDouble():0.00}): {reasons}");
        string? snapshot = root.GetProperty("snapshot").GetString();
        return snapshot is null || type == "end"
            ? line
            : $"{line}\n                        picture {Path.Combine(stateFolder, snapshot)}\n                       heat map {Path.Combine(stateFolder, Path.GetDirectoryName(snapshot)!, Evidence.EventPictures.HeatMapName)}";
    }

    private static string DescribePhase(JsonElement root) => root.GetProperty("phase").GetString() switch
    {
        "learning" => string.Create(CultureInfo.InvariantCulture, $"learning what is normal: {root.GetProperty("progress").GetDouble():0%}, {root.GetProperty("seconds_left").GetInt64()} s left"),
        "scene_change" => "the whole scene changes",
        _ => "learned; from now on, what is unusual is an alert",
    };

    private static string DescribeStatus(string topic, JsonElement root)
    {
        string who = topic.Count(character => character == '/') == 2 ? "daemon" : "camera";
        string? reason = root.TryGetProperty("reason", out JsonElement text) ? text.GetString() : null;
        return reason is "connecting" ? $"{who} connecting" : $"{who} {root.GetProperty("state").GetString()}{(string.IsNullOrEmpty(reason) ? "" : $" ({reason})")}";
    }
}
