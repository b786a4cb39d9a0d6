using System.Text.RegularExpressions;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Architecture;

/// <summary>
/// Which folders of a project need which others, as its source files say: by a using, by a name
/// in full (also in a cref), or by a name that leaves out the parent namespace, which C# finds
/// too. Folders inside a folder belong to it; files of the project's own folder are everybody's.
/// </summary>
internal sealed partial class FolderGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _needs = [];

    private FolderGraph()
    {
    }

    /// <summary>The folders.</summary>
    public IEnumerable<string> Folders => _needs.Keys;

    /// <summary>Reads a project under <c>src</c>.</summary>
    /// <param name="project">Its folder's name, which is its root namespace.</param>
    public static FolderGraph Of(string project)
    {
        string root = Path.Combine(RepositoryFiles.Root, "src", project);
        return Of(project, SourceFiles.Under(root).Select(file => (Path.GetRelativePath(root, file), File.ReadAllText(file))));
    }

    /// <summary>Reads files.</summary>
    /// <param name="project">The root namespace.</param>
    /// <param name="files">Path below the project's folder, and text.</param>
    public static FolderGraph Of(string project, IEnumerable<(string Path, string Text)> files)
    {
        ILookup<string, (string Path, string Text)> byFolder = files
            .Where(file => file.Path.Contains(Path.DirectorySeparatorChar))
            .ToLookup(file => file.Path.Split(Path.DirectorySeparatorChar)[0]);
        Dictionary<string, HashSet<string>> types = byFolder.ToDictionary(
            folder => folder.Key,
            folder => folder.SelectMany(file => Declaration().Matches(file.Text)).Select(match => match.Groups[1].Value).ToHashSet());
        FolderGraph graph = new();
        foreach (IGrouping<string, (string Path, string Text)> folder in byFolder)
        {
            graph._needs[folder.Key] = [];
            foreach ((string path, string text) in folder)
            {
                graph.Add(folder.Key, path, NamesIn(text, project, types));
            }
        }

        return graph;
    }

    /// <summary>A way from a folder by what it needs back to it; null when there is none.</summary>
    public string? FindCircle(string folder)
    {
        Stack<(string Folder, string Way)> open = new([(folder, folder)]);
        HashSet<string> seen = [];
        while (open.TryPop(out (string Folder, string Way) at))
        {
            foreach ((string next, string file) in _needs[at.Folder])
            {
                string way = $"{at.Way} → {next} ({file})";
                if (next == folder)
                {
                    return way;
                }

                if (seen.Add(next))
                {
                    open.Push((next, way));
                }
            }
        }

        return null;
    }

    private static IEnumerable<string> NamesIn(string text, string project, Dictionary<string, HashSet<string>> types)
    {
        foreach (Match name in QualifiedName().Matches(text))
        {
            string[] parts = name.Value.Split('.');
            string[] rest = name.Value.StartsWith(project + ".", StringComparison.Ordinal) ? parts[project.Split('.').Length..] : parts;
            bool isFull = rest.Length < parts.Length;
            if (types.TryGetValue(rest[0], out HashSet<string>? declared) && (isFull || declared.Contains(rest[1])))
            {
                yield return rest[0];
            }
        }
    }

    private void Add(string folder, string path, IEnumerable<string> names)
    {
        foreach (string name in names.Where(name => name != folder))
        {
            _needs[folder].TryAdd(name, path);
        }
    }

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(\.[A-Z]\w*)+")]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"^\s*(?:[a-z]+ )*(?:class|struct|record|enum|interface) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
