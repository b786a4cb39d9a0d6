using System.Globalization;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Schedules;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Commands;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Digest;

/// <summary>A <see cref="DayDigest"/> as a message.</summary>
internal static class DigestNotice
{
    /// <summary>Moments that its text tells: as much as a phone shows of a notification.</summary>
    private const int MostInText = 3;

    /// <summary>Offers at most: <c>edgewatch feedback offers</c> lists all.</summary>
    private const int MostOffers = 12;

    /// <summary>The message.</summary>
    /// <param name="digest">The day.</param>
    /// <param name="topics">Of the node: where offers are taken.</param>
    /// <param name="language">The language of what people read.</param>
    public static DigestMessage Of(DayDigest digest, Topics topics, Language language) => new()
    {
        Node = topics.Node,
        Day = digest.Day,
        TimeZone = digest.Zone.Id,
        Text = TextOf(digest, language),
        Events = digest.Events,
        Moments = [.. digest.Moments.Select(moment => Of(moment, digest, language))],
        Offers = [.. Offered(digest).Take(MostOffers).Select(habit => Of(habit, topics, language))],
        Cameras = [.. digest.Cameras.Select(camera => Of(camera, digest))],
    };

    /// <summary>What came on most days first.</summary>
    private static IEnumerable<Habit> Offered(DayDigest digest) => digest.Habits.OrderByDescending(habit => habit.Days.Count);

    private static DigestOfferMessage Of(Habit habit, Topics topics, Language language) => new(
        habit.Newest.Camera,
        habit.Newest.EventId,
        [.. habit.Newest.Reasons.Select(reason => reason.Kind)],
        habit.WordsIn(language),
        habit.Day,
        habit.At.ToString("HH:mm", CultureInfo.InvariantCulture),
        habit.Days[0],
        habit.Days.Count,
        new AcceptMessage(
            topics.Of(Topic.Feedback, habit.Newest.Camera),
            new FeedbackMessage(habit.Newest.EventId, Verdicts.NameOf(Verdict.Normal))));

    private static DigestMomentMessage Of(DigestMoment moment, DayDigest digest, Language language) => new(
        moment.Event.EventId,
        moment.Event.Camera,
        moment.Event.StartedAt,
        moment.Event.EndedAt,
        WireNumber.Unit(moment.Event.PeakScore ?? 0),
        [.. moment.Event.Reasons.Select(reason => reason.Kind)],
        digest.WhyIn(moment, language),
        moment.Verdict,
        moment.Others,
        moment.Event.Snapshot);

    private static DigestCameraMessage Of(DigestCamera camera, DayDigest digest) => new(
        camera.Id,
        camera.Threshold is { } threshold ? WireNumber.Unit(threshold) : null,
        [.. camera.Hundredths.Chunk(DayDigest.MinutesPerHour).Select(HighestOf)],
        MomentOf(camera.KnownUntil, digest),
        [.. camera.Missed.Select(gap => new MissedMessage(MomentOf(gap.From, digest), MomentOf(gap.To, digest)))]);

    private static double? HighestOf(int?[] hundredths) => hundredths.Max() is { } highest ? WireNumber.Unit(highest / 100d) : null;

    private static DateTimeOffset MomentOf(int minute, DayDigest digest) =>
        LocalTime.ToMoment(digest.Day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute), digest.Zone);

    /// <summary>What somebody called normal is no news. Of what is offered the first is asked about.</summary>
    private static string TextOf(DayDigest digest, Language language)
    {
        IEnumerable<string> moments = digest.Moments
            .Where(moment => moment.Verdict is not DigestMoment.Normal)
            .Take(MostInText)
            .Select(moment => $"{moment.Event.Camera} {digest.ClockOf(moment.Event.StartedAt)}: {digest.WhyIn(moment, language)}.");
        return string.Join(' ', [
            language.Say("digest.summary", DayDigest.DayIn(digest.Day, language), digest.Events),
            .. moments,
            .. digest.MissedIn(language).Select(missed => $"{missed.Camera}{missed.Text}"),
            .. Offered(digest).Take(1).Select(habit => language.Say("digest.habit.ask", habit.Newest.Camera, habit.WordsIn(language)))]);
    }
}
