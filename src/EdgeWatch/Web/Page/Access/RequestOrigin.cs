using Microsoft.AspNetCore.Http;

namespace EdgeWatch.Web.Page.Access;

/// <summary>
/// Whether a request comes from the node's own page or from another one in the same browser, which brings its cookies and its address along
/// (CSRF). Browsers say it themselves, in <c>Sec-Fetch-Site</c> or, without HTTPS, in <c>Origin</c>; what is changed needs a header besides
/// that no other page can send without having been allowed to, and nobody is.
/// </summary>
internal static class RequestOrigin
{
    /// <summary>The header that the page sends with what changes something; its value does not matter.</summary>
    public const string PageHeader = "X-EdgeWatch";

    /// <summary>Whether something may be read by whoever sent this: the page itself, or somebody who typed the address.</summary>
    public static bool MayRead(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";

    /// <summary>Whether something may be changed by it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isFromTrustedProxy">Whether what the proxy says of the address in the browser may be believed.</param>
    public static bool MayChange(HttpRequest request, bool isFromTrustedProxy)
    {
        if (!request.Headers.ContainsKey(PageHeader))
        {
            return false;
        }

        string site = request.Headers["Sec-Fetch-Site"].ToString();
        return site.Length > 0 ? site is "same-origin" : IsOwn(request, isFromTrustedProxy);
    }

    /// <summary>Whether the page's address is the one that was asked. A program that is no browser names none.</summary>
    private static bool IsOwn(HttpRequest request, bool isFromTrustedProxy)
    {
        string origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? page)
                && (IsAt(page, request.Host.Value) || (isFromTrustedProxy && IsAt(page, request.Headers["X-Forwarded-Host"]))));
    }

    private static bool IsAt(Uri page, string? host) => string.Equals(page.Authority, host, StringComparison.OrdinalIgnoreCase);
}
