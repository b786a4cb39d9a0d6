using System.Globalization;
using System.Net;
using EdgeWatch.Cli.Digest;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using EventId = EdgeWatch.Core.Events.EventId;

namespace EdgeWatch.Tests.Cli;

public sealed class DayDigestTests : IDisposable
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 6, 0, 0, TimeSpan.Zero));

    private EdgeWatchOptions Options => new()
    {
        Node = "barn-pi",
        StateDirectory = _folder.File("state"),
        Cameras = [new CameraOptions { Id = "yard" }, new CameraOptions { Id = "gate" }],
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_most_unusual_comes_first_and_what_people_said_and_repeats_count()
    {
        string normal = Event("yard", "07:10", 0.99, "size");
        string right = Event("yard", "09:00", 0.60, "dwell");
        Event("yard", "10:00", 0.70, "speed");
        Event("yard", "11:00", 0.80, "speed");
        Event("gate", "12:00", 0.75, "speed");
        Event("gate", "12:00", 0.95, "speed", day: 2);
        Say("yard", (normal, true), (right, false));

        DayDigest digest = DayDigest.Collect(Options, Day, _time);

        Assert.Equal(5, digest.Events);
        Assert.Equal([0.60, 0.80, 0.75, 0.99], digest.Moments.Select(moment => moment.Event.PeakScore));
        Assert.Equal(["right", null, null, "normal"], digest.Moments.Select(moment => moment.Verdict));
        Assert.Equal(10, Assert.Single(digest.Moments[1].Others).Hour);
    }

    [Fact]
    public void What_was_missed_is_told_and_what_is_not_known_yet_is_not_called_missed()
    {
        for (int hour = 0; hour < 24; hour++)
        {
            int?[] minutes = [.. Enumerable.Range(0, 60).Select(minute => hour == 2 && minute is >= 10 and < 40 ? null : (int?)20)];
            Score("yard", new DateTimeOffset(2026, 3, 1, hour, 0, 0, TimeSpan.Zero), minutes);
        }

        Score("gate", new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), [.. Enumerable.Repeat<int?>(10, 60)]);
        DayDigest over = DayDigest.Collect(Options, Day, _time);
        _time.AdjustTime(new DateTimeOffset(2026, 3, 1, 1, 30, 0, TimeSpan.Zero));
        DayDigest going = DayDigest.Collect(Options, Day, _time);

        Assert.Equal("yard 02:10–02:40; gate 01:00–24:00", over.MissedInWords());
        Assert.Empty(going.Cameras[1].Missed);
        Assert.Equal(60, going.Cameras[1].KnownUntil);
        string page = DigestPage.Write(over, "barn-pi", Language.English);
        Assert.Contains("yard</b> was not watched 02:10–02:40", page, StringComparison.Ordinal);
        string german = DigestPage.Write(over, "barn-pi", Language.German);
        Assert.Contains("yard</b> wurde nicht überwacht: 02:10–02:40", WebUtility.HtmlDecode(german), StringComparison.Ordinal);
        Assert.Contains("<h1>Sonntag, 1. März 2026</h1>", WebUtility.HtmlDecode(german), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_is_whole_and_loads_nothing()
    {
        string id = Event("yard", "07:10", 0.9, "<b>speed</b>");
        File.WriteAllBytes(Path.Combine(Options.StateDirectory, "events", id, "snapshot.jpg"), [0xFF, 0xD8, 0xFF]);

        string page = DigestPage.Write(DayDigest.Collect(Options, Day, _time), "barn & pi", Language.English);

        Assert.Contains("src=\"data:image/jpeg;base64,/9j/\"", page, StringComparison.Ordinal);
        Assert.Contains("because &lt;b&gt;speed&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("barn &amp; pi", page, StringComparison.Ordinal);
        Assert.Contains("yard</b>: no scores of this day are kept", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    private string Event(string camera, string at, double peak, string kind, int day = 1)
    {
        DateTimeOffset start = DateTimeOffset.Parse($"2026-03-0{day}T{at}:00Z", CultureInfo.InvariantCulture);
        string id = EventId.Create(start);
        string folder = Directory.CreateDirectory(Path.Combine(Options.StateDirectory, "events", id)).FullName;
        File.WriteAllText(Path.Combine(folder, "event.json"), $$"""
            {"event_id":"{{id}}","camera":"{{camera}}","started_at":"{{start:O}}","ended_at":"{{start.AddSeconds(9):O}}",
            "peak_score":{{FormattableString.Invariant($"{peak}")}},
            "reasons":[{"kind":"{{kind}}","text":"because {{kind}}"}],"snapshot":null}
            """);
        return id;
    }

    private void Say(string camera, params (string EventId, bool IsNormal)[] said) =>
        new StateStore(Options.StateDirectory, NullLogger<StateStore>.Instance).SaveLessons(camera, [.. said.Select(its => new Lesson
        {
            EventId = its.EventId,
            IsNormal = its.IsNormal,
            JudgedAt = DateTimeOffset.UnixEpoch,
            Words = "",
            Owner = "",
            Marks = [],
            Looks = new LookSet(0),
        })]);

    private void Score(string camera, DateTimeOffset from, int?[] minutes) =>
        new ScoreLog(Options.StateDirectory, camera).Append(new ScoreChunk(from, 0.5, minutes, [], LeftOut: 0));
}
