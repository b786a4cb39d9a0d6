using EdgeWatch.Core.Schedules;

namespace EdgeWatch.Core.Tests.Schedules;

/// <summary>
/// Where nothing else is said, by the clock of Berlin, which was put forward on 29 March 2026 at 2:00 and back on 25 October 2026 at 3:00.
/// </summary>
public sealed class TimetableTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static readonly DayOfWeek[] EveryDay = Enum.GetValues<DayOfWeek>();

    private static readonly DayOfWeek[] WorkDays = [.. EveryDay.Except([DayOfWeek.Saturday, DayOfWeek.Sunday])];

    [Theory]
    [InlineData("2026-06-10 12:00", "2026-06-10T10:00Z")]
    [InlineData("2026-01-10 12:00", "2026-01-10T11:00Z")]
    [InlineData("2026-03-29 01:59", "2026-03-29T00:59Z")]
    [InlineData("2026-03-29 02:00", "2026-03-29T01:00Z")] // does not exist
    [InlineData("2026-03-29 02:30", "2026-03-29T01:00Z")] // does not exist
    [InlineData("2026-03-29 03:00", "2026-03-29T01:00Z")]
    [InlineData("2026-10-25 01:59", "2026-10-24T23:59Z")]
    [InlineData("2026-10-25 02:00", "2026-10-25T00:00Z")] // comes twice
    [InlineData("2026-10-25 02:30", "2026-10-25T00:30Z")] // comes twice
    [InlineData("2026-10-25 03:00", "2026-10-25T02:00Z")]
    public void What_the_clock_shows_is_a_moment(string shown, string moment) =>
        Assert.Equal(Moment(moment), LocalTime.ToMoment(DateTime.Parse(shown, provider: null), Berlin));

    [Fact]
    public void A_later_time_of_the_clock_is_never_an_earlier_moment()
    {
        foreach (DateTime day in new[] { new DateTime(2026, 3, 28), new DateTime(2026, 10, 24) })
        {
            DateTimeOffset[] moments =
                [.. Enumerable.Range(0, 48 * 60).Select(minute => LocalTime.ToMoment(day.AddMinutes(minute), Berlin))];

            Assert.Equal(moments.Order(), moments);
        }
    }

    [Fact]
    public void In_every_time_zone_a_time_is_the_first_moment_at_which_the_clock_shows_it_or_what_comes_after_it()
    {
        foreach ((TimeZoneInfo zone, DateTimeOffset day) in DaysOfChange())
        {
            Dictionary<DateTime, DateTimeOffset> firsts = QuarterHours(day.AddDays(-2), day.AddDays(3))
                .GroupBy(moment => TimeZoneInfo.ConvertTime(moment, zone).DateTime)
                .ToDictionary(moments => moments.Key, moments => moments.First());
            Assert.All(QuarterHours(day.AddDays(-1), day.AddDays(2)).Select(moment => moment.DateTime), shown =>
            {
                bool exists = firsts.TryGetValue(shown, out DateTimeOffset first);
                DateTimeOffset moment = exists ? first : firsts[firsts.Keys.Where(later => later > shown).Min()];
                Assert.Equal((zone.Id, exists, moment), (zone.Id, LocalTime.Exists(shown, zone), LocalTime.ToMoment(shown, zone)));
            });
        }
    }

    [Theory]
    [InlineData("2026-06-10T19:59Z", "home", "2026-06-10T20:00Z")]
    [InlineData("2026-06-10T20:00Z", "night", "2026-06-11T04:00Z")]
    [InlineData("2026-06-11T03:59Z", "night", "2026-06-11T04:00Z")]
    [InlineData("2026-06-11T04:00Z", "home", "2026-06-11T20:00Z")]
    [InlineData("2026-03-28T22:00Z", "night", "2026-03-29T04:00Z")] // a night of seven hours
    [InlineData("2026-10-24T20:00Z", "night", "2026-10-25T05:00Z")] // and one of nine
    public void A_night_goes_over_midnight_and_changes_of_the_clock(string moment, string profile, string until)
    {
        Timetable<string> table = new([(new WeeklyTime(EveryDay, new TimeOnly(22, 0), new TimeOnly(6, 0)), "night")], "home", Berlin);

        Assert.Equal((profile, Moment(until)), table.At(Moment(moment)));
    }

    [Fact]
    public void A_night_belongs_to_the_day_on_which_it_begins()
    {
        WeeklyTime fridays = new([DayOfWeek.Friday], new TimeOnly(22, 0), new TimeOnly(6, 0));
        Timetable<string> table = new([(fridays, "night")], "home", Berlin);

        // 12 June 2026 is a Friday.
        Assert.Equal("home", table.At(Moment("2026-06-12T03:00Z")).What);
        Assert.Equal("night", table.At(Moment("2026-06-12T21:00Z")).What);
        Assert.Equal("night", table.At(Moment("2026-06-13T03:00Z")).What);
        Assert.Equal(("home", Moment("2026-06-19T20:00Z")), table.At(Moment("2026-06-13T05:00Z")));
    }

    [Fact]
    public void Half_an_hour_that_does_not_exist_is_left_out_once()
    {
        Timetable<bool> table = new([(new WeeklyTime(EveryDay, new TimeOnly(2, 0), new TimeOnly(2, 30)), true)], false, Berlin);

        Assert.Equal((false, Moment("2026-03-30T00:00Z")), table.At(Moment("2026-03-29T00:59Z")));
        Assert.Equal((true, Moment("2026-03-30T00:30Z")), table.At(Moment("2026-03-30T00:00Z")));
    }

    [Fact]
    public void What_a_change_of_the_clock_leaves_out_once_a_week_comes_a_week_later()
    {
        Timetable<bool> table = new(
            [(new WeeklyTime([DayOfWeek.Sunday], new TimeOnly(2, 10), new TimeOnly(2, 50)), true)], false, Berlin);

        // Between Sunday, 22 March, and 5 April: on the 29th there is no such time.
        Assert.Equal((false, Moment("2026-04-05T00:10Z")), table.At(Moment("2026-03-22T02:00Z")));
    }

    [Fact]
    public void Half_an_hour_that_comes_twice_holds_the_first_time()
    {
        Timetable<bool> table = new([(new WeeklyTime(EveryDay, new TimeOnly(2, 0), new TimeOnly(2, 30)), true)], false, Berlin);

        Assert.Equal((true, Moment("2026-10-25T00:30Z")), table.At(Moment("2026-10-25T00:00Z")));
        Assert.False(table.At(Moment("2026-10-25T01:15Z")).What);
    }

    [Fact]
    public void What_follows_without_a_gap_has_no_gap_when_the_clock_changes()
    {
        TimeOnly half = new(2, 30);
        Timetable<string> table = new(
            [(new WeeklyTime(EveryDay, half, new TimeOnly(12, 0)), "a"), (new WeeklyTime(EveryDay, new TimeOnly(12, 0), half), "b")],
            "none",
            Berlin);
        DateTimeOffset[] nights = [Moment("2026-03-28T22:00Z"), Moment("2026-10-24T22:00Z")];

        Assert.All(
            nights.SelectMany(night => Enumerable.Range(0, 6 * 60).Select(minute => night.AddMinutes(minute))),
            moment => Assert.NotEqual("none", table.At(moment).What));
    }

    [Fact]
    public void Nothing_changes_where_one_follows_the_same()
    {
        WeeklyTime all = new(EveryDay, default, default);

        Assert.Equal(("home", null), new Timetable<string>([(all, "home")], "away", Berlin).At(Moment("2026-06-10T12:00Z")));
        Assert.Equal(("away", null), new Timetable<string>([], "away", Berlin).At(Moment("2026-06-10T12:00Z")));
    }

    [Theory]
    [InlineData("22:00", "06:00", "06:00", "22:00", false)]
    [InlineData("22:00", "06:01", "06:00", "22:00", true)]
    [InlineData("00:00", "00:00", "12:00", "13:00", true)]
    [InlineData("08:00", "09:00", "08:30", "08:45", true)]
    [InlineData("08:00", "09:00", "09:00", "08:00", false)]
    public void Times_of_every_day_overlap_or_not(string from, string to, string otherFrom, string otherTo, bool overlap)
    {
        WeeklyTime one = new(EveryDay, TimeOnly.Parse(from, provider: null), TimeOnly.Parse(to, provider: null));
        WeeklyTime other = new(EveryDay, TimeOnly.Parse(otherFrom, provider: null), TimeOnly.Parse(otherTo, provider: null));

        Assert.Equal((overlap, overlap), (one.Overlaps(other), other.Overlaps(one)));
    }

    [Fact]
    public void A_night_reaches_into_the_day_after_its_last_day()
    {
        WeeklyTime nights = new(WorkDays, new TimeOnly(22, 0), new TimeOnly(6, 0));

        Assert.True(nights.Overlaps(new WeeklyTime([DayOfWeek.Saturday], new TimeOnly(5, 0), new TimeOnly(7, 0))));
        Assert.False(nights.Overlaps(new WeeklyTime([DayOfWeek.Saturday], new TimeOnly(6, 0), new TimeOnly(7, 0))));
        Assert.False(nights.Overlaps(new WeeklyTime([DayOfWeek.Monday], default, new TimeOnly(6, 0))));
        Assert.True(new WeeklyTime([DayOfWeek.Saturday], new TimeOnly(23, 0), new TimeOnly(1, 0))
            .Overlaps(new WeeklyTime([DayOfWeek.Sunday], default, new TimeOnly(2, 0))));
    }

    /// <summary>Each day of two years on which clocks are put forward or back, and where.</summary>
    private static IEnumerable<(TimeZoneInfo Zone, DateTimeOffset Day)> DaysOfChange() =>
        from zone in TimeZoneInfo.GetSystemTimeZones()
        from days in Enumerable.Range(0, 2 * 365)
        let day = Moment("2026-01-01T00:00Z").AddDays(days)
        where zone.GetUtcOffset(day) != zone.GetUtcOffset(day.AddDays(1))
        select (zone, day);

    private static IEnumerable<DateTimeOffset> QuarterHours(DateTimeOffset from, DateTimeOffset to)
    {
        for (DateTimeOffset moment = from; moment < to; moment = moment.AddMinutes(15))
        {
            yield return moment;
        }
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, provider: null);
}
