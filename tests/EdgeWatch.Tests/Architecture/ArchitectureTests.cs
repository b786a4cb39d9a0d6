using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using EdgeWatch.Core.Frames;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Architecture;

/// <summary>What a reader may rely on: folders in one direction, a core that touches nothing, files that can be looked through.</summary>
public sealed class ArchitectureTests
{
    /// <summary>Columns of a line at most.</summary>
    private const int LineLength = 140;

    /// <summary>Files directly in a folder at most: more than can be read at a glance ask for a folder inside.</summary>
    private const int FilesInFolder = 32;

    /// <summary>Tables of cases, one a line: broken up they could not be compared.</summary>
    private static readonly string[] Tables =
    [
        "tests/EdgeWatch.Tests/Configuration/ConfigurationReaderTests.cs",
        "tests/EdgeWatch.Tests/Configuration/ConfigurationRulesTests.cs",
    ];

    /// <summary>Of System.IO: bytes in memory and their mistakes.</summary>
    private static readonly HashSet<string> InMemory =
        ["BinaryReader", "BinaryWriter", "MemoryStream", "Stream", "IOException", "InvalidDataException", "EndOfStreamException"];

    /// <summary>Namespaces and types that reach out of the process.</summary>
    private static readonly string[] Outside =
    [
        "Microsoft.Win32", "System.Console", "System.Diagnostics.Process", "System.Environment", "System.IO", "System.Net",
        "System.Runtime.InteropServices.NativeLibrary",
    ];

    [Theory]
    [InlineData("EdgeWatch.Core")]
    [InlineData("EdgeWatch")]
    public void No_folder_needs_one_that_needs_it(string project)
    {
        FolderGraph graph = FolderGraph.Of(project);

        Assert.NotEmpty(graph.Folders);
        Assert.All(graph.Folders, folder => Assert.Null(graph.FindCircle(folder)));
    }

    [Theory]
    [InlineData("src/EdgeWatch.Core")]
    [InlineData("src/EdgeWatch")]
    public void Namespaces_are_those_of_the_folders(string project)
    {
        foreach (string file in SourceFiles.Under(project))
        {
            string folder = Path.GetRelativePath(Path.Combine(RepositoryFiles.Root, "src"), Path.GetDirectoryName(file)!);
            string expected = $"namespace {folder.Replace(Path.DirectorySeparatorChar, '.')};";
            Assert.True(HasLine(file, expected) || Path.GetFileName(file) == "Program.cs", $"{file} lacks {expected}");
        }
    }

    [Fact]
    public void Core_does_no_input_and_output()
    {
        using PEReader file = new(File.OpenRead(typeof(Frame).Assembly.Location));
        MetadataReader metadata = file.GetMetadataReader();

        Assert.DoesNotContain(
            metadata.TypeReferences.Select(handle => NameOf(metadata, metadata.GetTypeReference(handle))), IsOutside);
        Assert.DoesNotContain(
            metadata.MethodDefinitions.Select(metadata.GetMethodDefinition),
            method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl));
    }

    [Theory]
    [InlineData("System.IO.File")]
    [InlineData("System.IO.FileStream")]
    [InlineData("System.Net.Sockets.Socket")]
    [InlineData("System.Diagnostics.Process")]
    [InlineData("System.Diagnostics.ProcessStartInfo")]
    [InlineData("System.Console")]
    public void That_would_be_input_and_output(string type) => Assert.True(IsOutside(type));

    [Theory]
    [InlineData("System.IO.MemoryStream")]
    [InlineData("System.Numerics.Vector")]
    public void That_would_be_none(string type) => Assert.False(IsOutside(type));

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void A_line_ends_where_it_can_be_read(string root)
    {
        string[] tooLong =
        [
            .. SourceFiles.Under(root)
                .Select(file => Path.GetRelativePath(RepositoryFiles.Root, file))
                .Where(file => !Tables.Contains(file))
                .SelectMany(file => File.ReadLines(Path.Combine(RepositoryFiles.Root, file))
                    .Select((line, i) => (line.Length, Place: $"{file}:{i + 1}"))
                    .Where(line => line.Length > LineLength)
                    .Select(line => $"{line.Place}: {line.Length} characters")),
        ];

        Assert.Empty(tooLong);
    }

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void A_folder_can_be_read_at_a_glance(string root)
    {
        IEnumerable<IGrouping<string?, string>> folders = SourceFiles.Under(root).GroupBy(Path.GetDirectoryName);

        Assert.All(folders, folder => Assert.True(folder.Count() <= FilesInFolder, $"{folder.Key} has {folder.Count()} files"));
    }

    private static bool HasLine(string file, string line) => File.ReadLines(file).Contains(line);

    private static string NameOf(MetadataReader metadata, TypeReference type) =>
        $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";

    private static bool IsOutside(string type) =>
        Outside.Any(name => type.StartsWith(name, StringComparison.Ordinal))
        && !InMemory.Any(name => type == $"System.IO.{name}");
}
