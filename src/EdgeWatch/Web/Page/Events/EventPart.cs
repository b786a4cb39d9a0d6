using System.Globalization;
using System.Text.Json.Serialization;
using EdgeWatch.Cameras;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Languages;
using EdgeWatch.Evidence;
using EdgeWatch.Mqtt.Commands;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Web.Page.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace EdgeWatch.Web.Page.Events;

/// <summary><c>api/events</c>: the events that are kept, their pictures and clips, and what people say of them.</summary>
/// <param name="cameras">The cameras of the moment.</param>
/// <param name="pictures">Keeps them.</param>
/// <param name="folder">Folder with one folder for each event.</param>
/// <param name="guard">Lets in.</param>
/// <param name="zone">Where the clock on the wall hangs.</param>
/// <param name="time">The clock.</param>
internal sealed class EventPart(
    IReadOnlyList<Camera> cameras, EventPictures pictures, string folder, PageGuard guard, Func<TimeZoneInfo> zone, TimeProvider time)
    : IWebPart
{
    /// <summary>Events of one answer: some screens of them, at 1.5 kB each.</summary>
    private const int PageLength = 30;

    /// <summary>
    /// Days that are looked back for events that a threshold would have kept back too: as many as for a camera's threshold.
    /// </summary>
    private const int DaysOfOthers = 7;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/events", guard.Reading(ListAsync));
        routes.MapGet("/api/events/{id}", guard.Reading(context => WithEventAsync(context, SendAsync)));
        MapFile(routes, "snapshot", EventPictures.SnapshotName, "image/jpeg");
        MapFile(routes, "plain", EventPictures.PlainName, "image/jpeg");
        MapFile(routes, "heatmap", EventPictures.HeatMapName, "image/jpeg");
        MapFile(routes, "nearest", EventPictures.NearestName, "image/jpeg");
        MapFile(routes, "clip", EventClips.ClipName, "video/mp4");
        routes.MapGet("/api/events/{id}/course", guard.Reading(context => WithEventAsync(context, SendCourseAsync)));
        routes.MapGet("/api/events/{id}/thumbnail", guard.Reading(context => WithEventAsync(context, SendThumbnailAsync)));
        routes.MapGet("/api/events/{id}/verdict", guard.Reading(context => WithEventAsync(context, SendVerdictAsync)));
        routes.MapPost("/api/events/{id}/verdict", guard.Changing(context => WithEventAsync(context, JudgeAsync)));
    }

    private void MapFile(IEndpointRouteBuilder routes, string name, string file, string type) => routes.MapGet(
        $"/api/events/{{id}}/{name}",
        guard.Reading(context => WithEventAsync(context, (_, message) => SendFileAsync(context, message.EventId, file, type))));

    private Task ListAsync(HttpContext context)
    {
        IQueryCollection query = context.Request.Query;
        EventFilter filter = new(
            Text(query, "camera"),
            Text(query, "kind"),
            Text(query, "zone"),
            Text(query, "profile"),
            Time(query, "from"),
            Time(query, "to"),
            Text(query, "before"));
        EventMessage[] found =
        [
            .. pictures.FindMessages(filter.From ?? DateTimeOffset.MinValue, filter.To ?? DateTimeOffset.MaxValue, int.MaxValue)
                .Select(saved => MessageJson.TryRead<EventMessage>(saved))
                .OfType<EventMessage>()
                .Where(filter.Takes)
                .Take(PageLength + 1),
        ];
        Wording spoken = WordingOf(context);
        return PageAnswer.WriteAsync(
            context,
            new EventList([.. found.Take(PageLength).Select(message => message.In(spoken))], found.Length > PageLength),
            PageJson.Readable.EventList);
    }

    private Task SendAsync(HttpContext context, EventMessage message) =>
        PageAnswer.WriteAsync(context, message.In(WordingOf(context)), PageJson.Readable.EventMessage);

    private Task SendThumbnailAsync(HttpContext context, EventMessage message) =>
        PathOf(message.EventId, EventPictures.SnapshotName) is { } path && Thumbnail.Of(path) is { } small
            ? SendAsync(context, TypedResults.Bytes(small, "image/jpeg"))
            : RefuseFileAsync(context);

    private Task SendFileAsync(HttpContext context, string eventId, string file, string type)
    {
        if (PathOf(eventId, file) is not { } path)
        {
            return RefuseFileAsync(context);
        }

        DateTimeOffset written = File.GetLastWriteTimeUtc(path);
        return SendAsync(context, TypedResults.PhysicalFile(
            path,
            type,
            lastModified: written,
            entityTag: new EntityTagHeaderValue($"\"{written.Ticks.ToString("x", CultureInfo.InvariantCulture)}\""),
            enableRangeProcessing: true));
    }

    /// <summary>
    /// A picture is replaced while its event goes on, so that a browser has to ask; what has not changed is not sent again.
    /// </summary>
    private static Task SendAsync(HttpContext context, IResult file)
    {
        PageAnswer.Protect(context.Response);
        context.Response.Headers.CacheControl = "private, no-cache";
        return file.ExecuteAsync(context);
    }

    private static Task RefuseFileAsync(HttpContext context) =>
        PageAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, "this event has none");

    private async Task SendCourseAsync(HttpContext context, EventMessage message)
    {
        if (pictures.FindCourse(message.EventId) is not { } course)
        {
            await RefuseFileAsync(context);
            return;
        }

        OtherEvents? others = course.SilentAt is { } threshold ? await OthersAsync(message, threshold, course.Zone) : null;
        await PageAnswer.WriteAsync(context, new CourseMessage(course, others), PageJson.Readable.CourseMessage);
    }

    /// <summary>What the same threshold would have kept back besides.</summary>
    private async Task<OtherEvents> OthersAsync(EventMessage message, double threshold, string? zoneName)
    {
        DateTimeOffset now = time.GetUtcNow();
        HashSet<string> right = [.. (await JudgementsAsync(message)).Where(its => its.Verdict is Verdict.Right).Select(its => its.EventId)];
        (string Id, EventCourse Course)[] others =
        [
            .. PastEvent.AllOf(pictures.FindMessages(now.AddDays(-DaysOfOthers), now, int.MaxValue))
                .Where(past => past.Camera == message.Camera && past.EventId != message.EventId)
                .Select(past => (past.EventId, Course: pictures.FindCourse(past.EventId)!))
                .Where(past => past.Course is not null && past.Course.Zone == zoneName),
        ];
        string[] silent = [.. others.Where(its => its.Course.SilentAt <= threshold).Select(its => its.Id)];
        return new OtherEvents(DaysOfOthers, others.Length, silent.Length, silent.Count(right.Contains));
    }

    private async ValueTask<IReadOnlyList<Judgement>> JudgementsAsync(EventMessage message) =>
        CameraOf(message) is { } camera ? await camera.Control.ListJudgementsAsync() : [];

    private async Task SendVerdictAsync(HttpContext context, EventMessage message)
    {
        IReadOnlyList<Judgement> said = await JudgementsAsync(message);
        VerdictMessage answer = said.FirstOrDefault(its => its.EventId == message.EventId) is { } found
            ? new VerdictMessage(Verdicts.NameOf(found.Verdict), found.LeavesView)
            : new VerdictMessage(Verdict: null);
        await PageAnswer.WriteAsync(context, answer, PageJson.Readable.VerdictMessage);
    }

    private async Task JudgeAsync(HttpContext context, EventMessage message)
    {
        if (await PageAnswer.ReadAsync(context, PageJson.Readable.VerdictMessage) is not { } request)
        {
            return;
        }

        if (Verdicts.Parse(request.Verdict) is not { } verdict)
        {
            await PageAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, $"verdict must be {Verdicts.Names}");
            return;
        }

        if (CameraOf(message) is not { } camera)
        {
            await PageAnswer.RefuseAsync(context, StatusCodes.Status409Conflict, "its camera is not in the config any more");
            return;
        }

        try
        {
            await camera.Control.JudgeAsync(message.EventId, verdict);
            await SendVerdictAsync(context, message);
        }
        catch (RequestRefusedException e)
        {
            await PageAnswer.RefuseAsync(context, StatusCodes.Status409Conflict, e.Message);
        }
    }

    private Camera? CameraOf(EventMessage message) => cameras.FirstOrDefault(camera => camera.Id == message.Camera);

    /// <summary>Only an id of an event becomes part of a path.</summary>
    private Task WithEventAsync(HttpContext context, Func<HttpContext, EventMessage, Task> act) =>
        context.Request.RouteValues["id"] is string id && EventId.IsValid(id)
        && pictures.FindMessage(id) is { } saved && MessageJson.TryRead<EventMessage>(saved) is { } message && message.EventId == id
            ? act(context, message)
            : PageAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, "there is no such event; it may have been removed");

    private string? PathOf(string eventId, string file) =>
        Path.GetFullPath(Path.Combine(folder, eventId, file)) is var path && File.Exists(path) ? path : null;

    private Wording WordingOf(HttpContext context) => new(PageLanguage.Of(context), zone());

    private static string? Text(IQueryCollection query, string key) => query[key].ToString() is { Length: > 0 } text ? text : null;

    private static DateTimeOffset? Time(IQueryCollection query, string key) =>
        DateTimeOffset.TryParse(query[key], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;
}

/// <summary>Which events are wanted; null stands for all.</summary>
/// <param name="Camera">Id of the camera.</param>
/// <param name="Kind">Name of a kind among the reasons.</param>
/// <param name="Zone">Name of a zone that it was told from.</param>
/// <param name="Profile">The profile that was in force.</param>
/// <param name="From">Begun then or later.</param>
/// <param name="To">Begun then or before.</param>
/// <param name="Before">Id of an event; those that began before it.</param>
internal sealed record EventFilter(
    string? Camera, string? Kind, string? Zone, string? Profile, DateTimeOffset? From, DateTimeOffset? To, string? Before)
{
    /// <summary>Whether an event is wanted.</summary>
    public bool Takes(EventMessage message) =>
        (Camera is null || message.Camera == Camera)
        && (Kind is null || message.Reasons.Any(reason => reason.Kind == Kind))
        && (Zone is null || message.Zones.Contains(Zone))
        && (Profile is null || message.Profile == Profile)
        && (Before is null || string.CompareOrdinal(message.EventId, Before) < 0);
}

/// <summary>Some of the events that are kept.</summary>
/// <param name="Events">The newest first.</param>
/// <param name="HasMore">Whether there are older ones.</param>
internal sealed record EventList(IReadOnlyList<EventMessage> Events, bool HasMore);

/// <summary>An event's score over its time.</summary>
/// <param name="Course">The score, and what it would have taken for the event not to be told.</param>
/// <param name="Others">What that would have cost; null where nothing would have done.</param>
internal sealed record CourseMessage(EventCourse Course, OtherEvents? Others);

/// <summary>What the threshold that keeps an event back would have done to other events by the same threshold.</summary>
/// <param name="Days">Days that were looked back.</param>
/// <param name="Count">Other events of which that is known.</param>
/// <param name="Silent">Those that it would have kept back too.</param>
/// <param name="Right">Those of them that somebody has called right.</param>
internal sealed record OtherEvents(int Days, int Count, int Silent, int Right);

/// <summary>Somebody's word on an event.</summary>
/// <param name="Verdict">A name of <see cref="Verdicts"/>; null where nobody has said anything.</param>
/// <param name="LeavesView">Whether undo does not bring back the view that was usual before; nothing is sent where it does.</param>
internal sealed record VerdictMessage(
    string? Verdict, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool LeavesView = false);
