using System.Net;
using Microsoft.AspNetCore.Http;

namespace EdgeWatch.Web;

/// <summary>
/// Whom a request may be addressed to. A page in somebody's browser can have its own name point to this node (DNS rebinding) and read what
/// the node answers; the browser then names that page's host. An address cannot be made to point elsewhere, so all of them are good.
/// </summary>
/// <param name="configured">More names of this node.</param>
/// <param name="machine">The machine's own name.</param>
internal sealed class HostNames(IEnumerable<string> configured, string machine)
{
    private readonly HashSet<string> _names =
        new([.. configured, "localhost", machine, $"{machine}.local"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is one of this node. Who names none is no browser.</summary>
    public bool Holds(HostString host) =>
        !host.HasValue || IPAddress.TryParse(host.Host, out _) || _names.Contains(host.Host.TrimEnd('.'));

    /// <summary>Refuses requests to other hosts.</summary>
    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (Holds(context.Request.Host))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(
            "This node is not known by the name in the address. web.hosts in its config lists names for it; addresses always work.\n",
            context.RequestAborted);
    }
}
