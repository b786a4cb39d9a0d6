using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EdgeWatch.TestKit.Mqtt;

/// <summary>What a <see cref="LinkBreaker"/> does with a CONNECT packet of MQTT 5.</summary>
public enum Mqtt5Answer
{
    /// <summary>The broker gets it.</summary>
    Relayed,

    /// <summary>It is refused, as MQTT 3.1.1 has it.</summary>
    Refused,

    /// <summary>The connection is closed.</summary>
    Closed,

    /// <summary>Nothing happens.</summary>
    Ignored,
}

/// <summary>
/// A TCP relay between client and broker that can cut the link, freeze it or swallow what goes over it so that neither side notices,
/// slow it down, and refuse what a broker may refuse.
/// </summary>
public sealed class LinkBreaker : IAsyncDisposable
{
    /// <summary>An MQTT 3.1.1 CONNACK: unacceptable protocol version.</summary>
    private static readonly byte[] UnacceptableVersion = [0x20, 2, 0, 1];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    // Value: whether it leads to a client.
    private readonly ConcurrentDictionary<Socket, bool> _sockets = new();
    private readonly ConcurrentDictionary<Socket, bool> _dead = new();
    private readonly int _targetPort;
    private readonly Task _accepting;
    private int _accepted;
    private volatile bool _isCut;
    private volatile bool _swallows;
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

    /// <summary>What happens to CONNECT packets of MQTT 5: brokers of before it differ in that.</summary>
    public Mqtt5Answer OnMqtt5 { get; init; }

    /// <summary>Behaves like a broker that is full: answers messages of QoS 1 with "quota exceeded" and does not pass them on.</summary>
    public bool IsFull { get; set; }

    /// <summary>Bytes a second towards the broker; 0 for no limit.</summary>
    public int BytesPerSecond { get; set; }

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

    /// <summary>Loses everything that goes over the connections of this moment, which stay open: a link that died without a FIN.</summary>
    public void Swallow() => _swallows = true;

    /// <summary>New connections are relayed again; those of before stay dead.</summary>
    public void StopSwallowing()
    {
        foreach (Socket socket in _sockets.Keys)
        {
            _dead[socket] = true;
        }

        _swallows = false;
    }

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
                    await Task.WhenAny(PumpPacketsAsync(client, broker), PumpAsync(broker, client));
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

    /// <summary>Towards the client: bytes as they come.</summary>
    private async Task PumpAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[65536];
        try
        {
            while (await from.ReceiveAsync(buffer) is int count and > 0)
            {
                await RelayAsync(buffer.AsMemory(0, count), from, to);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One side has gone; the other follows.
        }
    }

    /// <summary>Towards the broker: packet by packet, since some may be refused.</summary>
    private async Task PumpPacketsAsync(Socket client, Socket broker)
    {
        PacketReader packets = new(client);
        try
        {
            while (await packets.ReadAsync() is { } packet)
            {
                if (OnMqtt5 != Mqtt5Answer.Relayed && IsMqtt5Connect(packet))
                {
                    await RejectAsync(client);
                    return;
                }

                if (IsFull && IsQos1Publish(packet))
                {
                    await client.SendAsync(QuotaExceeded(packet));
                    continue;
                }

                await ThrottleAsync(packet.Length);
                await RelayAsync(packet, client, broker);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One side has gone; the other follows.
        }
    }

    private async Task RejectAsync(Socket client)
    {
        if (OnMqtt5 == Mqtt5Answer.Refused)
        {
            await client.SendAsync(UnacceptableVersion);
        }
        else if (OnMqtt5 == Mqtt5Answer.Ignored)
        {
            await client.ReceiveAsync(new byte[1]);
        }
    }

    private async Task RelayAsync(ReadOnlyMemory<byte> bytes, Socket from, Socket to)
    {
        if (_frozen is { } frozen)
        {
            await frozen.Task;
        }

        if (!_swallows && !_dead.ContainsKey(from) && !_dead.ContainsKey(to))
        {
            await to.SendAsync(bytes);
        }
    }

    private Task ThrottleAsync(int bytes) => BytesPerSecond == 0
        ? Task.CompletedTask
        : Task.Delay(TimeSpan.FromSeconds((double)bytes / BytesPerSecond), TimeProvider.System, CancellationToken.None);

    // The version stands after "MQTT" with its length.
    private static bool IsMqtt5Connect(byte[] packet) => packet[0] == 0x10 && packet[AfterLength(packet) + 6] == 5;

    private static bool IsQos1Publish(byte[] packet) => (packet[0] & 0xF6) == 0x32;

    /// <summary>A PUBACK with the message's id, which comes after the topic, and the reason 0x97.</summary>
    private static byte[] QuotaExceeded(byte[] publish)
    {
        int topic = AfterLength(publish);
        int id = topic + 2 + (publish[topic] << 8) + publish[topic + 1];
        return [0x40, 3, publish[id], publish[id + 1], 0x97];
    }

    private static int AfterLength(byte[] packet) => Array.FindIndex(packet, 1, part => part < 0x80) + 1;
}
