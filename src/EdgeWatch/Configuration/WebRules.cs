using System.Text;

namespace EdgeWatch.Configuration;

/// <summary>What must hold for <see cref="WebOptions"/>.</summary>
internal static class WebRules
{
    /// <summary>Bytes of the path of a Unix socket on Linux (<c>sun_path</c>, with the zero at its end).</summary>
    private const int MaxSocketPathBytes = 107;

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
    }
}
