using System.Globalization;
using System.Text.Json;

namespace EdgeWatch.Cli.Demo;

/// <summary>Prints received messages for a person.</summary>
/// <param name="output">Where to.</param>
/// <param name="stateFolder">Where the paths of pictures begin.</param>
internal sealed class DemoPrinter(TextWriter output, string stateFolder)
{
    /// <summary>Column at which the labels of further lines end, below the text of the first.</summary>
    private const int LabelEnd = 31;

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
        IEnumerable<string?> reasons = root.GetProperty("reasons").EnumerateArray()
            .Select(reason => reason.GetProperty("text").GetString());
        (double peak, double threshold) = (root.GetProperty("peak_score").GetDouble(), root.GetProperty("threshold").GetDouble());
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"ALERT {type,-6}  score {peak:0.00} (threshold {threshold:0.00}): {string.Join("; ", reasons)}");
        string? snapshot = root.GetProperty("snapshot").GetString();
        if (snapshot is null || type == "end")
        {
            return line;
        }

        string picture = Path.Combine(stateFolder, snapshot);
        string heatMap = Path.Combine(Path.GetDirectoryName(picture)!, Evidence.EventPictures.HeatMapName);
        return $"{line}\n{"picture",LabelEnd} {picture}\n{"heat map",LabelEnd} {heatMap}";
    }

    private static string DescribePhase(JsonElement root) => root.GetProperty("phase").GetString() switch
    {
        "learning" => string.Create(
            CultureInfo.InvariantCulture,
            $"learning what is normal: {root.GetProperty("progress").GetDouble():0%}, "
            + $"{root.GetProperty("seconds_left").GetInt64()} s left"),
        "scene_change" => "the whole scene changes",
        _ => "learned; from now on, what is unusual is an alert",
    };

    private static string DescribeStatus(string topic, JsonElement root)
    {
        string who = topic.Count(character => character == '/') == 2 ? "daemon" : "camera";
        string? reason = root.TryGetProperty("reason", out JsonElement text) ? text.GetString() : null;
        string why = string.IsNullOrEmpty(reason) ? "" : $" ({reason})";
        return reason is "connecting" ? $"{who} connecting" : $"{who} {root.GetProperty("state").GetString()}{why}";
    }
}
