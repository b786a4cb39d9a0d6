using System.Net.Sockets;

namespace EdgeWatch.TestKit.Mqtt;

/// <summary>Cuts what comes from a socket into MQTT packets.</summary>
/// <param name="socket">Where they come from.</param>
internal sealed class PacketReader(Socket socket)
{
    private readonly List<byte> _received = [];
    private readonly byte[] _buffer = new byte[65536];

    /// <summary>The next whole packet; null when the socket has ended.</summary>
    public async Task<byte[]?> ReadAsync()
    {
        int length;
        while ((length = LengthOfFirst()) > _received.Count)
        {
            int count = await socket.ReceiveAsync(_buffer);
            if (count == 0)
            {
                return null;
            }

            _received.AddRange(_buffer.AsSpan(0, count));
        }

        byte[] packet = [.. _received.Take(length)];
        _received.RemoveRange(0, length);
        return packet;
    }

    /// <summary>Fixed header, then the remaining length in seven bits a byte, least first; int.MaxValue while that is incomplete.</summary>
    private int LengthOfFirst()
    {
        int length = 0;
        for (int i = 1; i < _received.Count; i++)
        {
            length |= (_received[i] & 0x7F) << (7 * (i - 1));
            if (_received[i] < 0x80)
            {
                return length + i + 1;
            }
        }

        return int.MaxValue;
    }
}
