using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace EdgeWatch.TestKit.Capture;

/// <summary>
/// Stands between a viewer and an RTSP server, and loses packets of video, as a bad radio link does: on the camera's side where the video
/// goes over TCP, on its way where it goes over UDP. Packets are taken out whole, so that the viewer sees gaps in their numbers. Requests
/// and answers stay as they are, but for the ports to which the viewer wants to have UDP sent: they become the relay's.
/// </summary>
public sealed partial class LossyRelay : IAsyncDisposable
{
    private const byte PacketMark = (byte)'$';
    private const int PacketHeader = 4;
    private const string LengthHeader = "Content-Length:";

    private readonly LoopbackService _service;
    private readonly int _serverPort;
    private double _lostPart;
    private long _lost;

    /// <summary>Starts to listen.</summary>
    /// <param name="server">Where the stream comes from.</param>
    public LossyRelay(RtspServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        _serverPort = server.Port;
        _service = new LoopbackService(ServeAsync);
        _service.Start();
    }

    /// <summary>Where the stream is to be had.</summary>
    public string Url => $"rtsp://{_service.Address}/cam";

    /// <summary>Packets lost so far.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Loses packets from now on.</summary>
    /// <param name="part">Part of them, 0–1; none is lost before the first call.</param>
    public void Lose(double part) => Volatile.Write(ref _lostPart, part);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private async Task ServeAsync(TcpClient viewer)
    {
        using TcpClient client = viewer;
        using TcpClient server = new();
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, _service.Stopping);
            Task up = PassUpAsync(client.GetStream(), server.GetStream());
            Task down = PassDownAsync(server.GetStream(), client.GetStream());
            await Task.WhenAny(up, down);
            client.Close();
            server.Close();
            await Task.WhenAll(up, down);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // One of the two has left, or the test is over.
        }
    }

    /// <summary>A request is short and comes whole, on this machine.</summary>
    private async Task PassUpAsync(NetworkStream viewer, NetworkStream server)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(_service.Stopping);
        List<Task> passing = [];
        byte[] buffer = new byte[ushort.MaxValue];
        try
        {
            while (await viewer.ReadAsync(buffer, _service.Stopping) is > 0 and int length)
            {
                string request = Encoding.Latin1.GetString(buffer, 0, length);
                string passed = ClientPorts().Replace(request, ports =>
                    $"client_port={TakeOver(ports.Groups["video"], canLose: true)}-{TakeOver(ports.Groups["control"], canLose: false)}");
                await server.WriteAsync(Encoding.Latin1.GetBytes(passed), _service.Stopping);
            }
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(passing);
        }

        int TakeOver(Group port, bool canLose)
        {
            UdpClient socket = new(new IPEndPoint(IPAddress.Loopback, 0));
            passing.Add(PassDatagramsAsync(socket, int.Parse(port.Value, CultureInfo.InvariantCulture), canLose, over.Token));
            return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
        }
    }

    private async Task PassDatagramsAsync(UdpClient socket, int viewerPort, bool canLose, CancellationToken over)
    {
        using UdpClient from = socket;
        IPEndPoint viewer = new(IPAddress.Loopback, viewerPort);
        Random random = new(1);
        try
        {
            while (true)
            {
                UdpReceiveResult packet = await from.ReceiveAsync(over);
                if (!canLose || !IsLost(random))
                {
                    await from.SendAsync(packet.Buffer, viewer, over);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The viewer has left.
        }
    }

    private bool IsLost(Random random)
    {
        bool isLost = random.NextDouble() < Volatile.Read(ref _lostPart);
        Interlocked.Add(ref _lost, isLost ? 1 : 0);
        return isLost;
    }

    private async Task PassDownAsync(NetworkStream server, NetworkStream viewer)
    {
        await using BufferedStream from = new(server);
        Random random = new(1);
        byte[] packet = new byte[PacketHeader + ushort.MaxValue];
        while (true)
        {
            await from.ReadExactlyAsync(packet.AsMemory(0, 1), _service.Stopping);
            if (packet[0] != PacketMark)
            {
                await viewer.WriteAsync(await ReadAnswerAsync(from, packet[0]), _service.Stopping);
                continue;
            }

            await from.ReadExactlyAsync(packet.AsMemory(1, PacketHeader - 1), _service.Stopping);
            int length = (packet[2] << 8) + packet[3];
            await from.ReadExactlyAsync(packet.AsMemory(PacketHeader, length), _service.Stopping);
            bool isVideo = packet[1] % 2 == 0;
            if (!isVideo || !IsLost(random))
            {
                await viewer.WriteAsync(packet.AsMemory(0, PacketHeader + length), _service.Stopping);
            }
        }
    }

    private async Task<byte[]> ReadAnswerAsync(BufferedStream from, byte first)
    {
        List<byte> answer = [first];
        byte[] one = new byte[1];
        while (!Encoding.ASCII.GetString([.. answer.TakeLast(4)]).EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await from.ReadExactlyAsync(one, _service.Stopping);
            answer.Add(one[0]);
        }

        string? length = Encoding.ASCII.GetString([.. answer]).Split("\r\n")
            .FirstOrDefault(line => line.StartsWith(LengthHeader, StringComparison.OrdinalIgnoreCase));
        byte[] body = new byte[length is null ? 0 : int.Parse(length[LengthHeader.Length..], CultureInfo.InvariantCulture)];
        await from.ReadExactlyAsync(body, _service.Stopping);
        return [.. answer, .. body];
    }

    [GeneratedRegex("client_port=(?<video>[0-9]+)-(?<control>[0-9]+)")]
    private static partial Regex ClientPorts();
}
