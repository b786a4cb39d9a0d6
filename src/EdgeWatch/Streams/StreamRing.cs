using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Zones;

namespace EdgeWatch.Streams;

/// <summary>
/// The newest part of a camera's compressed stream, in memory: as much as is wanted for what has not begun yet, and from an event's
/// beginning on while one is held, but never more than a number of bytes. Begins with a key frame. Safe from any thread.
/// </summary>
/// <param name="wish">What of the stream is wanted.</param>
/// <param name="time">Clock of arrivals.</param>
internal sealed class StreamRing(StreamWish wish, TimeProvider time)
{
    /// <summary>Of the bytes that may be kept, what is left when who holds a part has to take it: some seconds of most streams.</summary>
    private const int FullMargin = 8;

    private readonly Lock _gate = new();
    private readonly ChunkChain _chunks = new();
    private readonly Queue<StreamPacket> _packets = new();
    private readonly List<RingHold> _holds = [];

    /// <summary>Arrivals of the key frames in <see cref="_packets"/> but the first packet, which is one, too.</summary>
    private readonly Queue<long> _laterKeys = new();

    private volatile StreamWish _wish = wish;
    private byte[] _header = [];
    private long _bytes;
    private long _newest;
    private long _taken;
    private long _lost;

    /// <summary>What of the stream is wanted. Of one that is not wanted any more the rest goes as soon as nobody holds it.</summary>
    public StreamWish Wish
    {
        get => _wish;
        set
        {
            lock (_gate)
            {
                SoundFault = value.Sound == _wish.Sound ? SoundFault : null;
                _wish = value;
                MakeRoomLocked(time.GetTimestamp());
            }
        }
    }

    /// <summary>What nobody is to see of the pictures in it: whoever decodes them blacks it out before anybody gets them.</summary>
    public IReadOnlyList<Polygon> Masks { get; init; } = [];

    /// <summary>Why nothing comes, in words; null while nothing is known to be wrong.</summary>
    public string? Fault
    {
        get;
        set
        {
            string? before = field;
            field = value;
            if (value is not null && value != before)
            {
                Faulted?.Invoke(value);
            }
        }
    }

    /// <summary>Told of each new <see cref="Fault"/>, from any thread: it must be quick and must not throw.</summary>
    public Action<string>? Faulted { get; set; }

    /// <summary>Why no sound comes, in words; null while nothing is known to be wrong. What was wrong once is not tried again.</summary>
    public string? SoundFault { get; set; }

    /// <summary>Bytes of the packets that are kept.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Packets of pictures that have come so far.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>Packets of pictures that were held and had to go, or did not fit, since there was no room.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Monotonic time of the newest packet of a picture; 0 before the first.</summary>
    public long Newest => Interlocked.Read(ref _newest);

    /// <summary>Whether who holds a part should take it now: it is about to be lost.</summary>
    public bool IsNearlyFull => Bytes > _wish.MostBytes - (_wish.MostBytes / FullMargin);

    /// <summary>Another stream begins: what was before stays, but does not go together with what follows.</summary>
    /// <param name="header">What goes before its packets in a file.</param>
    public void Begin(byte[] header)
    {
        lock (_gate)
        {
            _header = header;
        }
    }

    /// <summary>Takes a packet over.</summary>
    public void Add(ReadOnlySpan<byte> fragment, FragmentInfo info)
    {
        bool isPicture = info.Track is FragmentInfo.VideoTrack;
        bool isKey = isPicture && info.IsKey;
        lock (_gate)
        {
            long now = time.GetTimestamp();
            int pictures = isPicture ? 1 : 0;
            Interlocked.Add(ref _taken, pictures);
            if (isPicture)
            {
                Interlocked.Exchange(ref _newest, now);
            }

            if (fragment.Length > _wish.MostBytes || (_packets.Count == 0 && !isKey))
            {
                Interlocked.Add(ref _lost, pictures);
                return;
            }

            if (isKey && _packets.Count > 0)
            {
                _laterKeys.Enqueue(now);
            }

            _packets.Enqueue(new StreamPacket(_header, _chunks.Append(fragment), isPicture, isKey, now));
            Interlocked.Add(ref _bytes, fragment.Length);
            MakeRoomLocked(now);
        }
    }

    /// <summary>Keeps what comes and has come since a time until the hold is disposed, as far as there is room.</summary>
    /// <param name="from">Monotonic time.</param>
    public RingHold Hold(long from)
    {
        RingHold hold = new(from, Release);
        lock (_gate)
        {
            _holds.Add(hold);
        }

        return hold;
    }

    /// <summary>
    /// The packets between two times, from the key frame on that goes before the first; of several streams those of the one with most
    /// pictures. Null if there are none.
    /// </summary>
    /// <param name="from">Monotonic time.</param>
    /// <param name="to">Monotonic time.</param>
    public StreamCut? Cut(long from, long to)
    {
        lock (_gate)
        {
            StreamPacket[] within = [.. _packets.Where(packet => packet.Arrived <= to)];
            if (within.GroupBy(packet => packet.Header).MaxBy(stream => stream.Count(IsWanted)) is not { } most)
            {
                return null;
            }

            StreamPacket[] packets = [.. most];
            int first = Array.FindLastIndex(packets, packet => packet.IsKey && packet.Arrived <= from);
            first = first >= 0 ? first : Array.FindIndex(packets, packet => packet.IsKey);
            if (first < 0)
            {
                return null;
            }

            packets = packets[first..];
            Array.ForEach(packets, packet => ChunkChain.Share(packet.Place));
            return new StreamCut(packets, Masks, GiveBack);
        }

        bool IsWanted(StreamPacket packet) => packet.IsPicture && packet.Arrived >= from;
    }

    private void MakeRoomLocked(long now)
    {
        if (!_wish.IsWanted && _holds.Count == 0)
        {
            DropAllLocked();
            return;
        }

        long from = now - time.TimestampsIn(_wish.Keep);
        foreach (RingHold hold in _holds)
        {
            from = Math.Min(from, hold.From);
        }

        while (_laterKeys.TryPeek(out long next) && next <= from)
        {
            DropGroupLocked();
        }

        while (_bytes > _wish.MostBytes)
        {
            Interlocked.Add(ref _lost, DropGroupLocked());
        }
    }

    private void DropAllLocked()
    {
        while (_packets.Count > 0)
        {
            DropGroupLocked();
        }
    }

    /// <summary>Drops the packets before the second key frame, or all if there is none.</summary>
    /// <returns>How many were of pictures.</returns>
    private int DropGroupLocked()
    {
        int dropped = 0;
        do
        {
            StreamPacket packet = _packets.Dequeue();
            Interlocked.Add(ref _bytes, -packet.Place.Length);
            _chunks.Release(packet.Place);
            dropped += packet.IsPicture ? 1 : 0;
        }
        while (_packets.TryPeek(out StreamPacket next) && !next.IsKey);

        _laterKeys.TryDequeue(out _);
        return dropped;
    }

    private void Release(RingHold hold)
    {
        lock (_gate)
        {
            _holds.Remove(hold);
            if (!_wish.IsWanted)
            {
                MakeRoomLocked(time.GetTimestamp());
            }
        }
    }

    private void GiveBack(StreamPacket[] packets)
    {
        lock (_gate)
        {
            Array.ForEach(packets, packet => _chunks.Release(packet.Place));
        }
    }
}

/// <summary>What of a camera's compressed stream is wanted.</summary>
/// <param name="MostBytes">Bytes of packets that are kept at most.</param>
/// <param name="Keep">How long packets are kept while nobody holds them.</param>
internal sealed record StreamWish(long MostBytes, TimeSpan Keep)
{
    /// <summary>Whether any of it is.</summary>
    public bool IsWanted { get; init; } = true;

    /// <summary>Whether the camera's sound is, with its pictures.</summary>
    public bool Sound { get; init; }
}

/// <summary>A packet in a <see cref="StreamRing"/>.</summary>
/// <param name="Header">What goes before it in a file; the same array for all packets of a stream.</param>
/// <param name="Place">Where its bytes are.</param>
/// <param name="IsPicture">Whether it is of a picture; else it is sound.</param>
/// <param name="IsKey">Whether decoding may begin with it.</param>
/// <param name="Arrived">Monotonic time of its arrival.</param>
internal readonly record struct StreamPacket(byte[] Header, ChunkPlace Place, bool IsPicture, bool IsKey, long Arrived);

/// <summary>Somebody who needs what a ring has since a time.</summary>
/// <param name="from">Monotonic time.</param>
/// <param name="release">Called when it is needed no longer.</param>
internal sealed class RingHold(long from, Action<RingHold> release) : IDisposable
{
    /// <summary>Since when.</summary>
    public long From => from;

    /// <inheritdoc/>
    public void Dispose() => release(this);
}
