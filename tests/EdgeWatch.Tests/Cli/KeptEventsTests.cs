using System.IO.Compression;
using EdgeWatch.Cli.Events;
using EdgeWatch.Core.Languages;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Cli;

public sealed class KeptEventsTests : IDisposable
{
    private const string Old = "01M8D64ZCJR46CSH0RD7MVZATZ";
    private const string New = "01M8D65ZCJR46CSH0RD7MVZATQ";

    private static readonly EventFilter All = new();

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _said = new();

    public KeptEventsTests()
    {
        Write(Old, "yard", "2026-11-27T00:23:12Z", 0.6, "speed");
        Write(New, "door", "2026-11-27T02:00:00Z", 0.8, "place");
        Directory.CreateDirectory(Path.Combine(Events, "lost+found"));
    }

    private string Events => _folder.File("events");

    private KeptEvents Kept => new(Events, Language.English, _said);

    [Fact]
    public void Events_are_listed_with_the_newest_first()
    {
        Kept.List(All, asJson: false);

        string[] lines = _said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith(New, lines[2], StringComparison.Ordinal);
        Assert.Matches($"^{Old}  yard    .*  12.5 s +0.60 +clip +because speed$", lines[3]);
    }

    [Fact]
    public void Of_repeats_it_says_for_the_how_manieth_time_they_are()
    {
        string file = Path.Combine(Events, New, "event.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace(
            "\"snapshot\"",
            """
            "seen_before":{"times":2,"since":"2026-11-25T02:00:00Z","last":"2026-11-26T02:00:00Z"},"snapshot"
            """,
            StringComparison.Ordinal));

        Kept.List(All, asJson: false);

        string[] lines = _said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches(" 0.80 +×3  clip ", lines[2]);
        Assert.DoesNotContain("×", lines[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("offline", "because place (the camera went offline)", "because place (die Kamera war nicht mehr erreichbar)")]
    [InlineData("of_a_later_version", "because place (of_a_later_version)", "because place (of_a_later_version)")]
    public void It_says_why_one_ended_that_did_not_become_quiet(string cause, string english, string german)
    {
        string file = Path.Combine(Events, New, "event.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace(
            "\"snapshot\"", $"\"ended_because\":\"{cause}\",\"snapshot\"", StringComparison.Ordinal));

        Kept.List(All, asJson: false);
        new KeptEvents(Events, Language.German, _said).List(All, asJson: false);

        string[] lines = _said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith(english, lines[2], StringComparison.Ordinal);
        Assert.EndsWith(german, lines[6], StringComparison.Ordinal);
        Assert.EndsWith("because speed", lines[3], StringComparison.Ordinal);
        Kept.Show(New);
        Assert.Contains($"\n{english["because place (".Length..^1]}\n", _said.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("door", null, null, null, null, New)]
    [InlineData(null, "2026-11-27T01:00:00Z", null, null, null, New)]
    [InlineData(null, null, "speed", null, null, Old)]
    [InlineData(null, null, null, 0.7, null, New)]
    [InlineData(null, null, null, null, "drive", Old)]
    public void Those_that_are_wanted(string? camera, string? from, string? kind, double? score, string? zone, string expected)
    {
        DateTimeOffset? since = from is null ? null : DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture);
        Kept.List(new EventFilter { Camera = camera, From = since, Kind = kind, MinScore = score, Zone = zone }, asJson: true);

        string line = Assert.Single(_said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(expected, line, StringComparison.Ordinal);
    }

    [Fact]
    public void One_is_shown_by_the_end_of_its_id()
    {
        Kept.Show("vzatz");

        Assert.EndsWith($"{Path.Combine(Events, Old, "clip.mp4")}\n{Path.Combine(Events, Old, "event.json")}\n", _said.ToString());
    }

    [Fact]
    public void What_says_most_of_an_event_is_opened()
    {
        File.WriteAllText(Path.Combine(Events, Old, "snapshot.jpg"), "a picture");
        Assert.Equal(Path.Combine(Events, Old, "clip.mp4"), Kept.Open(Old));
        Assert.Equal(Path.Combine(Events, Old, "clip.mp4") + Environment.NewLine, _said.ToString());

        File.Delete(Path.Combine(Events, Old, "clip.mp4"));
        Assert.Equal(Path.Combine(Events, Old, "snapshot.jpg"), Kept.Open(Old));

        File.Delete(Path.Combine(Events, Old, "snapshot.jpg"));
        EdgeWatchException refused = Assert.Throws<EdgeWatchException>(() => Kept.Open(Old));
        Assert.Contains("neither clip nor picture", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_was_named_is_deleted_and_nothing_if_one_is_not_there()
    {
        EdgeWatchException unknown = Assert.Throws<EdgeWatchException>(() => Kept.Delete([Old, "XYZ"]));
        Assert.Contains("no event XYZ", unknown.Message, StringComparison.Ordinal);
        Assert.Contains(" or ", Assert.Throws<EdgeWatchException>(() => Kept.Delete(["01M8"])).Message, StringComparison.Ordinal);
        Assert.Throws<EdgeWatchException>(() => Kept.Delete([""]));
        Assert.True(Directory.Exists(Path.Combine(Events, Old)));

        Kept.Delete([Old]);

        Assert.Equal(["lost+found", New], Directory.GetDirectories(Events).Select(path => Path.GetFileName(path)).OrderDescending());
    }

    [Fact]
    public void They_are_exported_into_a_folder_or_an_archive()
    {
        Kept.Export([Old, New], _folder.File("out"));
        Kept.Export([Old], _folder.File("out.zip"));

        Assert.Equal("a clip", File.ReadAllText(_folder.File($"out/{New}/clip.mp4")));
        using ZipArchive archive = ZipFile.OpenRead(_folder.File("out.zip"));
        Assert.Equal([$"{Old}/clip.mp4", $"{Old}/event.json"], archive.Entries.Select(entry => entry.FullName));
        Assert.Contains("there already", Assert.Throws<EdgeWatchException>(() => Kept.Export([Old], _folder.File("out.zip"))).Message,
            StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _said.Dispose();
        _folder.Dispose();
    }

    private void Write(string id, string camera, string startedAt, double peak, string kind)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Events, id)).FullName;
        string endedAt = startedAt.Replace(":12Z", ":24.5Z", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "clip.mp4"), "a clip");
        File.WriteAllText(Path.Combine(folder, "event.json"), $$"""
            {"event_id":"{{id}}","camera":"{{camera}}","started_at":"{{startedAt}}",
            "ended_at":"{{endedAt}}",
            "peak_score":{{FormattableString.Invariant($"{peak}")}},
            "reasons":[{"kind":"{{kind}}","text":"because {{kind}}"}],"snapshot":null,"zones":[{{(id == Old ? "\"drive\"" : "")}}]}
            """);
    }
}
