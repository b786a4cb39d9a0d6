using EdgeWatch.Core.Normality;

namespace EdgeWatch.Cli.Evaluate;

/// <summary>The kinds of departure as they are written on the command line.</summary>
internal static class KindNames
{
    /// <summary>All of them.</summary>
    public static string All { get; } = string.Join(", ", Kinds.All);

    /// <summary>The kinds in a list, in which commas separate as well.</summary>
    /// <returns>The kinds; null for an empty list: all.</returns>
    /// <exception cref="EdgeWatchException">No such kind.</exception>
    public static IReadOnlyList<Kind>? Parse(IEnumerable<string> names)
    {
        Kind[] kinds = [.. names.SelectMany(name => name.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(Parse)];
        return kinds.Length == 0 ? null : kinds;
    }

    private static Kind Parse(string name) =>
        Kinds.Find(name) ?? throw new EdgeWatchException($"--kinds {name}: no such kind; there are: {All}.");
}
