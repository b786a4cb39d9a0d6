using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using EdgeWatch.Cli.Feedback;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Digest;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Storage;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using EventId = EdgeWatch.Core.Events.EventId;

namespace EdgeWatch.Tests.Digest;

public sealed class DayDigestTests : IDisposable
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    private readonly TemporaryFolder _folder = new();
    private readonly Topics _topics = new("edgewatch", "barn-pi");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 6, 0, 0, TimeSpan.Zero));

    private EdgeWatchOptions Options => new()
    {
        Node = "barn-pi",
        TimeZone = "Etc/UTC",
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

        Assert.Equal(
            [("yard", " was not watched 02:10–02:40."), ("gate", " was not watched 01:00–24:00.")], over.MissedIn(Language.English));
        Assert.Empty(going.Cameras[1].Missed);
        Assert.Equal(60, going.Cameras[1].KnownUntil);
        string page = DigestPage.Write(over, "barn-pi", Language.English);
        Assert.Contains("yard</b> was not watched 02:10–02:40", page, StringComparison.Ordinal);
        string german = DigestPage.Write(over, "barn-pi", Language.German);
        Assert.Contains("yard</b> wurde nicht überwacht: 02:10–02:40", WebUtility.HtmlDecode(german), StringComparison.Ordinal);
        Assert.Contains("<h1>Sonntag, 1. März 2026</h1>", WebUtility.HtmlDecode(german), StringComparison.Ordinal);
    }

    [Fact]
    public void The_day_is_that_of_the_clock_in_the_time_zone_of_the_config_and_an_hour_that_is_not_there_is_not_missed()
    {
        EdgeWatchOptions berlin = Options;
        (berlin.TimeZone, berlin.Cameras) = ("Europe/Berlin", [new CameraOptions { Id = "yard" }]);
        DateOnly spring = new(2026, 3, 29);
        Event("yard", "22:30", 0.7, "speed", day: 28);
        Event("yard", "23:30", 0.8, "speed", day: 28);
        DateTimeOffset midnight = new(2026, 3, 28, 23, 0, 0, TimeSpan.Zero);
        for (int hour = 0; hour < 23; hour++)
        {
            Score("yard", midnight.AddHours(hour), [.. Enumerable.Repeat<int?>(20, 60)]);
        }

        _time.AdjustTime(midnight.AddDays(2));
        DayDigest digest = DayDigest.Collect(berlin, spring, _time);

        Assert.Equal(1, digest.Events);
        Assert.Empty(digest.MissedIn(Language.English));
        Assert.Contains("<strong>yard, 00:30</strong>", DigestPage.Write(digest, "barn-pi", Language.English), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Europe/Dublin", "2026-03-29", "2026-03-29T00:00Z", 23)] // there the time of winter is the exception, not that of summer
    [InlineData("Europe/Dublin", "2026-10-25", "2026-10-24T23:00Z", 25)]
    [InlineData("Africa/Casablanca", "2026-02-15", "2026-02-14T23:00Z", 25)]
    [InlineData("Africa/Casablanca", "2026-03-22", "2026-03-22T00:00Z", 23)]
    public void A_day_of_more_or_fewer_hours_that_was_watched_whole_has_nothing_missed(
        string zone, string day, string midnight, int hours)
    {
        EdgeWatchOptions options = Options;
        (options.TimeZone, options.Cameras) = (zone, [new CameraOptions { Id = "yard" }]);
        DateTimeOffset from = DateTimeOffset.Parse(midnight, CultureInfo.InvariantCulture);
        for (int hour = 0; hour < hours; hour++)
        {
            Score("yard", from.AddHours(hour), [.. Enumerable.Repeat<int?>(20, 60)]);
        }

        _time.AdjustTime(from.AddHours(hours + 2));

        Assert.Empty(DayDigest.Collect(options, DateOnly.Parse(day, CultureInfo.InvariantCulture), _time).MissedIn(Language.English));
    }

    [Theory]
    [InlineData(23, 30)]
    [InlineData(24, 90)]
    public void The_last_hour_of_a_day_of_25_hours_is_known_an_hour_after_it(int written, int minutesAfter)
    {
        EdgeWatchOptions berlin = Options;
        (berlin.TimeZone, berlin.Cameras) = ("Europe/Berlin", [new CameraOptions { Id = "yard" }]);
        DateTimeOffset midnight = new(2026, 10, 24, 22, 0, 0, TimeSpan.Zero);
        for (int hour = 0; hour <= written; hour++)
        {
            Score("yard", midnight.AddHours(hour), [.. Enumerable.Repeat<int?>(20, 60)]);
        }

        _time.AdjustTime(midnight.AddHours(25).AddMinutes(minutesAfter));

        Assert.Empty(DayDigest.Collect(berlin, new DateOnly(2026, 10, 25), _time).MissedIn(Language.English));
    }

    [Fact]
    public void Events_that_look_alike_are_one_moment_and_others_of_their_kind_are_not()
    {
        Trace(Event("yard", "08:00", 0.9, "speed"), patch: 40);
        Trace(Event("yard", "09:00", 0.8, "size"), patch: 41);
        Trace(Event("yard", "10:00", 0.7, "speed"), patch: 250);
        Event("yard", "11:00", 0.6, "speed");

        DayDigest digest = DayDigest.Collect(Options, Day, _time);

        Assert.Equal([0.9, 0.7], digest.Moments.Select(moment => moment.Event.PeakScore));
        Assert.Equal([9, 11], digest.Moments[0].Others.Select(at => at.Hour));
    }

    [Fact]
    public void The_message_keeps_its_schema_and_tells_the_day_in_the_language_of_the_config()
    {
        Event("yard", "07:10", 0.99, "size");
        Say("yard", (Event("yard", "09:00", 0.60, "dwell"), true));
        Score("yard", new DateTimeOffset(2026, 3, 1, 7, 0, 0, TimeSpan.Zero), [.. Enumerable.Repeat<int?>(99, 60)]);

        DigestMessage message = DigestNotice.Of(DayDigest.Collect(Options, Day, _time), _topics, Language.German);

        Assert.Equal(
            "Sonntag, 1. März 2026. Ereignisse: 2. yard 07:10: ist größer als das, was sich hier sonst bewegt. "
            + "yard wurde nicht überwacht: 00:00–07:00, 08:00–24:00. "
            + "gate: von diesem Tag sind keine Werte aufbewahrt.",
            message.Text);
        Assert.Equal([0.99, null], message.Cameras[0].Hours.Skip(7).Take(2));
        Assert.Empty(OffersIn(message));
    }

    [Fact]
    public void Reasons_are_in_the_language_of_who_reads_with_what_the_event_knew_of_them()
    {
        string id = Event("yard", "07:10", 0.9, "speed");
        string file = Path.Combine(Options.StateDirectory, "events", id, "event.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace(
            "\"text\":\"because speed\"}],",
            """
            "text":"as it was told","ratio":3.1},{"kind":"view","detail":"covered","text":"covered"},
            {"kind":"newer","text":"of a newer version"}],
            "seen_before":{"times":1,"since":"2026-02-27T07:10:00Z","last":"2026-02-27T06:10:00Z"},
            """,
            StringComparison.Ordinal));
        DayDigest digest = DayDigest.Collect(Options, Day, _time);

        Assert.Contains(
            "moves 3.1× as fast as what is usual here, for the second time this week, last on Friday 6:10; "
            + "the camera is covered; of a newer version",
            WebUtility.HtmlDecode(DigestPage.Write(digest, "barn-pi", Language.English)),
            StringComparison.Ordinal);
        Assert.Contains(
            "bewegt sich 3,1-mal so schnell wie hier üblich, zum zweiten Mal in dieser Woche, zuletzt am Freitag um 6:10; ",
            WebUtility.HtmlDecode(DigestPage.Write(digest, "barn-pi", Language.German)),
            StringComparison.Ordinal);
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

    [Theory]
    [InlineData("1970-01-01", true)]
    [InlineData("9999-12-30", true)]
    [InlineData("1969-12-31", false)]
    [InlineData("9999-12-31", false)]
    [InlineData("0001-01-01", false)]
    [InlineData("2026-02-30", false)]
    [InlineData("1.3.2026", false)]
    public void Every_day_that_is_one_can_be_told_in_every_time_zone(string text, bool isDay)
    {
        DateOnly? found = DayDigest.Find(text);

        Assert.Equal(isDay, found is not null);
        foreach (string zone in isDay ? ["Pacific/Kiritimati", "Etc/UTC", "Etc/GMT+12"] : Array.Empty<string>())
        {
            EdgeWatchOptions options = Options;
            options.TimeZone = zone;
            DayDigest digest = DayDigest.Collect(options, found!.Value, _time);
            Assert.Equal(0, digest.Events);
            Assert.Contains(text[..4], DigestPage.Write(digest, "barn-pi", Language.English), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_comes_on_the_same_day_of_the_week_at_nearly_the_same_time_is_offered_until_somebody_has_said_what_it_is()
    {
        string newest = "";
        foreach ((int day, string at) in new[] { (4, "07:02"), (11, "07:15"), (18, "06:58"), (25, "07:10") })
        {
            Trace(newest = Event("yard", at, 0.8, "size", day), patch: 40);
        }

        // Something else at the same time, and something that comes at any time.
        Trace(Event("yard", "07:05", 0.8, "size", day: 12), patch: 250);
        for (int day = 1; day < 25; day++)
        {
            Trace(Event("yard", $"{day - 1:00}:30", 0.8, "size", day), patch: 120);
        }

        Habit habit = Assert.Single(Habit.Find(Options, PastLessons.Of(Options)));
        Assert.Equal((newest, DayOfWeek.Wednesday, 4), (habit.Newest.EventId, habit.Day, habit.Days.Count));
        Assert.Equal("every Wednesday about 7:10", habit.WhenIn(Language.English));
        Assert.Equal("jeden Mittwoch gegen 7:10", habit.WhenIn(Language.German));
        DayDigest digest = DayDigest.Collect(Options, new DateOnly(2026, 3, 25), _time);
        string page = DigestPage.Write(digest, "barn-pi", Language.English);
        Assert.Contains("every Wednesday about 7:10 (on 4 days).", page, StringComparison.Ordinal);
        Assert.Contains($"edgewatch feedback {newest} normal", page, StringComparison.Ordinal);
        Assert.Empty(DayDigest.Collect(Options, Day, _time).Habits);
        using StringWriter listed = new();
        OffersCommand.Print(Options, listed);
        Assert.Matches($"{newest} +yard +every Wednesday about 7:10 +4 +is larger than what usually moves here", listed.ToString());

        Say("yard", (newest, false));
        Assert.Empty(Habit.Find(Options, PastLessons.Of(Options)));
    }

    [Fact]
    public void What_comes_on_most_days_over_midnight_is_offered_and_two_days_are_no_habit()
    {
        foreach ((int day, string at) in new[] { (2, "23:55"), (4, "00:05"), (4, "23:58"), (6, "00:04") })
        {
            Event("gate", at, 0.8, "speed", day);
        }

        Event("yard", "12:00", 0.8, "speed", day: 2);
        Event("yard", "12:01", 0.8, "speed", day: 3);
        Event("yard", "12:02", 0.8, "speed", day: 3);

        Habit habit = Assert.Single(Habit.Find(Options, PastLessons.Of(Options)));
        Assert.Equal(("gate", null, 3), (habit.Newest.Camera, habit.Day, habit.Days.Count));
        Assert.Equal("nearly every day about 0:04", habit.WhenIn(Language.English));
    }

    [Fact]
    public void The_message_offers_what_came_on_that_day_as_it_keeps_doing_with_what_accepts_it()
    {
        string weekly = "";
        foreach (int day in new[] { 4, 11, 18, 25 })
        {
            Trace(weekly = Event("yard", "07:10", 0.8, "size", day), patch: 40);
        }

        string daily = "";
        for (int day = 21; day < 26; day++)
        {
            daily = Event("gate", "21:30", 0.8, "speed", day);
            Event("gone", "21:30", 0.8, "speed", day);
        }

        DayDigest digest = DayDigest.Collect(Options, new DateOnly(2026, 3, 25), _time);
        DigestMessage message = DigestNotice.Of(digest, _topics, Language.German);

        string expected = $$$$"""
            [{"camera":"gate","event_id":"{{{{daily}}}}","kinds":["speed"],
            "text":"bewegt sich schneller als hier üblich, fast jeden Tag gegen 21:30 (an 5 Tagen).",
            "weekday":null,"at":"21:30","since":"2026-03-21","days":5,
            "accept":{"topic":"edgewatch/barn-pi/gate/feedback","payload":{"event_id":"{{{{daily}}}}","verdict":"normal"}}},
            {"camera":"yard","event_id":"{{{{weekly}}}}","kinds":["size"],
            "text":"ist größer als das, was sich hier sonst bewegt, jeden Mittwoch gegen 7:10 (an 4 Tagen).",
            "weekday":"wednesday","at":"07:10","since":"2026-03-04","days":4,
            "accept":{"topic":"edgewatch/barn-pi/yard/feedback","payload":{"event_id":"{{{{weekly}}}}","verdict":"normal"}}}]
            """;
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), OffersIn(message).ToJsonString());
        Assert.EndsWith(
            " Ist das normal? gate: bewegt sich schneller als hier üblich, fast jeden Tag gegen 21:30 (an 5 Tagen).",
            message.Text,
            StringComparison.Ordinal);

        Say("gate", (daily, true));
        DayDigest said = DayDigest.Collect(Options, new DateOnly(2026, 3, 25), _time);
        Assert.Equal(weekly, Assert.Single(DigestNotice.Of(said, _topics, Language.English).Offers).EventId);
    }

    /// <summary>The offers of a message that keeps its schema.</summary>
    private static JsonArray OffersIn(DigestMessage message)
    {
        string json = Encoding.UTF8.GetString(MessageJson.Serialize(message));
        Assert.Empty(MessageSchema.Load("digest").Check(json));
        return JsonNode.Parse(json)!["offers"]!.AsArray();
    }

    private string Event(string camera, string at, double peak, string kind, int day = 1)
    {
        DateTimeOffset start = DateTimeOffset.Parse($"2026-03-{day:00}T{at}:00Z", CultureInfo.InvariantCulture);
        string id = EventId.Create(start);
        string folder = Directory.CreateDirectory(Path.Combine(Options.StateDirectory, "events", id)).FullName;
        File.WriteAllText(Path.Combine(folder, "event.json"), $$"""
            {"event_id":"{{id}}","camera":"{{camera}}","started_at":"{{start:O}}","ended_at":"{{start.AddSeconds(9):O}}",
            "peak_score":{{FormattableString.Invariant($"{peak}")}},
            "reasons":[{"kind":"{{kind}}","text":"because {{kind}}"}],"snapshot":null}
            """);
        return id;
    }

    /// <summary>Keeps what an event showed: something surprising at a patch.</summary>
    private void Trace(string eventId, int patch)
    {
        EventTrace shown = new(new PatchGrid(15, 20, 1));
        shown.Surprises.Of(SpeedNormality.Kind.Index)[patch] = 8;
        File.WriteAllBytes(
            Path.Combine(Options.StateDirectory, "events", eventId, "trace"),
            SealedFile.Seal(TraceFormat.Write(shown, "model 20x15-10"), SealedFormat.Trace));
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
