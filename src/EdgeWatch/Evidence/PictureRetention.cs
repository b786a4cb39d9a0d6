using EdgeWatch.Core.Events;

namespace EdgeWatch.Evidence;

/// <summary>Keeps the folder of event pictures within its bounds by removing whole events, the oldest first.</summary>
/// <param name="eventsDirectory">Folder with one folder for each event, named by its ULID.</param>
/// <param name="mostBytes">Bytes of all files together; at least 0.</param>
/// <param name="mostEvents">Number of events; at least 1.</param>
public sealed class PictureRetention(
    string eventsDirectory,
    long mostBytes = PictureRetention.DefaultMostBytes,
    int mostEvents = PictureRetention.DefaultMostEvents)
{
    /// <summary>512 MiB: some 4000 pictures of 640×480, a small part of any SD card.</summary>
    public const long DefaultMostBytes = 512L * 1024 * 1024;

    /// <summary>1000 events: months at the default threshold.</summary>
    public const int DefaultMostEvents = 1000;

    /// <summary>The folder of events in a state directory.</summary>
    public static string FolderOf(string stateDirectory) => Path.Combine(stateDirectory, "events");

    /// <summary>Ids of all events in a folder, in no order.</summary>
    /// <exception cref="IOException">The folder is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static IReadOnlyList<string> EventIdsIn(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateDirectories().Select(its => its.Name).Where(name => EventId.IsValid(name))];

    /// <summary>Those of some ids that begin or end with a text: nobody types 26 letters.</summary>
    public static string[] Matching(IReadOnlyList<string> ids, string text) =>
    [
        .. ids.Where(id => text.Length > 0
            && (id.StartsWith(text, StringComparison.OrdinalIgnoreCase) || id.EndsWith(text, StringComparison.OrdinalIgnoreCase))),
    ];

    /// <summary>Folder with one folder for each event.</summary>
    public string EventsDirectory => eventsDirectory;

    /// <summary>Ids of all events that are kept, in no order; none where the folder cannot be read.</summary>
    public IReadOnlyList<string> EventIds()
    {
        try
        {
            return EventIdsIn(eventsDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Removes what is too much. Folders that are not named like an event are left alone.</summary>
    /// <param name="keptEventId">The event that is being written; it stays even where a clock step makes it look the oldest.</param>
    /// <returns>Number of events removed.</returns>
    /// <exception cref="IOException">A folder cannot be read or removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder must not be read or removed.</exception>
    public int Enforce(string keptEventId)
    {
        List<DirectoryInfo> events =
            [.. new DirectoryInfo(eventsDirectory).EnumerateDirectories().Where(folder => EventId.IsValid(folder.Name))];
        // ULIDs sort by time.
        events.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        long[] sizes = [.. events.Select(SizeOf)];
        long bytes = sizes.Sum();
        int count = events.Count;
        for (int index = 0; index < events.Count && (bytes > mostBytes || count > mostEvents); index++)
        {
            if (events[index].Name != keptEventId)
            {
                events[index].Delete(recursive: true);
                bytes -= sizes[index];
                count--;
            }
        }

        return events.Count - count;
    }

    private static long SizeOf(DirectoryInfo folder) =>
        folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
