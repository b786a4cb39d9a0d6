using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Evaluation;

/// <summary>The kinds of departure as they are written on the command line.</summary>
internal static class KindNames
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<ReasonKind>().Select(Of)];

    /// <summary>The name of a kind.</summary>
    public static string Of(ReasonKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The kinds in a list, in which commas separate as well.</summary>
    /// <returns>The kinds; null for an empty list: all.</returns>
    /// <exception cref="EdgeWatchException">No such kind.</exception>
    public static IReadOnlyList<ReasonKind>? Parse(IEnumerable<string> names)
    {
        ReasonKind[] kinds = [.. names.SelectMany(name => name.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(Parse)];
        return kinds.Length == 0 ? null : kinds;
    }

    private static ReasonKind Parse(string name) => All.Contains(name)
        ? Enum.GetValues<ReasonKind>().Single(kind => Of(kind) == name)
        : throw new EdgeWatchException($"--kinds {name}: no such kind; there are: {string.Join(", ", All)}.");
}
