using System.CommandLine;
using System.Text.RegularExpressions;
using EdgeWatch.Cli;

namespace EdgeWatch.Tests.Cli;

/// <summary><c>--config "$FILE"</c> without FILE set is told as what it is.</summary>
public sealed partial class PathOptionTests
{
    [Theory]
    [InlineData("--config", "run")]
    [InlineData("--config", "check")]
    [InlineData("--socket", "status")]
    [InlineData("--out", "digest")]
    [InlineData("--password-file", "discover")]
    [InlineData("--labels", "evaluate", "--normal", "a", "--test", "b")]
    [InlineData("--normal", "evaluate", "--test", "a", "--labels", "b", "--normal", "c")]
    public void An_empty_path_is_a_wrong_command_line(string option, params string[] others) =>
        Assert.Equal(
            $"{option}: the path is empty.",
            Assert.Single(CommandLine.Create().Parse([.. others, option, ""]).Errors).Message);

    [Fact]
    public void So_is_an_empty_recording() =>
        Assert.Equal("SOURCE: the path is empty.", Assert.Single(CommandLine.Create().Parse(["score", ""]).Errors).Message);

    [Fact]
    public async Task It_ends_as_every_wrong_command_line_does() =>
        Assert.Equal((int)ExitCode.Failure, await CommandLine.RunAsync(["check", "--config="]));

    [Fact]
    public void Whatever_the_help_calls_a_path_is_taken_as_one()
    {
        Option[] paths = [.. OptionsOf(CommandLine.Create()).Where(option => CalledPath().IsMatch(option.HelpName ?? ""))];

        Assert.NotEmpty(paths);
        Assert.All(paths, option => Assert.Equal(typeof(PathOption<>), option.GetType().GetGenericTypeDefinition()));
    }

    private static IEnumerable<Option> OptionsOf(Command command) =>
        [.. command.Options, .. command.Subcommands.SelectMany(OptionsOf)];

    [GeneratedRegex(@"^(FILE|FOLDER|PATH|SOURCE|F\.)")]
    private static partial Regex CalledPath();
}
