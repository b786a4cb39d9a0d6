using System.Net;
using System.Net.Sockets;

namespace EdgeWatch.TestKit;

/// <summary>Ports of this machine for servers that tests start.</summary>
public static class LocalPort
{
    /// <summary>First of the ports given.</summary>
    public const int First = 10_000;

    /// <summary>
    /// End of the ports given: from here on Linux takes ports for outgoing connections (<c>ip_local_port_range</c>), so that one given
    /// would be gone before its server listens whenever another test happens to connect somewhere.
    /// </summary>
    public const int End = 32_768;

    private static int _given = Random.Shared.Next(End - First);

    /// <summary>A loopback port that nobody listens at, and that is given once only in this process.</summary>
    public static int Free()
    {
        for (int tried = First; tried < End; tried++)
        {
            int port = First + (int)((uint)Interlocked.Increment(ref _given) % (End - First));
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"no port from {First} to {End - 1} is free");
    }

    private static bool IsFree(int port)
    {
        using TcpListener listener = new(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
