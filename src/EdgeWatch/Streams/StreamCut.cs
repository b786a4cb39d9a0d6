using EdgeWatch.Core.Zones;

namespace EdgeWatch.Streams;

/// <summary>A part of a <see cref="StreamRing"/> that stays in memory until this is disposed, whatever the ring drops.</summary>
/// <param name="packets">At least one; the first is a key frame.</param>
/// <param name="masks">See <see cref="Masks"/>.</param>
/// <param name="giveBack">Called once when they are needed no longer.</param>
internal sealed class StreamCut(StreamPacket[] packets, IReadOnlyList<Polygon> masks, Action<StreamPacket[]> giveBack) : IDisposable
{
    private Action<StreamPacket[]>? _giveBack = giveBack;

    /// <summary>Monotonic time of the first packet.</summary>
    public long From => packets[0].Arrived;

    /// <summary>Monotonic time of the last packet.</summary>
    public long To => packets[^1].Arrived;

    /// <summary>From the arrival of the first packet to that of the last.</summary>
    public TimeSpan Length(TimeProvider time) => time.GetElapsedTime(From, To);

    /// <summary>What nobody is to see of its pictures; where there is any, it is never written to disk as it is.</summary>
    public IReadOnlyList<Polygon> Masks => masks;

    /// <summary>How many pictures there are.</summary>
    public int Count => CountBefore(long.MaxValue);

    /// <summary>How many pictures came before a time.</summary>
    /// <param name="moment">Monotonic time.</param>
    public int CountBefore(long moment) => packets.Count(packet => packet.IsPicture && packet.Arrived < moment);

    /// <summary>Whether there is sound in it.</summary>
    public bool HasSound => packets.Any(packet => !packet.IsPicture);

    /// <summary>Bytes of all packets: a file of them takes hardly more.</summary>
    public long Bytes => packets.Sum(packet => (long)packet.Place.Length);

    /// <summary>Whether it is H.265, as the names of its sample entry say (ISO/IEC 14496-15, 8.4.1).</summary>
    public bool IsHevc => packets[0].Header.AsSpan() is var header && (header.IndexOf("hev1"u8) >= 0 || header.IndexOf("hvc1"u8) >= 0);

    /// <summary>Writes it as a QuickTime file of fragments.</summary>
    public async Task WriteToAsync(Func<ReadOnlyMemory<byte>, ValueTask> write)
    {
        await write(packets[0].Header);
        foreach (StreamPacket packet in packets)
        {
            foreach (ReadOnlyMemory<byte> part in packet.Place.Parts())
            {
                await write(part);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _giveBack, null)?.Invoke(packets);
}
