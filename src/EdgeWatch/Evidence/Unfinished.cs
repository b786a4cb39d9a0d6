namespace EdgeWatch.Evidence;

/// <summary>
/// Files that are being written have another name until they are whole, so that a reader or a power cut never meets half of one.
/// </summary>
internal static class Unfinished
{
    /// <summary>End of the name of what is not whole yet.</summary>
    public const string Suffix = ".part";

    /// <summary>Where a file is written until it is whole.</summary>
    public static string PathOf(string path) => path + Suffix;

    /// <summary>Takes away what was written of a file, as far as that can be done: whoever clears up later finds the rest.</summary>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(PathOf(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its folder has gone, or the disk is broken, and what failed before says so.
        }
    }
}
