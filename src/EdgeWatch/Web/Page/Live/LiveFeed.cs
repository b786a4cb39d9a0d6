using EdgeWatch.Cameras;
using EdgeWatch.Core.Languages;
using EdgeWatch.Evidence;
using EdgeWatch.Profiles;
using EdgeWatch.Web.Page.Access;
using EdgeWatch.Web.Page.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EdgeWatch.Web.Page.Live;

/// <summary>
/// <c>api/live?language=de&amp;pictures=ID,ID&amp;attention=1</c>: what goes on, as server-sent events: <c>state</c> and
/// <c>events</c> when they change, <c>scores</c> once a second, and <c>picture</c> of the cameras that are asked for, five a second each
/// at most; with where the network looks, if that is asked for.
/// </summary>
/// <param name="cameras">The cameras of the moment.</param>
/// <param name="pictures">Knows when the list of events changes.</param>
/// <param name="problems">What is wrong with the node, in words.</param>
/// <param name="profiles">Which profile is in force.</param>
/// <param name="guard">Lets in.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveFeed(
    IReadOnlyList<Camera> cameras,
    EventPictures pictures,
    Func<Language, IReadOnlyList<string>> problems,
    ProfileChoice profiles,
    PageGuard guard,
    TimeProvider time)
    : IWebPart
{
    /// <summary>People who look at the same time: each takes a connection for as long as they do.</summary>
    private const int MostViewers = 16;

    private int _viewers;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/live", guard.Reading(FollowAsync));

    /// <summary>How the node is now.</summary>
    private StateMessage StateIn(Language language) => new(
        [.. cameras.Select(camera => CameraStateMessage.Of(camera, language))], problems(language), ProfileMessage.Of(profiles));

    private async Task FollowAsync(HttpContext context)
    {
        try
        {
            if (Interlocked.Increment(ref _viewers) > MostViewers)
            {
                await PageAnswer.RefuseAsync(
                    context, StatusCodes.Status503ServiceUnavailable, $"{MostViewers} people look already, which is the most");
                return;
            }

            // The server does not wait for those who look when it stops.
            CancellationToken stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            PageAnswer.Protect(context.Response);
            context.Response.ContentType = "text/event-stream";

            // Asks nginx to pass on what comes as it comes.
            context.Response.Headers["X-Accel-Buffering"] = "no";
            string[] wanted = context.Request.Query["pictures"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
            Language language = PageLanguage.Of(context);
            bool withAttention = context.Request.Query["attention"] == "1";
            using LiveStream stream = new(
                cameras,
                wanted,
                withAttention,
                () => StateIn(language),
                () => pictures.Revision,
                () => guard.StillAdmits(context),
                context.Response.BodyWriter);
            await stream.RunAsync(time, ending.Token);
        }
        catch (OperationCanceledException)
        {
            // Who looked has left, or the server stops.
        }
        finally
        {
            Interlocked.Decrement(ref _viewers);
        }
    }
}
