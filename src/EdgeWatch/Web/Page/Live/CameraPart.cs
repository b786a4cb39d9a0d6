using EdgeWatch.Cameras;
using EdgeWatch.Cameras.Live;
using EdgeWatch.Mqtt.Commands;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Web.Page.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeWatch.Web.Page.Live;

/// <summary>
/// <c>api/cameras/ID/…</c>: the scores of the last minutes, and what can be set: the same as over MQTT, and with the same effect.
/// </summary>
internal sealed class CameraPart(IReadOnlyList<Camera> cameras, PageGuard guard) : IWebPart
{
    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/cameras/{id}/scores", guard.Reading(context => PageAnswer.WithCameraAsync(context, cameras, SendScoresAsync)));
        routes.MapPost(
            "/api/cameras/{id}/threshold", guard.Changing(context => PageAnswer.WithCameraAsync(context, cameras, SetThresholdAsync)));
    }

    private static Task SendScoresAsync(HttpContext context, Camera camera)
    {
        ScoreOfSecond[] seconds = camera.Live.Scores.ToArray();
        return PageAnswer.WriteAsync(
            context,
            new ScoreTraceMessage(
                [.. seconds.Select(second => second.UnixSecond)], [.. seconds.Select(second => WireNumber.Unit(second.Score))]),
            PageJson.Readable.ScoreTraceMessage);
    }

    private static async Task SetThresholdAsync(HttpContext context, Camera camera)
    {
        if (await PageAnswer.ReadAsync(context, PageJson.Readable.ThresholdRequest) is not { } request)
        {
            return;
        }

        ThresholdRange range = ThresholdRange.Of(camera.Control.Policy);
        if (request.Threshold is { } threshold && !range.Holds(threshold))
        {
            await PageAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, range.Words);
            return;
        }

        await camera.Control.SetThresholdAsync(request.Threshold);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}

/// <summary>Asks for another threshold.</summary>
/// <param name="Threshold">0–1; null: back to the config file's.</param>
internal sealed record ThresholdRequest(double? Threshold);
