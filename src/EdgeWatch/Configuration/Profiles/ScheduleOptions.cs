namespace EdgeWatch.Configuration.Profiles;

/// <summary>A stretch of the day on some days of each week, in the time zone of the config.</summary>
internal interface IWeeklyTimes
{
    /// <summary>The days on which it begins.</summary>
    IList<string> Days { get; }

    /// <summary>When it begins.</summary>
    TimeOnly From { get; }

    /// <summary>When it ends.</summary>
    TimeOnly To { get; }
}

/// <summary>When a profile is in force.</summary>
[TakesEffect(Effect.AtOnce)]
public sealed class ScheduleOptions : IWeeklyTimes
{
    /// <summary>Which profile. <value>Required; the name of one of <c>profiles</c>, or default.</value></summary>
    [Holds(TextContent.Public)]
    public string Profile { get; set; } = "";

    /// <summary>The days on which it begins: <c>mon</c> to <c>sun</c>, or some in a row: <c>mon-fri</c>.
    /// <value>Default: every day.</value></summary>
    [Holds(TextContent.Public)]
    public IList<string> Days { get; set; } = [];

    /// <summary>When it begins, by the clock on the wall. <value>Default 0:00.</value></summary>
    public TimeOnly From { get; set; }

    /// <summary>When it ends; not later than its beginning, it is on the next day. <value>Default 0:00.</value></summary>
    public TimeOnly To { get; set; }
}

/// <summary>When nobody is told of events. They are recorded all the same, and what is still going on afterwards is told then.</summary>
[TakesEffect(Effect.AtOnce)]
public sealed class QuietHoursOptions : IWeeklyTimes
{
    /// <summary>The days on which it begins: <c>mon</c> to <c>sun</c>, or some in a row: <c>mon-fri</c>.
    /// <value>Default: every day.</value></summary>
    [Holds(TextContent.Public)]
    public IList<string> Days { get; set; } = [];

    /// <summary>When it begins, by the clock on the wall. <value>Default 0:00.</value></summary>
    public TimeOnly From { get; set; }

    /// <summary>When it ends; not later than its beginning, it is on the next day. <value>Default 0:00.</value></summary>
    public TimeOnly To { get; set; }
}

