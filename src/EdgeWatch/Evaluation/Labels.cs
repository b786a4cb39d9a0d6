using System.Text.Json;

namespace EdgeWatch.Evaluation;

/// <summary>Which frames of which clip are anomalous: a JSON object of arrays of 0 and 1.</summary>
internal sealed class Labels
{
    private readonly string _file;
    private readonly Dictionary<string, bool[]> _clips;

    private Labels(string file, Dictionary<string, bool[]> clips)
    {
        _file = file;
        _clips = clips;
    }

    /// <summary>Reads a label file.</summary>
    /// <exception cref="EdgeWatchException">Not readable, or not of that form.</exception>
    public static Labels Load(string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            Dictionary<string, bool[]> clips = [];
            foreach (JsonProperty clip in document.RootElement.EnumerateObject())
            {
                if (!clips.TryAdd(clip.Name, [.. clip.Value.EnumerateArray().Select((label, i) => Parse(file, clip.Name, i, label))]))
                {
                    throw new EdgeWatchException($"{file}: clip \"{clip.Name}\" is there twice.");
                }
            }

            return new Labels(file, clips);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeWatchException($"The labels cannot be read: {e.Message}", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new EdgeWatchException($"{file}: not labels of the form {{\"clip\": [0, 1, …]}}: {e.Message}", e);
        }
    }

    /// <summary>The label of every scored frame of a clip.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="frames">Frames that were scored.</param>
    /// <param name="countOwnFrames">Counts the frames of a video file itself, which is scored at another rate.</param>
    /// <exception cref="EdgeWatchException">No labels for the clip, or another number of them than it has frames.</exception>
    public async Task<bool[]> ForAsync(Clip clip, int frames, Func<Clip, Task<int>> countOwnFrames)
    {
        if (!_clips.TryGetValue(clip.Name, out bool[]? labels))
        {
            throw new EdgeWatchException(
                $"{_file}: no labels for clip \"{clip.Name}\" ({clip.Path}). It has: {string.Join(", ", _clips.Keys)}.");
        }

        if (labels.Length == frames)
        {
            return labels;
        }

        int ownFrames = clip.IsImageFolder ? frames : await countOwnFrames(clip);
        return labels.Length == ownFrames
            ? [.. Enumerable.Range(0, frames).Select(i => labels[(int)((i + 0.5) * ownFrames / frames)])]
            : throw Mismatch(clip, labels.Length, frames, ownFrames);
    }

    private EdgeWatchException Mismatch(Clip clip, int labels, int frames, int ownFrames) => new(
        $"{_file}: clip \"{clip.Name}\" has {labels} labels, and {ownFrames} are needed, one for each frame"
        + (ownFrames == frames ? "." : $" of the video; or {frames}, one for each of the frames that are scored at this --fps."));

    private static bool Parse(string file, string clip, int index, JsonElement label) => label.GetRawText() switch
    {
        "0" or "false" => false,
        "1" or "true" => true,
        string other => throw new EdgeWatchException(
            $"{file}: clip \"{clip}\", frame {index}: {other} is not a label; 0 (normal) or 1 (anomalous) is."),
    };
}
