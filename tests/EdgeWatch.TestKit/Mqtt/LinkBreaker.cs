using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EdgeWatch.TestKit.Mqtt;

/// <summary>A TCP relay between client and broker that can cut the link, or freeze it so that neither side notices.</summary>
public sealed class LinkBreaker : IAsyncDisposable
{
    /// <summary>An MQTT 3.1.1 CONNACK: unacceptable protocol version.</summary>
    private static readonly byte[] UnacceptableVersion = [0x20, 2, 0, 1];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    // Value: whether it leads to a client.
    private readonly ConcurrentDictionary<Socket, bool> _sockets = new();
    private readonly int _targetPort;
    private readonly Task _accepting;
    private int _accepted;
    private volatile bool _isCut;
    private volatile TaskCompletionSource? _frozen;

    /// <summary>Starts relaying.</summary>
    public LinkBreaker(int targetPort)
    {
        _targetPort = targetPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that clients have tried so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Behaves like a broker of before MQTT 5: refuses CONNECT packets of that version.</summary>
    public bool RefusesMqtt5 { get; init; }

    /// <summary>Breaks all connections and lets no new ones through.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (Socket socket in _sockets.Keys)
        {
            socket.Dispose();
        }
    }

    /// <summary>
    /// Sends an MQTT 5 DISCONNECT with a reason to all clients and cuts the link: what newer brokers do and the one at hand may not.
    /// </summary>
    public void DisconnectClients(byte reason)
    {
        byte[] packet = [0xE0, 1, reason];
        foreach (Socket client in _sockets.Where(entry => entry.Value).Select(entry => entry.Key))
        {
            client.Send(packet);
            client.Shutdown(SocketShutdown.Send);
        }
    }

    /// <summary>Lets new connections through again.</summary>
    public void Restore() => _isCut = false;

    /// <summary>Stops relaying; connections stay open.</summary>
    public void Freeze() => _frozen ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Relays again, what came meanwhile first.</summary>
    public void Thaw()
    {
        TaskCompletionSource? frozen = _frozen;
        _frozen = null;
        frozen?.TrySetResult();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Thaw();
        Cut();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Socket client = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                _ = RelayAsync(client);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using Socket broker = new(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            _sockets[client] = true;
            _sockets[broker] = false;
            try
            {
                if (!_isCut)
                {
                    await broker.ConnectAsync(IPAddress.Loopback, _targetPort);
                    await Task.WhenAny(PumpAsync(client, broker, RefusesMqtt5), PumpAsync(broker, client, refuse: false));
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The broker is away or the link was cut: the client's connection ends with this method.
            }

            _sockets.TryRemove(client, out _);
            _sockets.TryRemove(broker, out _);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool refuse)
    {
        byte[] buffer = new byte[65536];
        try
        {
            while (await from.ReceiveAsync(buffer) is int count and > 0)
            {
                if (_frozen is { } frozen)
                {
                    await frozen.Task;
                }

                if (refuse && IsMqtt5Connect(buffer))
                {
                    await from.SendAsync(UnacceptableVersion);
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One side has gone; the other follows.
        }
    }

    /// <summary>Fixed header, remaining length (one byte below 128), "MQTT" with its length, then the level.</summary>
    private static bool IsMqtt5Connect(byte[] packet)
    {
        int afterLength = Array.FindIndex(packet, 1, part => part < 0x80) + 1;
        return packet[0] == 0x10 && packet[afterLength + 6] == 5;
    }
}
