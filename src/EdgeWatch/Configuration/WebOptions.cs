using System.Globalization;
using System.Net;

namespace EdgeWatch.Configuration;

/// <summary>The HTTP server of the node: metrics for Prometheus and answers for health checks. Off unless there is this section.</summary>
public sealed class WebOptions
{
    /// <summary>Default of <see cref="Listen"/>: this machine alone, at the port that OpenTelemetry has taken for Prometheus.</summary>
    public const string DefaultListen = "127.0.0.1:9464";

    /// <summary>
    /// Where it listens: an address with a port (<c>[::1]:9464</c>; <c>0.0.0.0:9464</c> for everybody who can reach this machine), or the
    /// path of a Unix socket. There is no password: whoever reaches it may read. <value>Default 127.0.0.1:9464.</value>
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

    /// <summary>Address and port of <see cref="Listen"/>; null when it is none.</summary>
    public IPEndPoint? EndPoint => Listen.StartsWith("localhost:", StringComparison.Ordinal)
        ? PointOf($"127.0.0.1{Listen["localhost".Length..]}")
        : PointOf(Listen);

    /// <summary>Path of the Unix socket of <see cref="Listen"/>; null when it is none.</summary>
    public string? SocketPath => Listen.StartsWith('/') ? Listen : null;

    /// <summary>Only what is written out whole: "9464" would be the address 0.0.36.248, and no port any port.</summary>
    private static IPEndPoint? PointOf(string text) =>
        IPEndPoint.TryParse(text, out IPEndPoint? point) && point.Port > 0
            && text.EndsWith(string.Create(CultureInfo.InvariantCulture, $":{point.Port}"), StringComparison.Ordinal)
            && (text[0] == '[' || text.Count(c => c == '.') == 3)
            ? point
            : null;
}
