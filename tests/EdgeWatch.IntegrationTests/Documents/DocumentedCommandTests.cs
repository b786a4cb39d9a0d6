using System.Diagnostics;
using System.Text.RegularExpressions;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using EdgeWatch.TestKit.Daemon;

namespace EdgeWatch.IntegrationTests.Documents;

/// <summary>The commands of the documents for people: each is run here, or it is said what else tries it, or why nothing does.</summary>
public sealed partial class DocumentedCommandTests : IDisposable
{
    private static readonly string[] Documents = ["README.md", "systemd/README.md", "CONTRIBUTING.md"];

    /// <summary>Commands that are run here, with their exit codes: the prepared config has a camera and no broker.</summary>
    private static readonly Dictionary<string, int> Run = new()
    {
        ["cp src/EdgeWatch/Configuration/edgewatch.example.yaml my.yaml"] = 0,
        ["scripts/edgewatch check --config my.yaml"] = 1,
    };

    /// <summary>Commands that something else runs: the file, and what stands there.</summary>
    private static readonly Dictionary<string, (string File, string Text)> Elsewhere = new()
    {
        ["scripts/run"] = ("tests/arm64/run", "planted anomaly was announced"),
        ["scripts/run --config my.yaml"] = ("tests/EdgeWatch.TestKit/Daemon/DaemonProcess.cs", "\"run\", \"--config\""),
        ["scripts/setup test"] = ("scripts/test", "scripts/setup\" test"),
        ["scripts/test"] = (".ci/run", "scripts/test"),
        ["dotnet format EdgeWatch.sln --verify-no-changes"] = (".ci/run", "dotnet format EdgeWatch.sln --verify-no-changes"),
        ["sudo apt install ./edgewatch_*.deb"] = ("tests/systemd/run", "apt-get install"),
        ["sudo systemctl start edgewatch"] = ("tests/systemd/run", "systemctl start edgewatch"),
        ["systemctl status edgewatch"] = ("tests/systemd/run", "systemctl status --no-pager edgewatch"),
        ["sudo edgewatch status"] = ("tests/systemd/run", "inside edgewatch status"),
        ["systemctl reload edgewatch"] = ("tests/systemd/run", "systemctl reload edgewatch"),
    };

    /// <summary>Commands that nothing runs, and why.</summary>
    private static readonly Dictionary<string, string> Skipped = new()
    {
        ["scripts/test --filter FullyQualifiedName~Outbox"] = "it would run tests inside of tests",
        [".ci/run"] = "it runs these tests",
        ["sudoedit /etc/edgewatch/edgewatch.yaml"] = "somebody has to type",
        ["sudo systemctl edit edgewatch"] = "somebody has to type",
        ["sudo chown -R edgewatch /etc/edgewatch"] = "it goes with what was typed before",
        ["sudo systemctl restart edgewatch"] = "as the one before",
        ["journalctl -u edgewatch -f"] = "it does not end",
        ["journalctl -u edgewatch -b -p warning"] = "systemd's own, as the next",
        ["systemctl show edgewatch -p NRestarts,MemoryCurrent,MemoryPeak"] = "systemd's own",
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_command_is_run_or_it_is_said_why_not()
    {
        string[] known = [.. Run.Keys, .. Elsewhere.Keys, .. Skipped.Keys];

        Assert.Equal(known.Order(StringComparer.Ordinal), Commands().Distinct().Order(StringComparer.Ordinal));
        Assert.All(Elsewhere.Values, place => Assert.Contains(place.Text, Read(place.File), StringComparison.Ordinal));
    }

    [ToolFact("ffmpeg")]
    public async Task Those_that_can_be_run_do_what_is_said()
    {
        foreach (string name in new[] { "src", "scripts", "models", "artifacts" })
        {
            Directory.CreateSymbolicLink(_folder.File(name), Path.Combine(RepositoryFiles.Root, name));
        }

        string clip = await FfmpegClip.MakeAsync(_folder.File("clip.mp4"), "320x240", frames: 20, framesPerSecond: 10);
        foreach ((string command, int exitCode) in Run)
        {
            string[] words = command.Replace("scripts/edgewatch", BuiltProgram.Path, StringComparison.Ordinal).Split(' ');
            ProcessStartInfo start = new(words[0], words[1..]) { WorkingDirectory = _folder.Path };
            ProgramResult result = await BuiltProgram.RunAsync(start);

            Assert.True(result.ExitCode == exitCode, $"{command}: {result.ExitCode}\n{result.Output}{result.Errors}");
            await PrepareAsync(clip);
        }
    }

    /// <summary>The verbs and options of the README's table of commands.</summary>
    [Fact]
    public async Task Verbs_and_options_in_the_table_are_there()
    {
        string[] rows = [.. RowBeginning().Matches(Read("README.md")).Select(row => row.Value)];
        string[] cells = [.. rows.Select(row => Row().Match(row)).Where(row => row.Success).Select(row => row.Groups[1].Value)];
        Assert.Equal(rows.Length, cells.Length);
        Assert.InRange(rows.Length, 8, 40);
        Assert.Contains(cells, cell => cell.Contains('|'));
        foreach (string[] words in cells.SelectMany(Invocations))
        {
            foreach (string[] verb in VerbsOf(words))
            {
                ProgramResult help = await BuiltProgram.RunAsync([.. verb, "--help"]);
                Assert.True(help.ExitCode == 0, $"{string.Join(' ', verb)}: {help.Errors}");
                Assert.All(
                    words.Where(word => word.StartsWith("--", StringComparison.Ordinal)),
                    option => Assert.Contains(option, help.Output, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void What_documents_link_to_is_there()
    {
        string[] documents =
        [
            .. Directory.GetFiles(RepositoryFiles.Root, "*.md"),
            .. new[] { "src", "tests", "models", "systemd", "scripts" }.SelectMany(folder => Directory.GetFiles(
                Path.Combine(RepositoryFiles.Root, folder), "*.md", SearchOption.AllDirectories)),
        ];
        Assert.InRange(documents.Length, 10, 100);
        Assert.All(documents, document => Assert.All(
            Link().Matches(File.ReadAllText(document)).Select(link => link.Groups[1].Value).Where(link => !link.Contains("://")),
            link => Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, link)), $"{document} links to {link}")));
    }

    /// <summary>The broker of the example is on this machine, at a port where nobody listens.</summary>
    private Task PrepareAsync(string clip) => File.WriteAllTextAsync(
        _folder.File("my.yaml"),
        $"state_directory: state\nmqtt: {{host: 127.0.0.1, port: 1}}\ncameras: [{{id: door, source: {clip}}}]\n");

    /// <summary>A verb may have verbs of its own, of which a row may name several; what is to be filled in is in capitals.</summary>
    private static IEnumerable<string[]> VerbsOf(string[] words) =>
        words is [var verb, var second, ..] && char.IsAsciiLetterLower(second[0])
            ? second.Split('|').Select(its => new[] { verb, its })
            : [[words[0]]];

    /// <summary>A cell may have several, each after an ellipsis. In tables a | is written with a backslash.</summary>
    private static IEnumerable<string[]> Invocations(string cell) => cell.Replace("\\|", "|", StringComparison.Ordinal).Split("`, `… ")
        .Select(invocation => invocation.Split([' ', '[', ']', '`', '…'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Lines of indented code that begin with a program.</summary>
    private static IEnumerable<string> Commands() => Documents
        .SelectMany(document => WithoutFences(Read(document)).Split('\n'))
        .Select(line => CommandLine().Match(line))
        .Where(match => match.Success)
        .Select(match => match.Groups[1].Value.TrimEnd());

    private static string WithoutFences(string text) => Fence().Replace(text, "");

    private static string Read(string file) => File.ReadAllText(Path.Combine(RepositoryFiles.Root, file));

    [GeneratedRegex(@"^    ((?:scripts/|\.ci/|cp |sudo|dotnet |systemctl |journalctl |edgewatch |man |curl )[^#\n]*)(?:#.*)?$")]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\| `(?:scripts/edgewatch|…) .*", RegexOptions.Multiline)]
    private static partial Regex RowBeginning();

    [GeneratedRegex(@"^\| `(?:scripts/edgewatch|…) ((?:[^|\\]|\\\|)*)` \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"\]\(([^)#\s]+)")]
    private static partial Regex Link();
}
