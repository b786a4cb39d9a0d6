using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Schedules;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Digest;

/// <summary>A <see cref="DayDigest"/> as a message.</summary>
internal static class DigestNotice
{
    /// <summary>Moments that its text tells: as much as a phone shows of a notification.</summary>
    private const int MostInText = 3;

    /// <summary>The message.</summary>
    public static DigestMessage Of(DayDigest digest, string node, Language language) => new()
    {
        Node = node,
        Day = digest.Day,
        TimeZone = digest.Zone.Id,
        Text = TextOf(digest, language),
        Events = digest.Events,
        Moments = [.. digest.Moments.Select(Of)],
        Cameras = [.. digest.Cameras.Select(camera => Of(camera, digest))],
    };

    private static DigestMomentMessage Of(DigestMoment moment) => new(
        moment.Event.EventId,
        moment.Event.Camera,
        moment.Event.StartedAt,
        moment.Event.EndedAt,
        WireNumber.Unit(moment.Event.PeakScore ?? 0),
        [.. moment.Event.Reasons.Select(reason => reason.Kind)],
        moment.Words,
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

    /// <summary>What somebody called normal is no news.</summary>
    private static string TextOf(DayDigest digest, Language language)
    {
        IEnumerable<string> moments = digest.Moments
            .Where(moment => moment.Verdict is not DigestMoment.Normal)
            .Take(MostInText)
            .Select(moment => $"{moment.Event.Camera} {digest.ClockOf(moment.Event.StartedAt)}: {moment.Words}.");
        return string.Join(' ', [
            language.Say("digest.summary", DayDigest.DayIn(digest.Day, language), digest.Events),
            .. moments,
            .. digest.MissedIn(language).Select(missed => $"{missed.Camera}{missed.Text}")]);
    }
}
