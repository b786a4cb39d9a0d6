using System.Buffers;
using System.Text;

namespace EdgeWatch.Configuration;

/// <summary>What must hold for <see cref="WebOptions"/>.</summary>
internal static class WebRules
{
    /// <summary>Bytes of the path of a Unix socket on Linux (<c>sun_path</c>, with the zero at its end).</summary>
    private const int MaxSocketPathBytes = 107;

    private static readonly SearchValues<char> HeaderCharacters =
        SearchValues.Create("-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static void Check(RuleSection section, WebOptions? web)
    {
        if (web is { EndPoint: null, SocketPath: null })
        {
            section.Add(
                "listen",
                "needs an address with a port, for example 127.0.0.1:9464, \"[::1]:9464\" or 0.0.0.0:9464, "
                + "or the path of a Unix socket, for example /run/edgewatch/web.sock");
        }
        else if (web?.SocketPath is { } path && Encoding.UTF8.GetByteCount(path) > MaxSocketPathBytes)
        {
            section.Add("listen", $"is longer than {MaxSocketPathBytes} bytes, the most that a Unix socket may have");
        }

        foreach ((int index, string host) in (web?.Hosts ?? []).Index())
        {
            if (Uri.CheckHostName(host) is not UriHostNameType.Dns)
            {
                section.Add($"hosts[{index}]", "is not a host name; it has neither https:// nor a port, and addresses need not be listed");
            }
        }

        CheckProxies(section, web?.TrustedProxies ?? []);
        if (web?.UserHeader is { } header && (header.Length == 0 || header.AsSpan().ContainsAnyExcept(HeaderCharacters)))
        {
            section.Add("user_header", $"is not the name of an HTTP header; for example {WebOptions.DefaultUserHeader}");
        }
    }

    private static void CheckProxies(RuleSection section, IList<string> proxies)
    {
        foreach ((int index, string proxy) in proxies.Index())
        {
            if (proxy != WebOptions.UnixProxy && WebOptions.NetworkOf(proxy) is null)
            {
                section.Add(
                    $"trusted_proxies[{index}]",
                    $"is neither an address (172.30.32.2), nor a network (10.0.0.0/8), nor {WebOptions.UnixProxy}");
            }
        }
    }
}
