using EdgeWatch.Cli.Evaluate;
using EdgeWatch.Core.Normality;

namespace EdgeWatch.Tests.Cli.Evaluate;

public sealed class KindNamesTests
{
    [Fact]
    public void Kinds_are_separated_by_commas_or_blanks() =>
        Assert.Equal([SpeedNormality.Kind, PlaceNormality.Kind, SpeedNormality.Kind], KindNames.Parse(["speed,place", "speed"]));

    [Fact]
    public void No_kind_means_all() => Assert.Null(KindNames.Parse([]));

    [Theory]
    [InlineData("fast")]
    [InlineData("0")]
    [InlineData("Speed")]
    public void Another_name_is_refused_with_those_there_are(string name) =>
        Assert.StartsWith(
            $"--kinds {name}: no such kind; there are: speed, place",
            Assert.Throws<EdgeWatchException>(() => KindNames.Parse([name])).Message,
            StringComparison.Ordinal);
}
