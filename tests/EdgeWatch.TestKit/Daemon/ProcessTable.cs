using System.Globalization;

namespace EdgeWatch.TestKit.Daemon;

/// <summary>What /proc tells everybody about processes.</summary>
public static class ProcessTable
{
    private const long BytesPerKilobyte = 1024;

    /// <summary>Command lines of all processes, arguments parted by spaces.</summary>
    public static IReadOnlyList<string> CommandLines => [.. Ids.Select(id => Read(id, "cmdline").Replace('\0', ' '))];

    /// <summary>Ids of the children of a process that have this name.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent, string name) =>
        [.. Ids.Where(id => Field(id, "PPid") == Text(parent) && Field(id, "Name") == name)];

    /// <summary>Whether a process is there and no zombie.</summary>
    public static bool IsAlive(int id) => Field(id, "State") is [not 'Z', ..];

    /// <summary>Memory of a process that is not swapped out.</summary>
    public static long ResidentBytes(int id) =>
        long.Parse(Field(id, "VmRSS")!.Split(' ')[0], CultureInfo.InvariantCulture) * BytesPerKilobyte;

    private static IEnumerable<int> Ids => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out int id) ? id : 0)
        .Where(id => id > 0);

    private static string? Field(int id, string name) => Read(id, "status")
        .Split('\n')
        .FirstOrDefault(line => line.StartsWith($"{name}:", StringComparison.Ordinal))?[(name.Length + 1)..]
        .Trim();

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{Text(id)}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
