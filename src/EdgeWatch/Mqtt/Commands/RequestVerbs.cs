using System.Text.Json.Nodes;

namespace EdgeWatch.Mqtt.Commands;

/// <summary>The verbs of requests.</summary>
/// <param name="node">What they are about.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestVerbs(INodeControl node, TimeProvider time)
{
    /// <summary>The longest suspension: who wants more switches the camera off.</summary>
    public static readonly TimeSpan LongestSuspension = TimeSpan.FromDays(1);

    /// <summary>Events of one answer at most: some 1.5 kB each.</summary>
    public const int MostEvents = 100;

    /// <summary>Stands for the id of a camera's latest event.</summary>
    private const string Last = "last";

    private const int UsualEvents = 20;

    /// <summary>All verbs.</summary>
    public const string Names = "ping, snapshot, relearn, suspend, profile, config/check, events, feedback";

    /// <summary>Does a request.</summary>
    /// <returns>The data of the answer; null when there is nothing to say but ok.</returns>
    /// <exception cref="RequestRefusedException">It cannot be done.</exception>
    public async ValueTask<JsonObject?> DoAsync(string verb, RequestData data, CancellationToken stopping) => verb switch
    {
        "ping" => node.Describe(),
        "snapshot" => await TakePictureAsync(OneCamera(data), stopping),
        "relearn" => await RelearnAsync(OneCamera(data), data.Flag("forget_feedback")),
        "suspend" => await SuspendAsync(data),
        "profile" => await ProfileAsync(data, stopping),
        "config/check" => node.CheckConfiguration(data.Text("yaml")),
        "events" => FindEvents(data),
        "feedback" => await GiveFeedbackAsync(data),
        _ => throw new RequestRefusedException($"there is no such verb; there are: {Names}"),
    };

    /// <summary>Takes somebody's word on an event.</summary>
    /// <exception cref="RequestRefusedException">The verdict is missing, or the event cannot be judged so.</exception>
    public static async ValueTask<JsonObject?> JudgeAsync(ICameraControl camera, RequestData data, string? eventId = null)
    {
        string? said = data.Text("verdict");
        Verdict verdict = Verdicts.Parse(said) ?? throw new RequestRefusedException($"verdict must be {Verdicts.Names}");
        eventId ??= data.Text("event_id") ?? throw new RequestRefusedException($"event_id is needed: the id of an event, or {Last}");
        JsonObject answer = (await camera.JudgeAsync(eventId is Last ? null : eventId, verdict)).ToJson();
        answer["verdict"] = said;
        return answer;
    }

    /// <summary>Takes somebody's word on an event of whichever camera it is of; without an event, lists what was said.</summary>
    private async ValueTask<JsonObject?> GiveFeedbackAsync(RequestData data)
    {
        if (data.Text("event_id") is { } id)
        {
            (ICameraControl camera, string eventId) = id is Last ? (OneCamera(data), Last) : await FindAsync(id);
            return await JudgeAsync(camera, data, eventId);
        }

        JsonArray judgements = [];
        foreach (ICameraControl camera in data.Text("camera") is null ? node.Cameras : [OneCamera(data)])
        {
            foreach (Judgement judgement in await camera.ListJudgementsAsync())
            {
                judgements.Add((JsonNode)judgement.ToJson());
            }
        }

        return new JsonObject { ["judgements"] = judgements };
    }

    private async ValueTask<(ICameraControl Camera, string EventId)> FindAsync(string id)
    {
        if (node.FindEvent(id) is { } found)
        {
            ICameraControl? of = node.Cameras.FirstOrDefault(camera => camera.Id == found.Camera);
            return of is not null ? (of, found.EventId)
                : throw new RequestRefusedException($"this event is of the camera {found.Camera}, which is not in the config any more");
        }

        // What was said outlives the event.
        foreach (ICameraControl camera in node.Cameras)
        {
            if ((await camera.ListJudgementsAsync()).Any(judgement => judgement.EventId == id))
            {
                return (camera, id);
            }
        }

        throw new RequestRefusedException(
            $"there is no event {id}, or it is so old that it is not kept any more; edgewatch events list has those that are");
    }

    private static async Task<JsonObject> TakePictureAsync(ICameraControl camera, CancellationToken stopping)
    {
        CameraPicture picture = await camera.TakePictureAsync(stopping);
        return new JsonObject
        {
            ["camera"] = camera.Id,
            ["captured_at"] = Messages.UtcMillisecondsConverter.Format(picture.CapturedAt),
            ["width"] = picture.Size.Width,
            ["height"] = picture.Size.Height,
            ["jpeg"] = Convert.ToBase64String(picture.Jpeg),
        };
    }

    private static async ValueTask<JsonObject> RelearnAsync(ICameraControl camera, bool forgetsFeedback)
    {
        await camera.RelearnAsync(forgetsFeedback);
        return new JsonObject { ["camera"] = camera.Id };
    }

    private async ValueTask<JsonObject> SuspendAsync(RequestData data)
    {
        TimeSpan length = TimeSpan.FromMinutes(data.Number("minutes", 0, LongestSuspension.TotalMinutes)
            ?? throw new RequestRefusedException($"minutes is needed, 0–{LongestSuspension.TotalMinutes}; 0 ends a suspension"));
        IReadOnlyList<ICameraControl> cameras = data.Text("camera") is null ? node.Cameras : [OneCamera(data)];
        foreach (ICameraControl camera in cameras)
        {
            await camera.SuspendAsync(length);
        }

        return new JsonObject
        {
            ["cameras"] = new JsonArray([.. cameras.Select(camera => JsonValue.Create(camera.Id))]),
            ["until"] = length == TimeSpan.Zero ? null : Messages.UtcMillisecondsConverter.Format(time.GetUtcNow() + length),
        };
    }

    /// <summary>Sets the profile, if one is named, and says which is in force.</summary>
    private async ValueTask<JsonObject> ProfileAsync(RequestData data, CancellationToken stopping)
    {
        if (data.Text("profile") is { } name)
        {
            await node.SetProfileAsync(name, stopping);
        }

        return node.DescribeProfile();
    }

    private JsonObject FindEvents(RequestData data)
    {
        DateTimeOffset to = data.Time("to") ?? time.GetUtcNow();
        DateTimeOffset from = data.Time("from") ?? DateTimeOffset.UnixEpoch;
        int limit = (int)(data.Number("limit", 1, MostEvents) ?? UsualEvents);
        return from <= to
            ? new JsonObject { ["events"] = node.FindEvents(from, to, limit) }
            : throw new RequestRefusedException("from is later than to");
    }

    /// <summary>The camera that a request names; the only one where there is one.</summary>
    private ICameraControl OneCamera(RequestData data)
    {
        string? id = data.Text("camera");
        return node.Cameras.FirstOrDefault(camera => camera.Id == id || (id is null && node.Cameras.Count == 1))
            ?? throw new RequestRefusedException($"camera must be one of: {string.Join(", ", node.Cameras.Select(camera => camera.Id))}");
    }
}
