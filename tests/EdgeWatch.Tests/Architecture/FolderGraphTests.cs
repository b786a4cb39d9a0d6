namespace EdgeWatch.Tests.Architecture;

/// <summary>Whether the circles test can be trusted.</summary>
public sealed class FolderGraphTests
{
    [Theory]
    [InlineData("using House.Kitchen;")]
    [InlineData("using static House.Kitchen.Stove;")]
    [InlineData("using Hot = House.Kitchen.Stove;")]
    [InlineData("private readonly House.Kitchen.Stove _stove;")]
    [InlineData("private readonly Kitchen.Stove _stove;")]
    [InlineData("private readonly List<Kitchen.Stove> _stoves;")]
    [InlineData("/// <see cref=\"House.Kitchen.Stove\"/>")]
    [InlineData("using House.Kitchen.Drawers;")]
    public void However_a_folder_is_named_a_circle_is_found(string line)
    {
        FolderGraph graph = Of(line);

        Assert.Equal(
            "Kitchen → Cellar (Kitchen/Stove.cs) → Garden (Cellar/Wine.cs) → Kitchen (Garden/Tree.cs)", graph.FindCircle("Kitchen"));
        Assert.NotNull(graph.FindCircle("Garden"));
    }

    [Theory]
    [InlineData("using House;")]
    [InlineData("using Other.House.Kitchen;")]
    [InlineData("using House.KitchenSink;")]
    [InlineData("int size = Kitchen.Count;")]
    [InlineData("int size = plan.Kitchen.Stove;")]
    public void What_only_looks_like_a_folder_is_none(string line) => Assert.Null(Of(line).FindCircle("Kitchen"));

    private static FolderGraph Of(string lineOfGarden) => FolderGraph.Of("House",
    [
        ("Roof.cs", "namespace House; using House.Garden; public class Roof;"),
        ("Kitchen/Stove.cs", "using House.Cellar;\nnamespace House.Kitchen;\npublic sealed class Stove;"),
        ("Kitchen/Drawers/Drawer.cs", "namespace House.Kitchen.Drawers;\ninternal readonly record struct Drawer;"),
        ("Cellar/Wine.cs", "using House.Garden;\nnamespace House.Cellar;\npublic sealed class Wine;"),
        ("Garden/Tree.cs", $"namespace House.Garden;\npublic sealed class Tree;\n{lineOfGarden}"),
    ]);
}
