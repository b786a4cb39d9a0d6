using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeWatch.Web.Page.Access;

/// <summary><c>api/session</c>: who says the token gets a cookie, and gives it back when done.</summary>
internal sealed class SessionPart(Doorkeeper doorkeeper, PageGuard guard) : IWebPart
{
    /// <summary>How long a browser keeps it.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromDays(90);

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/session", guard.Trying(BeginAsync));
        routes.MapDelete("/api/session", guard.Changing(EndAsync));
    }

    private async Task BeginAsync(HttpContext context)
    {
        if (await PageAnswer.ReadAsync(context, PageJson.Readable.SessionRequest) is not { } request)
        {
            return;
        }

        if (doorkeeper.SessionFor(request.Token ?? "") is not { } session)
        {
            await PageAnswer.RefuseAsync(context, StatusCodes.Status401Unauthorized, "this is not the token");
            return;
        }

        context.Response.Cookies.Append(doorkeeper.CookieName, session, CookieFor(context));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private Task EndAsync(HttpContext context)
    {
        context.Response.Cookies.Delete(doorkeeper.CookieName, CookieFor(context));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Without a path the browser takes the folder of this address, <c>…/api</c>: all that needs the cookie is there, under whatever path a
    /// proxy has the page.
    /// </summary>
    private static CookieOptions CookieFor(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        MaxAge = Age,
        Path = null,
        Secure = context.Request.IsHttps || context.Request.Headers["X-Forwarded-Proto"] == "https",
    };
}

/// <summary>Asks for a session.</summary>
/// <param name="Token">What the file of the config has in its first line.</param>
internal sealed record SessionRequest(string? Token);
