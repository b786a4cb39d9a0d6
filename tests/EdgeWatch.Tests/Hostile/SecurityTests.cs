using System.Globalization;
using System.Text.RegularExpressions;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Hostile;

/// <summary>SECURITY.md says what is so.</summary>
public sealed partial class SecurityTests
{
    /// <summary>As many inputs as there have to be.</summary>
    private const int LeastInputs = 1_000_000;

    private static string Document { get; } = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "SECURITY.md"));

    [Fact]
    public void Every_threat_names_tests_that_are_there()
    {
        string tests = string.Concat(
            Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
                .Select(File.ReadAllText));
        string[][] threats =
        [
            .. Rows().Where(cells => cells is [not "threat", _, _] && !cells[0].StartsWith("**", StringComparison.Ordinal)),
        ];

        Assert.InRange(threats.Length, 20, 100);
        Assert.All(threats, cells =>
        {
            string[] names = [.. Code().Matches(cells[2]).Select(match => match.Groups[1].Value)];
            Assert.NotEmpty(names);
            Assert.All(names, name => Assert.True(IsThere(name, tests), $"{name} is no test; held by it: {cells[0]}"));
        });
    }

    [Fact]
    public void The_table_of_inputs_is_what_the_tests_feed()
    {
        string[][] rows = [.. Rows().Where(cells => cells is [_, [>= '0' and <= '9', ..]])];

        Assert.Equal(
            [.. HostileInputs.All.Select(inputs => (inputs.Reader, inputs.Count)), ("all", HostileInputs.All.Sum(inputs => inputs.Count))],
            rows.Select(cells => (cells[0], int.Parse(cells[1], NumberStyles.AllowThousands, CultureInfo.InvariantCulture))));
        Assert.InRange(HostileInputs.All.Sum(inputs => inputs.Count), LeastInputs, int.MaxValue);
    }

    private static IEnumerable<string[]> Rows() => Document.Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]);

    /// <summary>A class, a test of a class, or a script.</summary>
    private static bool IsThere(string name, string tests) => name.Contains('/', StringComparison.Ordinal)
        ? File.Exists(Path.Combine(RepositoryFiles.Root, name))
        : name.Split('.') is [var type, .. var test]
            && Regex.IsMatch(tests, $@"\bclass {type}\b")
            && test.All(method => Regex.IsMatch(tests, $@"\b{method}\("));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
