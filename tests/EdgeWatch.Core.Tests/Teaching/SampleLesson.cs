using EdgeWatch.Core.Teaching;

namespace EdgeWatch.Core.Tests.Teaching;

/// <summary>What people have said of an event.</summary>
internal static class SampleLesson
{
    /// <summary>An event's id.</summary>
    public const string Event = "01JQ0M7Z8Y5V3X2W1T0S9R8Q7P";

    /// <summary>That an event was normal, or right.</summary>
    /// <param name="shown">What it showed.</param>
    /// <param name="isNormal">Which of both.</param>
    /// <param name="eventId">Its id.</param>
    public static Lesson About(EventTrace shown, bool isNormal = true, string eventId = Event) => new()
    {
        EventId = eventId,
        IsNormal = isNormal,
        JudgedAt = DateTimeOffset.UnixEpoch,
        Words = "moves faster than what is usual here",
        Owner = "",
        Marks = Lesson.MarksOf(shown.Surprises),
        Looks = shown.Looks.Copy(),
    };
}
