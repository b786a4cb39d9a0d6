using System.Net.Sockets;
using System.Text;

namespace EdgeWatch.IntegrationTests.Systemd;

/// <summary>Plays systemd's end of NOTIFY_SOCKET.</summary>
internal sealed class NotifySocket : IDisposable
{
    private const int MaxMessageBytes = 4096;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    /// <summary>Binds to a path, or to an abstract name when it starts with <c>@</c>.</summary>
    public NotifySocket(string name)
    {
        Name = name;
        _socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        _socket.Bind(new UnixDomainSocketEndPoint(name[0] == '@' ? '\0' + name[1..] : name));
    }

    public string Name { get; }

    public bool IsEmpty => _socket.Available == 0;

    public string Receive()
    {
        byte[] buffer = new byte[MaxMessageBytes];
        return Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer));
    }

    public void Dispose() => _socket.Dispose();
}
