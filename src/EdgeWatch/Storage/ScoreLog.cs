using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeWatch.Core.Events;

namespace EdgeWatch.Storage;

/// <summary>Part of an hour of a camera's scores.</summary>
/// <param name="From">Beginning of the first minute.</param>
/// <param name="Threshold">The threshold in force at its end.</param>
/// <param name="Hundredths">Highest score of each minute in hundredths; null where nothing was scored.</param>
/// <param name="Alerts">What would have been alerts and ended in it.</param>
/// <param name="LeftOut">Such alerts that found no room.</param>
/// <param name="Zones">The same counted for each zone that was watched; null in what earlier versions wrote.</param>
internal sealed record ScoreChunk(
    DateTimeOffset From,
    double Threshold,
    IReadOnlyList<int?> Hundredths,
    IReadOnlyList<SweptAlert> Alerts,
    int LeftOut,
    IReadOnlyList<ZoneCounts>? Zones = null);

/// <summary>
/// The score history of a camera: a line of JSON an hour in <c>&lt;state&gt;/scores/&lt;id&gt;/&lt;day&gt;.jsonl</c>, for thirty days; a
/// line that a power cut has spoilt is left out, and so is what this program does not write.
/// </summary>
/// <param name="stateDirectory">The daemon's state directory.</param>
/// <param name="cameraId">The camera.</param>
internal sealed class ScoreLog(string stateDirectory, string cameraId)
{
    /// <summary>Days that are kept.</summary>
    public const int KeptDays = 30;

    /// <summary>Bytes of the largest day that is read: four times what 24 hours of the most alerts take.</summary>
    public const long MostBytes = 8 << 20;

    /// <summary>A chunk is an hour at most.</summary>
    public const int MostMinutes = 60;

    /// <summary>The highest score, 1, in hundredths.</summary>
    private const int MostHundredths = 100;

    private const string DayFormat = "yyyy-MM-dd";

    private readonly string _folder = Path.Combine(stateDirectory, "scores", cameraId);

    /// <summary>Adds to the history and removes what is too old.</summary>
    /// <exception cref="IOException">The disk is full, or the like.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public void Append(ScoreChunk chunk)
    {
        Directory.CreateDirectory(_folder);
        string line = JsonSerializer.Serialize(chunk, ScoreLogJson.Default.ScoreChunk) + "\n";
        DiskFloor.Require(_folder, line.Length);
        AppendLine(FileOf(chunk.From), line);
        string oldest = FileOf(chunk.From.AddDays(-KeptDays));
        foreach (string file in Directory.GetFiles(_folder, "*.jsonl").Where(file => string.CompareOrdinal(file, oldest) < 0))
        {
            File.Delete(file);
        }
    }

    /// <summary>What was added since then, in order.</summary>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public IReadOnlyList<ScoreChunk> Read(DateTimeOffset since)
    {
        string oldest = FileOf(since);
        return !Directory.Exists(_folder) ? [] :
        [
            .. Directory.GetFiles(_folder, "*.jsonl")
                .Where(file => string.CompareOrdinal(file, oldest) >= 0)
                .Where(file => new FileInfo(file).Length <= MostBytes)
                .Order(StringComparer.Ordinal)
                .SelectMany(File.ReadLines)
                .Select(TryParse)
                .OfType<ScoreChunk>()
                .Where(chunk => chunk.From >= since),
        ];
    }

    /// <summary>Begins a new line where the last one was cut off, or both would be lost.</summary>
    private static void AppendLine(string file, string line)
    {
        using FileStream day = new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        bool isCutOff = day.Length > 0 && day.Seek(-1, SeekOrigin.End) >= 0 && day.ReadByte() != '\n';
        day.Seek(0, SeekOrigin.End);
        day.Write(Encoding.UTF8.GetBytes(isCutOff ? "\n" + line : line));
    }

    private string FileOf(DateTimeOffset at) =>
        Path.Combine(_folder, at.UtcDateTime.ToString(DayFormat, CultureInfo.InvariantCulture) + ".jsonl");

    private static ScoreChunk? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ScoreLogJson.Default.ScoreChunk) is { Hundredths: not null, Alerts: not null } chunk
                && chunk.From.Year < DateTimeOffset.MaxValue.Year
                && chunk.Hundredths.Count <= MostMinutes
                && chunk.Hundredths.All(score => score is null or (>= 0 and <= MostHundredths))
                && double.IsFinite(chunk.Threshold)
                && chunk.Alerts.All(alert => alert is { Kind: not null } && double.IsFinite(alert.PeakScore))
                && (chunk.Zones is null || chunk.Zones.All(zone => zone is { IsSound: true }))
                ? chunk
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The serializer of <see cref="ScoreChunk"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ScoreChunk))]
internal sealed partial class ScoreLogJson : JsonSerializerContext;
