using System.Net;
using System.Security.Cryptography;
using System.Text;
using EdgeWatch.Configuration;
using Microsoft.AspNetCore.Http;

namespace EdgeWatch.Web.Page.Access;

/// <summary>Whether somebody may see the page.</summary>
internal enum Admission
{
    /// <summary>Yes.</summary>
    Granted,

    /// <summary>When the token has been said.</summary>
    TokenNeeded,

    /// <summary>Not now: too much was said that is not the token.</summary>
    TriedTooOften,

    /// <summary>No: there is no token, and they are not at this machine.</summary>
    ForThisMachineAlone,

    /// <summary>Nobody: the token cannot be read.</summary>
    TokenUnreadable,
}

/// <summary>Decides who may see the page: see <see cref="WebOptions.TokenFile"/> and <see cref="WebOptions.TrustedProxies"/>.</summary>
/// <param name="options">The config.</param>
/// <param name="node">Name of the node: cookies are not told apart by port, so that those of two nodes of a machine need two names.</param>
internal sealed class Doorkeeper(WebOptions options, string node)
{
    /// <summary>What proxies add to what they pass on.</summary>
    private static readonly string[] OfProxies = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    private static readonly byte[] Purpose = "EdgeWatch session"u8.ToArray();

    private readonly IPNetwork[] _proxies = [.. options.TrustedProxies.Select(WebOptions.NetworkOf).OfType<IPNetwork>()];

    /// <summary>Name of the cookie.</summary>
    public string CookieName => $"edgewatch-{node}";

    /// <summary>Whether who asks may see the page.</summary>
    /// <param name="request">What they ask.</param>
    /// <param name="mayTry">
    /// Whether what they say may be the token; else it is not even compared. Who comes with a cookie is asked for the token then, since a
    /// person does.
    /// </param>
    public Admission Admit(HttpRequest request, bool mayTry = true)
    {
        if (IsFromTrustedProxy(request.HttpContext) && !string.IsNullOrEmpty(request.Headers[options.UserHeader]))
        {
            return Admission.Granted;
        }

        if (options.TokenFile.Length == 0)
        {
            return IsAtThisMachine(request) ? Admission.Granted : Admission.ForThisMachineAlone;
        }

        return ReadToken() is not { } token ? Admission.TokenUnreadable
            : !mayTry ? BearerOf(request) is null ? Admission.TokenNeeded : Admission.TriedTooOften
            : request.Cookies[CookieName] is { } session && AreSame(session, SessionOf(token)) ? Admission.Granted
            : BearerOf(request) is { } said && AreSame(said, token) ? Admission.Granted
            : Admission.TokenNeeded;
    }

    /// <summary>Whether who asks says that they know the token, rightly or not.</summary>
    public bool SaysToken(HttpRequest request) => request.Cookies.ContainsKey(CookieName) || BearerOf(request) is not null;

    /// <summary>The session of who knows the token; null when what was said is not it.</summary>
    public string? SessionFor(string said) => ReadToken() is { } token && AreSame(said.Trim(), token) ? SessionOf(token) : null;

    /// <summary>Whether it comes from a proxy of the config.</summary>
    public bool IsFromTrustedProxy(HttpContext context) => context.Connection.RemoteIpAddress is { } address
        ? _proxies.Any(network => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address))
        : options.TrustedProxies.Contains(WebOptions.UnixProxy);

    /// <summary>By the Unix socket or a loopback address, and not passed on by a proxy, behind which anybody may be.</summary>
    private static bool IsAtThisMachine(HttpRequest request) =>
        request.HttpContext.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address)
            ? !OfProxies.Any(request.Headers.ContainsKey)
            : false;

    private string? ReadToken()
    {
        try
        {
            return File.ReadLines(options.TokenFile).FirstOrDefault()?.Trim() is { Length: > 0 } token ? token : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? BearerOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token] ? token.Trim() : null;

    /// <summary>It tells nothing about the token, and is another one as soon as that is.</summary>
    private static string SessionOf(string token) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), Purpose));

    /// <summary>Takes as long for a text that is nearly right as for one that is not.</summary>
    private static bool AreSame(string said, string right) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(said)), SHA256.HashData(Encoding.UTF8.GetBytes(right)));
}
