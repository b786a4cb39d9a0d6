using System.CommandLine;
using System.Text.RegularExpressions;
using EdgeWatch.Cli;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Cli;

/// <summary>The man page of the program knows what the program knows.</summary>
public sealed class ManualTests
{
    private const string File = "scripts/packaging/edgewatch.1";

    private static readonly IReadOnlyDictionary<string, string> Sections = Read();

    [Fact]
    public void Every_verb_has_its_section_and_no_other_has_one()
    {
        Assert.Equal(Verbs.Keys.Order(), Sections.Keys.Order());
    }

    [Fact]
    public void Every_option_is_told_where_its_verb_is_and_no_other_is()
    {
        foreach ((string words, Command verb) in Verbs)
        {
            string[] told = [.. Regex.Matches(Sections[words], @"--[a-z-]+").Select(match => match.Value).Distinct().Order()];

            Assert.True(told.SequenceEqual(verb.Options.Select(option => option.Name).Where(name => name != "--help").Order()),
                $"{File} has other options for {words} than the program: {string.Join(" ", told)}");
        }
    }

    /// <summary>What can be run, by its words: <c>check</c>, or two where a verb has verbs of its own.</summary>
    private static IReadOnlyDictionary<string, Command> Verbs => Below(CommandLine.Create(), "").ToDictionary();

    private static IEnumerable<KeyValuePair<string, Command>> Below(Command command, string words) =>
    [
        .. command.Action is null ? (KeyValuePair<string, Command>[])[] : [new(words, command)],
        .. command.Subcommands.SelectMany(verb => Below(verb, $"{words} {verb.Name}".Trim())),
    ];

    /// <summary>The text below each verb's heading, without escapes.</summary>
    private static Dictionary<string, string> Read()
    {
        string text = System.IO.File.ReadAllText(Path.Combine(RepositoryFiles.Root, File)).Replace("\\-", "-", StringComparison.Ordinal);
        string commands = Regex.Match(text, @"\n\.SH COMMANDS\n(.*?)\n\.SH ", RegexOptions.Singleline).Groups[1].Value;
        return Regex.Matches(commands, @"^\.SS ([a-z]+(?: [a-z]+)*)(.*?)(?=^\.SS |\z)", RegexOptions.Singleline | RegexOptions.Multiline)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
    }
}
