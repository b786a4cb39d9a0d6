using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeWatch.TestKit.Capture;

/// <summary>
/// Stands between a viewer and an RTSP server, and loses packets of video, as a bad radio link on the camera's side does. It is for RTSP
/// over TCP: packets are taken out whole, so that the viewer sees gaps in their numbers and the requests and answers stay as they are.
/// </summary>
public sealed class LossyRelay : IAsyncDisposable
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
            Task up = client.GetStream().CopyToAsync(server.GetStream(), _service.Stopping);
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
            if (isVideo && random.NextDouble() < Volatile.Read(ref _lostPart))
            {
                Interlocked.Increment(ref _lost);
            }
            else
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
}
