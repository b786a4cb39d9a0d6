using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeWatch.Web;

/// <summary>
/// <c>/healthz</c>: whether every loop makes progress, as the watchdog sees it; <c>/readyz</c>: whether all that is needed is there and the
/// daemon is not stopping. Cameras and broker may be away. 200 for yes, 503 for no, with a line in words.
/// </summary>
/// <param name="stuck">What makes no progress; nothing when all is well.</param>
/// <param name="unready">Why it is not ready; null when it is.</param>
internal sealed class HealthChecks(Func<IReadOnlyList<string>> stuck, Func<string?> unready) : IWebPart
{
    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", context => AnswerAsync(context, Unhealthy()));
        routes.MapGet("/readyz", context => AnswerAsync(context, unready()));
    }

    private string? Unhealthy() => stuck() is { Count: > 0 } stages ? $"stuck: {string.Join(", ", stages)}" : null;

    private static Task AnswerAsync(HttpContext context, string? fault)
    {
        context.Response.StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync($"{fault ?? "ok"}\n", context.RequestAborted);
    }
}
