using System.Text.Json.Nodes;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Mqtt.Commands;

/// <summary>What somebody says of an event.</summary>
internal enum Verdict
{
    /// <summary>Such things are normal there.</summary>
    Normal,

    /// <summary>Such things are to be told of, whatever is learned.</summary>
    Right,

    /// <summary>What was said before does not hold.</summary>
    Undo,
}

/// <summary>What somebody has said of an event.</summary>
/// <param name="Camera">Id of the camera.</param>
/// <param name="EventId">The event's ULID; a word where an earlier version did not keep which events they were.</param>
/// <param name="Verdict">Normal or right; undo where it was taken back just now.</param>
/// <param name="JudgedAt">When it was said.</param>
/// <param name="Words">Why the event was one.</param>
/// <param name="NotInForce">Why it is kept, but does not count at the moment; null when it does.</param>
/// <param name="LeavesView">Whether undo leaves the view that it made the usual one; see <see cref="Lesson.LeavesView"/>.</param>
internal sealed record Judgement(
    string Camera, string EventId, Verdict Verdict, DateTimeOffset JudgedAt, string Words, string? NotInForce, bool LeavesView)
{
    /// <summary>As messages say it.</summary>
    public JsonObject ToJson() => new()
    {
        ["camera"] = Camera,
        ["event_id"] = EventId,
        ["verdict"] = Verdicts.NameOf(Verdict),
        ["judged_at"] = UtcMillisecondsConverter.Format(JudgedAt),
        ["reason"] = Words,
        ["in_force"] = NotInForce is null,
        ["why_not"] = NotInForce,
        ["leaves_view"] = LeavesView,
    };
}

/// <summary>Verdicts in messages and on the command line.</summary>
internal static class Verdicts
{
    /// <summary>All of them, for people; <c>anomaly</c> is what right was called at first, and is still understood.</summary>
    public const string Names = "normal, right or undo";

    /// <summary>Reads one; null when it is none.</summary>
    public static Verdict? Parse(string? text) => text switch
    {
        "normal" => Verdict.Normal,
        "right" or "anomaly" => Verdict.Right,
        "undo" => Verdict.Undo,
        _ => null,
    };

    /// <summary>Its name.</summary>
    public static string NameOf(Verdict verdict) => verdict switch
    {
        Verdict.Normal => "normal",
        Verdict.Right => "right",
        _ => "undo",
    };
}
