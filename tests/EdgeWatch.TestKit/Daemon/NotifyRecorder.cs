using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace EdgeWatch.TestKit.Daemon;

/// <summary>Plays systemd's end of NOTIFY_SOCKET and keeps every message.</summary>
public sealed class NotifyRecorder : IAsyncDisposable
{
    private const int MaxMessageBytes = 4096;

    private readonly ConcurrentQueue<string> _messages = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly Task _listening;

    /// <summary>Binds to a socket file.</summary>
    public NotifyRecorder(string path)
    {
        Path = path;
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        _listening = ListenAsync();
    }

    /// <summary>The socket file.</summary>
    public string Path { get; }

    /// <summary>All messages so far, in order.</summary>
    public IReadOnlyList<string> Messages => [.. _messages];

    /// <summary>How often a message came.</summary>
    public int Count(string message) => _messages.Count(received => received == message);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _listening;
        File.Delete(Path);
    }

    private async Task ListenAsync()
    {
        byte[] buffer = new byte[MaxMessageBytes];
        try
        {
            while (true)
            {
                int length = await _socket.ReceiveAsync(buffer);
                _messages.Enqueue(Encoding.UTF8.GetString(buffer, 0, length));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }
}
