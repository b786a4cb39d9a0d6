using EdgeWatch.Core.Teaching;
using EdgeWatch.Core.Watching;
using EdgeWatch.Evidence;
using EdgeWatch.Mqtt.Commands;
using Microsoft.Extensions.Logging;
using EventId = EdgeWatch.Core.Events.EventId;

namespace EdgeWatch.Cameras;

/// <summary>What people say of a camera's events. Each call takes its turn at the scene.</summary>
internal sealed partial class CameraFeedback(string cameraId, SharedParts parts, CameraScene scene)
{
    private readonly EventPictures _pictures = parts.Pictures;
    private readonly ILogger _logger = parts.Loggers.CreateLogger<CameraFeedback>();

    /// <summary>Takes somebody's word on an event.</summary>
    /// <param name="eventId">The event's id; null for the latest one.</param>
    /// <param name="verdict">What is said.</param>
    /// <exception cref="RequestRefusedException">It cannot be: why not, and what would be right.</exception>
    public async ValueTask<Judgement> JudgeAsync(string? eventId, Verdict verdict)
    {
        using CameraScene.Turn turn = await scene.EnterAsync();
        SceneWatch watch = scene.Watch ?? throw new RequestRefusedException(
            "the camera has delivered no picture since the start of the program; say it again when it has");
        string id = eventId ?? Latest() ?? throw new RequestRefusedException("this camera has had no event that is kept");
        Lesson lesson = verdict is Verdict.Undo ? TakeBack(watch, id) : Teach(watch, id, verdict is Verdict.Normal);
        scene.Keeper.SaveJudged(watch.Normality);
        LogJudged(cameraId, id, verdict);
        return Describe(lesson, watch.Normality.Lessons) with { Verdict = verdict };
    }

    /// <summary>What was said, the newest first.</summary>
    public async ValueTask<IReadOnlyList<Judgement>> ListAsync()
    {
        using CameraScene.Turn turn = await scene.EnterAsync();
        return scene.Watch?.Normality.Lessons is { } lessons
            ? [.. lessons.All.Reverse().Select(lesson => Describe(lesson, lessons))]
            : [.. parts.Store.LoadLessons(cameraId).Reverse().Select(lesson => Describe(lesson, lessons: null))];
    }

    private Lesson Teach(SceneWatch watch, string eventId, bool isNormal)
    {
        Lessons lessons = watch.Normality.Lessons;
        if (lessons.All.FirstOrDefault(its => its.EventId == eventId && its.IsNormal == isNormal) is { } earlier)
        {
            throw new RequestRefusedException(
                $"this event was called {NameOf(earlier)} already, at {earlier.JudgedAt:yyyy-MM-dd HH:mm} UTC; undo takes that back");
        }

        PastEvent past = Find(eventId);
        EventTrace trace = scene.TraceOf(eventId) ?? throw new RequestRefusedException(_pictures.HasTrace(eventId)
            ? "this event was seen with another model, picture size or frame rate: what it showed cannot be compared with what comes now"
            : "what this event showed was not kept: it is of an earlier version of this program, or the power went before it was written");
        Lesson lesson = new()
        {
            EventId = eventId,
            IsNormal = isNormal,
            JudgedAt = parts.Time.GetUtcNow(),
            Words = string.Join("; ", past.Reasons.Select(reason => reason.Text)),
            Owner = lessons.Owner,
            Marks = Lesson.MarksOf(trace.Surprises),
            Looks = trace.Looks.Copy(),
        };
        watch.Normality.Judge(lesson, trace.Surprises);
        return lesson;
    }

    private static Lesson TakeBack(SceneWatch watch, string eventId) => watch.Normality.TakeBack(eventId)
        ?? throw new RequestRefusedException(watch.Normality.Lessons.All is []
            ? "nobody has said anything of this event, nor of another one of this camera"
            : "nobody has said anything of this event; said was something of "
                + string.Join(", ", watch.Normality.Lessons.All.TakeLast(3).Select(lesson => lesson.EventId)));

    private PastEvent Find(string eventId)
    {
        if (!EventId.IsValid(eventId))
        {
            throw new RequestRefusedException(
                "that is no id of an event; it stands as event_id in the event's messages: 26 capitals and digits");
        }

        PastEvent? past = _pictures.FindMessage(eventId) is { } message ? PastEvent.TryParse(message) : null;
        return past is null
            ? throw new RequestRefusedException(
                "there is no such event, or it is so old that it is not kept any more; edgewatch events list has those that are")
            : past.Camera == cameraId ? past
            : throw new RequestRefusedException($"this event is of the camera {past.Camera}; say it there");
    }

    private string? Latest() => scene.Recent?.Latest ?? PastEvent
        .AllOf(_pictures.FindMessages(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, int.MaxValue))
        .FirstOrDefault(past => past.Camera == cameraId)?.EventId;

    private Judgement Describe(Lesson lesson, Lessons? lessons) => new(
        cameraId,
        lesson.EventId,
        lesson.IsNormal ? Verdict.Normal : Verdict.Right,
        lesson.JudgedAt,
        lesson.Words,
        lessons is null ? "the camera has delivered no picture since the start of the program"
            : lessons.IsInForce(lesson) ? null
            : "it was said under another model, picture size or frame rate; it counts again under that one",
        lesson.LeavesView);

    private static string NameOf(Lesson lesson) => Verdicts.NameOf(lesson.IsNormal ? Verdict.Normal : Verdict.Right);

    [LoggerMessage(709, LogLevel.Information, "Camera {Camera}: of event {EventId} somebody has said: {Verdict}.")]
    private partial void LogJudged(string camera, string eventId, Verdict verdict);
}
