using System.Net;
using System.Net.Sockets;

namespace EdgeWatch.TestKit;

/// <summary>Ports of this machine for servers that tests start.</summary>
public static class LocalPort
{
    /// <summary>A loopback port that nobody listens at.</summary>
    public static int Free()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
