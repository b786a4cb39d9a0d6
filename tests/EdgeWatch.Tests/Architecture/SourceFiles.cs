using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Architecture;

/// <summary>C# files as they are written: nothing that a build makes.</summary>
internal static class SourceFiles
{
    /// <summary>Paths of the files in a folder and in those inside it.</summary>
    /// <param name="folder">Below the repository's folder, or in full.</param>
    public static IEnumerable<string> Under(string folder) => Directory
        .EnumerateFiles(Path.Combine(RepositoryFiles.Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
        .Order(StringComparer.Ordinal);
}
