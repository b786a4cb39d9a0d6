using EdgeWatch.Core.Events;

namespace EdgeWatch.Evidence;

/// <summary>Where the files of events are: in one folder with one folder for each event, named by its ULID.</summary>
public static class EventFolders
{
    /// <summary>
    /// End of the name of a folder that is being removed. Who is killed meanwhile leaves this, which is no event to anybody, and never an
    /// event that lacks some of its files.
    /// </summary>
    private const string RemovedSuffix = ".removed";

    /// <summary>What files take room in: the block of ext4 and of most others, in bytes.</summary>
    private const long Block = 4096;

    /// <summary>The folder of events in a state directory.</summary>
    public static string In(string stateDirectory) => Path.Combine(stateDirectory, "events");

    /// <summary>Ids of all events in a folder, in no order; none when it is not there.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static IReadOnlyList<string> EventIdsIn(string folder) => !Directory.Exists(folder) ? [] :
        [.. new DirectoryInfo(folder).EnumerateDirectories().Select(its => its.Name).Where(name => EventId.IsValid(name))];

    /// <summary>One of the files of an event; null when it is not there.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static byte[]? ReadFile(string folder, string eventId, string name)
    {
        string file = Path.Combine(folder, eventId, name);
        return File.Exists(file) ? File.ReadAllBytes(file) : null;
    }

    /// <summary>Those of some ids that begin or end with a text: nobody types 26 letters.</summary>
    public static string[] Matching(IReadOnlyList<string> ids, string text) =>
    [
        .. ids.Where(id => text.Length > 0
            && (id.StartsWith(text, StringComparison.OrdinalIgnoreCase) || id.EndsWith(text, StringComparison.OrdinalIgnoreCase))),
    ];

    /// <summary>Bytes that an event takes on the disk, in whole blocks; 0 when it is not there any more.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static long SizeOf(string folder, string eventId)
    {
        try
        {
            return new DirectoryInfo(Path.Combine(folder, eventId)).EnumerateFiles().Sum(file => (file.Length + Block - 1) / Block * Block);
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException)
        {
            // Somebody removes it meanwhile.
            return 0;
        }
    }

    /// <summary>Removes an event with all its files: for everybody else it is gone at once, or, if that fails, there as before.</summary>
    /// <exception cref="IOException">It cannot be removed, or not all of what was it; see <see cref="FinishRemovals"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for lack of rights.</exception>
    public static void Remove(string folder, string eventId)
    {
        string removed = Path.Combine(folder, eventId + RemovedSuffix);
        Directory.Move(Path.Combine(folder, eventId), removed);
        Directory.Delete(removed, recursive: true);
    }

    /// <summary>Takes away files of events that were being written when the program was killed.</summary>
    /// <exception cref="IOException">One cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">One must not be removed.</exception>
    public static void RemoveUnfinished(string folder)
    {
        foreach (string id in EventIdsIn(folder))
        {
            Array.ForEach(Directory.GetFiles(Path.Combine(folder, id), "*" + Unfinished.Suffix), File.Delete);
        }
    }

    /// <summary>Takes away what is left of removals during which the program was killed.</summary>
    /// <exception cref="IOException">Something cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">Something must not be removed.</exception>
    public static void FinishRemovals(string folder)
    {
        foreach (DirectoryInfo left in new DirectoryInfo(folder).EnumerateDirectories("*" + RemovedSuffix))
        {
            if (EventId.IsValid(left.Name.AsSpan(..^RemovedSuffix.Length)))
            {
                left.Delete(recursive: true);
            }
        }
    }
}
