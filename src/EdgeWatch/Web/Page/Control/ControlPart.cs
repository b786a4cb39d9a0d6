using EdgeWatch.Cameras;
using EdgeWatch.Mqtt.Commands;
using EdgeWatch.Web.Page.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeWatch.Web.Page.Control;

/// <summary>
/// <c>api/profile</c> and <c>api/cameras/ID/enabled</c>, <c>…/suspend</c>, <c>…/relearn</c>: what can be asked over MQTT, with the same
/// effect.
/// </summary>
/// <param name="cameras">The cameras of the moment.</param>
/// <param name="node">Sets the profile.</param>
/// <param name="guard">Lets in.</param>
internal sealed class ControlPart(IReadOnlyList<Camera> cameras, INodeControl node, PageGuard guard) : IWebPart
{
    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/profile", guard.Changing(SetProfileAsync));
        MapCamera(routes, "enabled", SetEnabledAsync);
        MapCamera(routes, "suspend", SuspendAsync);
        MapCamera(routes, "relearn", RelearnAsync);
    }

    private void MapCamera(IEndpointRouteBuilder routes, string verb, Func<HttpContext, Camera, Task> act) => routes.MapPost(
        $"/api/cameras/{{id}}/{verb}", guard.Changing(context => PageAnswer.WithCameraAsync(context, cameras, act)));

    private async Task SetProfileAsync(HttpContext context)
    {
        if (await PageAnswer.ReadAsync(context, PageJson.Readable.ProfileRequest) is { } request)
        {
            await DoAsync(context, () => node.SetProfileAsync(request.Profile ?? "", context.RequestAborted));
        }
    }

    private static async Task SetEnabledAsync(HttpContext context, Camera camera)
    {
        if (await PageAnswer.ReadAsync(context, PageJson.Readable.EnabledRequest) is { } request)
        {
            camera.Control.SetEnabled(request.Enabled);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    private static async Task SuspendAsync(HttpContext context, Camera camera)
    {
        if (await PageAnswer.ReadAsync(context, PageJson.Readable.SuspendRequest) is not { } request)
        {
            return;
        }

        if (request.Minutes >= 0 && request.Minutes <= RequestVerbs.LongestSuspension.TotalMinutes)
        {
            await DoAsync(context, () => camera.Control.SuspendAsync(TimeSpan.FromMinutes(request.Minutes)));
            return;
        }

        await PageAnswer.RefuseAsync(
            context, StatusCodes.Status400BadRequest, $"minutes must be 0–{RequestVerbs.LongestSuspension.TotalMinutes}; 0 ends it");
    }

    private static async Task RelearnAsync(HttpContext context, Camera camera)
    {
        if (await PageAnswer.ReadAsync(context, PageJson.Readable.RelearnRequest) is { } request)
        {
            await DoAsync(context, () => camera.Control.RelearnAsync(request.ForgetFeedback));
        }
    }

    private static async Task DoAsync(HttpContext context, Func<ValueTask> act)
    {
        try
        {
            await act();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (RequestRefusedException e)
        {
            await PageAnswer.RefuseAsync(context, StatusCodes.Status409Conflict, e.Message);
        }
    }
}

/// <summary>Asks for a profile.</summary>
/// <param name="Profile">Its name, or the word for what the schedule says.</param>
internal sealed record ProfileRequest(string? Profile);

/// <summary>Asks for a camera to be watched or not.</summary>
/// <param name="Enabled">Null: as the config says.</param>
internal sealed record EnabledRequest(bool? Enabled);

/// <summary>Asks for no events for a while.</summary>
/// <param name="Minutes">How long; 0 ends it.</param>
internal sealed record SuspendRequest(double Minutes);

/// <summary>Asks for what is normal to be learned anew.</summary>
/// <param name="ForgetFeedback">Whether what people have said of events is forgotten, too.</param>
internal sealed record RelearnRequest(bool ForgetFeedback);
