using System.Globalization;
using System.Net;

namespace EdgeWatch.Configuration;

/// <summary>
/// The HTTP server of the node: a page for people, metrics for Prometheus and answers for health checks. Off unless there is this section.
/// </summary>
[TakesEffect(Effect.AtOnce)]
public sealed class WebOptions
{
    /// <summary>Default of <see cref="Listen"/>: this machine alone, at the port that OpenTelemetry has taken for Prometheus.</summary>
    public const string DefaultListen = "127.0.0.1:9464";

    /// <summary>Default of <see cref="UserHeader"/>.</summary>
    public const string DefaultUserHeader = "X-Remote-User-Id";

    /// <summary>In <see cref="TrustedProxies"/>: whoever comes by the Unix socket.</summary>
    public const string UnixProxy = "unix";

    /// <summary>
    /// Where it listens: an address with a port (<c>[::1]:9464</c>; <c>0.0.0.0:9464</c> for everybody who can reach this machine), or the
    /// path of a Unix socket. Whoever reaches it may read metrics and health; the page asks for <see cref="TokenFile"/>.
    /// <value>Default 127.0.0.1:9464.</value>
    /// </summary>
    [Holds(TextContent.Public)]
    public string Listen { get; set; } = DefaultListen;

    /// <summary>
    /// Names by which others ask this node besides its addresses, <c>localhost</c>, the machine's name and that name with <c>.local</c>:
    /// <c>[cams.example.org]</c>. Requests to other names are refused, since a page in a browser may have its own name point here.
    /// <value>Default: none.</value>
    /// </summary>
    [Holds(TextContent.Public)]
    public IList<string> Hosts { get; set; } = [];

    /// <summary>Whether there is a page for people, with the cameras and their events. <value>Default true.</value></summary>
    public bool Page { get; set; } = true;

    /// <summary>
    /// A file whose first line opens the page; read at each visit, so that another token holds at once and ends all sessions. Without it
    /// the page is for this machine alone: requests from another address, or those that a proxy has passed on, are refused.
    /// <value>Default: none.</value>
    /// </summary>
    [Holds(TextContent.PasswordFile)]
    public string TokenFile { get; set; } = "";

    /// <summary>
    /// Reverse proxies that have asked for a password already: their addresses or networks (<c>172.30.32.2</c>, <c>10.0.0.0/8</c>), or
    /// <c>unix</c> for whoever comes by the Unix socket. Their requests need no token if they name a user in <see cref="UserHeader"/>.
    /// <value>Default: none.</value>
    /// </summary>
    [Holds(TextContent.Public)]
    public IList<string> TrustedProxies { get; set; } = [];

    /// <summary>
    /// The header in which a trusted proxy names who asks; it must remove one that comes from outside.
    /// <value>Default X-Remote-User-Id, which Home Assistant's ingress sets; others set Remote-User or X-Forwarded-User.</value>
    /// </summary>
    [Holds(TextContent.Public)]
    public string UserHeader { get; set; } = DefaultUserHeader;

    /// <summary>Address and port of <see cref="Listen"/>; null when it is none.</summary>
    public IPEndPoint? EndPoint => Listen.StartsWith("localhost:", StringComparison.Ordinal)
        ? PointOf($"127.0.0.1{Listen["localhost".Length..]}")
        : PointOf(Listen);

    /// <summary>Path of the Unix socket of <see cref="Listen"/>; null when it is none.</summary>
    public string? SocketPath => Listen.StartsWith('/') ? Listen : null;

    /// <summary>The network of an item of <see cref="TrustedProxies"/>, of one address where it is one; null when it is none.</summary>
    internal static IPNetwork? NetworkOf(string text) =>
        IPNetwork.TryParse(text, out IPNetwork network) ? network
        : IPAddress.TryParse(text, out IPAddress? address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;

    /// <summary>Only what is written out whole: "9464" would be the address 0.0.36.248, and no port any port.</summary>
    private static IPEndPoint? PointOf(string text) =>
        IPEndPoint.TryParse(text, out IPEndPoint? point) && point.Port > 0
            && text.EndsWith(string.Create(CultureInfo.InvariantCulture, $":{point.Port}"), StringComparison.Ordinal)
            && (text[0] == '[' || text.Count(c => c == '.') == 3)
            ? point
            : null;
}
