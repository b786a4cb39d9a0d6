using System.Text.Json;
using EdgeWatch.Core.Normality;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Mqtt;

/// <summary>Where people read which kinds of departure there are, all of them are named: the schema of events and the README.</summary>
public sealed class KindsContractTests
{
    private static readonly string[] Names = [.. Kinds.All.Select(kind => kind.Name)];

    private static readonly string Readme = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "README.md"));

    private static readonly string House = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "src", "README.md"));

    private static readonly string Mind = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "src", "EdgeWatch.Core", "README.md"));

    public static TheoryData<string> Each => [.. Names];

    [Fact]
    public void The_schema_of_events_has_every_kind()
    {
        string path = Path.Combine(RepositoryFiles.Root, "src", "EdgeWatch", "Mqtt", "Schemas", "event.schema.json");
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement reason = schema.RootElement.GetProperty("properties").GetProperty("reasons").GetProperty("items");
        JsonElement kind = reason.GetProperty("properties").GetProperty("kind");

        Assert.Equal(Names, kind.GetProperty("enum").EnumerateArray().Select(name => name.GetString()));
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void The_readmes_say_what_a_kind_means(string name) =>
        Assert.All([Readme, Mind], readme => Assert.Contains($"\n- **{name}**: ", readme, StringComparison.Ordinal));

    [Fact]
    public void The_glossary_has_every_kind() =>
        Assert.Contains($"| kind | of departure from the normal: {string.Join(", ", Names)} |", House, StringComparison.Ordinal);
}
