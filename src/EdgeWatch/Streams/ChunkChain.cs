namespace EdgeWatch.Streams;

/// <summary>Where bytes are in a <see cref="ChunkChain"/>: they may go on in the next chunks.</summary>
/// <param name="First">The chunk in which they begin.</param>
/// <param name="Offset">Where in it.</param>
/// <param name="Length">How many they are.</param>
internal readonly record struct ChunkPlace(Chunk First, int Offset, int Length)
{
    /// <summary>The parts one after another.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Parts()
    {
        Chunk? chunk = First;
        int offset = Offset;
        for (int left = Length; left > 0; chunk = chunk.Next)
        {
            int count = Math.Min(left, Chunk.Size - offset);
            yield return chunk!.Bytes.AsMemory(offset, count);
            left -= count;
            offset = 0;
        }
    }
}

/// <summary>Some bytes of a <see cref="ChunkChain"/>.</summary>
internal sealed class Chunk
{
    /// <summary>Small enough for .NET's ordinary heap (below 85 kB), large enough that a stream needs few.</summary>
    public const int Size = 64 * 1024;

    public byte[] Bytes { get; } = new byte[Size];

    /// <summary>The chunk that was filled after this one.</summary>
    public Chunk? Next { get; set; }

    /// <summary>Pieces that lie in it, and one more while it is being filled.</summary>
    public int Uses { get; set; }
}

/// <summary>
/// Memory for pieces of any length that are added at one end and mostly given back at the other. Chunks are used again, so that nothing is
/// allocated while as much goes as comes. Not thread-safe, but who has a place may read it at any time.
/// </summary>
internal sealed class ChunkChain
{
    /// <summary>Chunks kept for the next pieces: half a second of a large stream.</summary>
    private const int MostFree = 8;

    private readonly Stack<Chunk> _free = new(MostFree);
    private Chunk _last = new() { Uses = 1 };
    private int _used;

    /// <summary>Copies a piece in.</summary>
    public ChunkPlace Append(ReadOnlySpan<byte> piece)
    {
        AdvanceIfFull();
        ChunkPlace place = new(_last, _used, piece.Length);
        while (true)
        {
            _last.Uses++;
            int count = Math.Min(piece.Length, Chunk.Size - _used);
            piece[..count].CopyTo(_last.Bytes.AsSpan(_used));
            _used += count;
            piece = piece[count..];
            if (piece.IsEmpty)
            {
                return place;
            }

            AdvanceIfFull();
        }
    }

    /// <summary>One more who needs a piece.</summary>
    public static void Share(ChunkPlace place)
    {
        Chunk? chunk = place.First;
        for (int end = place.Offset + place.Length; end > 0; end -= Chunk.Size)
        {
            chunk!.Uses++;
            chunk = chunk.Next;
        }
    }

    /// <summary>One less who needs a piece.</summary>
    public void Release(ChunkPlace place)
    {
        Chunk? chunk = place.First;
        for (int end = place.Offset + place.Length; end > 0; end -= Chunk.Size)
        {
            Chunk? next = chunk!.Next;
            Leave(chunk);
            chunk = next;
        }
    }

    private void AdvanceIfFull()
    {
        if (_used < Chunk.Size)
        {
            return;
        }

        Chunk full = _last;
        _last = _free.TryPop(out Chunk? free) ? free : new Chunk();
        _last.Uses = 1;
        _used = 0;
        full.Next = _last;
        Leave(full);
    }

    private void Leave(Chunk chunk)
    {
        if (--chunk.Uses > 0)
        {
            return;
        }

        chunk.Next = null;
        if (_free.Count < MostFree)
        {
            _free.Push(chunk);
        }
    }
}
