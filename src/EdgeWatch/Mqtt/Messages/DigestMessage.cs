using System.Text.Json.Serialization;

namespace EdgeWatch.Mqtt.Messages;

/// <summary>Payload of <c>&lt;base&gt;/&lt;node&gt;/digest</c>: a day in a minute. Times are moments; scores are 0–1.</summary>
internal sealed record DigestMessage
{
    /// <summary>Version of the payload; fields may be added within a version.</summary>
    public int Schema { get; init; } = 1;

    public required string Node { get; init; }

    /// <summary>Which day, by the clock on the wall.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Where that clock hangs: a name of the time zone database.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The day in some sentences, for a notification.</summary>
    public required string Text { get; init; }

    /// <summary>Events of the day that are kept.</summary>
    public required int Events { get; init; }

    /// <summary>The most unusual first; see the README.</summary>
    public required IReadOnlyList<DigestMomentMessage> Moments { get; init; }

    /// <summary>What came on that day as it keeps doing: it may be normal, and is not until somebody says so.</summary>
    public required IReadOnlyList<DigestOfferMessage> Offers { get; init; }

    public required IReadOnlyList<DigestCameraMessage> Cameras { get; init; }
}

/// <summary>An event in a <see cref="DigestMessage"/>, which stands for others that are like it.</summary>
/// <param name="EventId">Its id.</param>
/// <param name="Camera">Its camera.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null where that was not seen.</param>
/// <param name="PeakScore">Its highest score.</param>
/// <param name="Kinds">Names of the kinds of departure, the most important first.</param>
/// <param name="Text">Why, in words, as it was told.</param>
/// <param name="Verdict">What somebody has said of it: right or normal.</param>
/// <param name="Others">When those began that are like it.</param>
/// <param name="Snapshot">Path of its picture below the state directory; null where none is kept.</param>
internal sealed record DigestMomentMessage(
    string EventId,
    string Camera,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    double? PeakScore,
    IReadOnlyList<string> Kinds,
    string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Verdict,
    IReadOnlyList<DateTimeOffset> Others,
    string? Snapshot);

/// <summary>What keeps coming back at the same time, and may be called normal.</summary>
/// <param name="Camera">Where it comes.</param>
/// <param name="EventId">The newest of its events: what is said of it goes for all.</param>
/// <param name="Kinds">Names of that event's kinds of departure, the most important first.</param>
/// <param name="Text">What it is and when it comes, in words.</param>
/// <param name="Weekday">The day of the week on which it comes; null for nearly every day.</param>
/// <param name="At">About when, by the clock on the wall: 07:10.</param>
/// <param name="Since">The first day on which it came.</param>
/// <param name="Days">On how many days it came.</param>
/// <param name="Accept">What calls it normal when it is published.</param>
internal sealed record DigestOfferMessage(
    string Camera,
    string EventId,
    IReadOnlyList<string> Kinds,
    string Text,
    [property: JsonConverter(typeof(SnakeCaseEnumConverter<DayOfWeek>))] DayOfWeek? Weekday,
    string At,
    DateOnly Since,
    int Days,
    AcceptMessage Accept);

/// <summary>What somebody publishes to take an offer.</summary>
/// <param name="Topic">Where to.</param>
/// <param name="Payload">What.</param>
internal sealed record AcceptMessage(string Topic, FeedbackMessage Payload);

/// <summary>Payload of <c>&lt;base&gt;/&lt;node&gt;/&lt;cam&gt;/feedback</c>.</summary>
/// <param name="EventId">The event that is spoken of.</param>
/// <param name="Verdict">What is said of it.</param>
internal sealed record FeedbackMessage(string EventId, string Verdict);

/// <summary>A camera's day in a <see cref="DigestMessage"/>.</summary>
/// <param name="Camera">Its id.</param>
/// <param name="Threshold">The threshold in force last; null where no scores of the day are kept.</param>
/// <param name="Hours">Highest score of each hour of the clock, 24 of them; null where nothing was scored.</param>
/// <param name="KnownUntil">Up to when it is known what was scored.</param>
/// <param name="Missed">When it was not watched.</param>
internal sealed record DigestCameraMessage(
    string Camera, double? Threshold, IReadOnlyList<double?> Hours, DateTimeOffset KnownUntil, IReadOnlyList<MissedMessage> Missed);

/// <summary>A stretch in which a camera was not watched.</summary>
/// <param name="From">Its first minute.</param>
/// <param name="To">The first minute after it.</param>
internal sealed record MissedMessage(DateTimeOffset From, DateTimeOffset To);
