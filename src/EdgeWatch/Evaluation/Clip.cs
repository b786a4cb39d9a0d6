namespace EdgeWatch.Evaluation;

/// <summary>A recording to learn from or to score: a video file or a folder of images.</summary>
/// <param name="Name">Name in the labels: the entry's name, for files without the extension.</param>
/// <param name="Path">Where it is.</param>
/// <param name="IsImageFolder">Whether it is a folder of images, every one of which is a frame.</param>
internal sealed record Clip(string Name, string Path, bool IsImageFolder)
{
    private static readonly string[] VideoExtensions =
        [".mp4", ".avi", ".mkv", ".mov", ".webm", ".m4v", ".mpg", ".mpeg", ".ts", ".y4m"];

    /// <summary>A single recording, named like its file or folder.</summary>
    public static Clip Of(string path) => new(System.IO.Path.GetFileName(path.TrimEnd('/')), path, Directory.Exists(path));

    /// <summary>
    /// The clips in a folder if there are any, else the one recording that a path is: a file, a folder of images, an image pattern.
    /// </summary>
    public static IReadOnlyList<Clip> OfOrIn(string path) =>
        Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(IsClip) ? In(path) : [Of(path)];

    /// <summary>The clips in a folder, by name. Entries that are neither videos nor folders are no clips.</summary>
    /// <exception cref="EdgeWatchException">No such folder, or no clip in it.</exception>
    public static IReadOnlyList<Clip> In(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new EdgeWatchException(
                $"{folder}: no such folder. A PATH is a folder whose entries are clips: video files or folders of images.");
        }

        List<Clip> clips = [];
        foreach (string path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            if (Directory.Exists(path))
            {
                clips.Add(new Clip(System.IO.Path.GetFileName(path), path, IsImageFolder: true));
            }
            else if (IsClip(path))
            {
                clips.Add(new Clip(System.IO.Path.GetFileNameWithoutExtension(path), path, IsImageFolder: false));
            }
        }

        return clips.Count > 0
            ? clips
            : throw new EdgeWatchException(
                $"{folder}: no clips in it. Clips are video files ({string.Join(' ', VideoExtensions)}) or folders of images.");
    }

    private static bool IsClip(string path) =>
        Directory.Exists(path) || VideoExtensions.Contains(System.IO.Path.GetExtension(path).ToLowerInvariant());
}
