using System.Globalization;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Teaching;

namespace EdgeWatch.Core.Tests.Teaching;

/// <summary>What is said of events whose like was seen before. Which are alike over real video is in TaughtSceneTests.</summary>
public sealed class SeenEventsTests
{
    private static readonly PatchGrid Grid = new(10, 20, 1);
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private readonly SeenEvents _seen = new();
    private DateTimeOffset _now = Local("2026-06-16 17:40");
    private int _events;

    [Fact]
    public void The_first_time_nothing_is_said_and_then_it_is_counted()
    {
        Assert.Equal("runs", Tell());
        At("2026-06-16 23:59");
        Assert.Equal("runs, for the second time this week, last today 17:40", Tell());
        At("2026-06-17 7:05");
        Assert.Equal("runs, for the third time this week, last on Tuesday 23:59", Tell());
        At("2026-06-19 7:00");
        Assert.Equal("runs, for the fourth time this week, last on Wednesday 7:05", Tell());
    }

    [Fact]
    public void The_week_is_today_and_the_six_days_before()
    {
        Tell();
        At("2026-06-22 23:59");
        Assert.Equal("runs, for the second time this week, last on Tuesday 17:40", Tell());
        At("2026-06-23 0:00");
        Assert.Equal("runs, for the second time this week, last on Monday 23:59", Tell());
        At("2026-06-29 0:00");
        Assert.Equal("runs, for the second time this week, last on Tuesday 0:00", Tell());
        At("2026-07-06 0:00");
        Assert.Equal("runs", Tell());
    }

    [Theory]
    [InlineData("2026-03-29T00:30:00Z", "2026-03-29T01:10:00Z", "last today 1:30")]
    [InlineData("2026-10-25T00:30:00Z", "2026-10-25T01:10:00Z", "last today 2:30")]
    [InlineData("2026-10-24T22:00:00Z", "2026-10-31T23:00:00Z", null)]
    [InlineData("2026-10-24T22:00:00Z", "2026-10-31T22:59:00Z", "last on Sunday 0:00")]
    public void Days_and_times_are_those_of_the_clock_on_the_wall_when_it_is_put_forward_or_back(string first, string second, string? said)
    {
        _now = DateTimeOffset.Parse(first, CultureInfo.InvariantCulture);
        Tell();
        _now = DateTimeOffset.Parse(second, CultureInfo.InvariantCulture);

        Assert.Equal(said is null ? "runs" : $"runs, for the second time this week, {said}", Tell());
    }

    [Theory]
    [InlineData(9, "tenth")]
    [InlineData(10, "11th")]
    [InlineData(20, "21st")]
    [InlineData(21, "22nd")]
    [InlineData(62, "63rd")]
    public void However_often(int times, string ordinal)
    {
        for (int i = 0; i < times; i++)
        {
            Tell();
        }

        Assert.Contains($"for the {ordinal} time", Tell(), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_so_many_events_are_remembered_and_the_oldest_makes_room()
    {
        for (int i = 0; i < SeenEvents.Capacity + 5; i++)
        {
            Tell();
        }

        SeenBefore seen = _seen.Find("another", _now, Shown(), Berlin)!;

        Assert.Equal(SeenEvents.Capacity, seen.Times);
        Assert.Equal(_now.AddMinutes(-SeenEvents.Capacity), seen.Since);
        Assert.Equal(_now.AddMinutes(-1), seen.Last);
    }

    [Fact]
    public void An_event_is_not_its_own_repeat_nor_that_of_later_ones()
    {
        _seen.Add("later", _now.AddHours(1), Shown());
        _seen.Add("itself", _now.AddHours(-1), Shown());

        Assert.Null(_seen.Find("itself", _now, Shown(), Berlin));
    }

    [Fact]
    public void What_is_elsewhere_or_by_another_kind_or_much_more_surprising_or_looks_otherwise_is_not_alike()
    {
        _seen.Add("earlier", _now.AddHours(-1), Shown(look: 1));

        Assert.NotNull(Find(Shown(column: 7, surprise: 15, look: 1)));
        Assert.Null(Find(Shown(column: 8, look: 1)));
        Assert.Null(Find(Shown(kind: PlaceNormality.Kind, look: 1)));
        Assert.Null(Find(Shown(surprise: 17, look: 1)));
        Assert.Null(Find(Shown(look: 2)));
        Assert.Null(Find(Shown()));
        Assert.Null(Find(new EventTrace(Grid)));
    }

    private SeenBefore? Find(EventTrace shown) => _seen.Find("now", _now, shown, Berlin);

    /// <summary>The reason of an event that begins now and is remembered.</summary>
    private string Tell()
    {
        (string id, DateTimeOffset now) = ($"event {_events++}", _now);
        _now += TimeSpan.FromMinutes(1);
        SeenBefore? seen = _seen.Find(id, now, Shown(), Berlin);
        _seen.Add(id, now, Shown());
        return seen is null ? "runs" : ReasonWriter.WithRepeats(Language.English, "runs", seen, now, Berlin);
    }

    private void At(string local) => _now = Local(local);

    private static DateTimeOffset Local(string text)
    {
        DateTime local = DateTime.Parse(text, CultureInfo.InvariantCulture);
        return new DateTimeOffset(local, Berlin.GetUtcOffset(local));
    }

    /// <summary>Something surprising at one patch, 8 nats; of a look, or of none.</summary>
    private static EventTrace Shown(int column = 5, float surprise = 8, Kind? kind = null, int look = 0)
    {
        EventTrace shown = new(Grid);
        shown.Surprises.Of((kind ?? SpeedNormality.Kind).Index)[Grid.IndexOf(new PatchPosition(5, column))] = surprise;
        if (look > 0)
        {
            sbyte[] direction = new sbyte[PlaceLooks.Length];
            direction[look] = sbyte.MaxValue;
            shown.Looks.Add(0, direction, isOdd: true);
        }

        return shown;
    }
}
