using EdgeWatch.Configuration;
using EdgeWatch.Digest;
using EdgeWatch.Web.Page.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeWatch.Web.Page.Events;

/// <summary>
/// <c>api/digest?day=2026-03-01</c>: a day on a page of its own, the one that <c>edgewatch digest</c> writes. Without a day it is
/// yesterday, by the clock of the config's <c>time_zone</c>.
/// </summary>
/// <param name="options">The config of the moment.</param>
/// <param name="guard">Lets in.</param>
/// <param name="time">The clock.</param>
internal sealed class DigestPart(Func<EdgeWatchOptions> options, PageGuard guard, TimeProvider time) : IWebPart
{
    /// <summary>It holds its pictures and its style itself, and has no script.</summary>
    private const string ContentPolicy =
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/digest", guard.Reading(SendAsync));

    private Task SendAsync(HttpContext context)
    {
        EdgeWatchOptions inForce = options();
        if (DayOf(context.Request.Query["day"].ToString(), inForce) is not { } day)
        {
            return PageAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, "day: 2026-03-01 would be one");
        }

        DayDigest digest = DayDigest.Collect(inForce, day, time);
        PageAnswer.Protect(context.Response);
        context.Response.Headers.ContentSecurityPolicy = ContentPolicy;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            DigestPage.Write(digest, inForce.Node, PageLanguage.Of(context)), context.RequestAborted);
    }

    private DateOnly? DayOf(string text, EdgeWatchOptions inForce) => text.Length == 0
        ? DayDigest.Yesterday(inForce, time)
        : DayDigest.Find(text);
}
