using System.Buffers.Binary;

namespace EdgeWatch.Streams;

/// <summary>
/// Reads a stream of QuickTime fragments (ISO/IEC 14496-12, 8.8) in which every fragment is one packet, as ffmpeg writes it with
/// <c>empty_moov+default_base_moof+frag_every_frame</c>. Such fragments can be taken out and put together again as they are.
/// </summary>
internal sealed class FragmentReader(Stream stream)
{
    /// <summary>Bytes of a box at most: many times a key frame of the largest cameras. More than that is garbage.</summary>
    public const int LargestBox = 64 * 1024 * 1024;

    private const int BoxHeader = 8;

    private byte[] _buffer = new byte[64 * 1024];
    private int _length;

    /// <summary>The fragment that was read last: its <c>moof</c> and its <c>mdat</c>.</summary>
    public ReadOnlySpan<byte> Fragment => _buffer.AsSpan(0, _length);

    /// <summary>What is known of it.</summary>
    public FragmentInfo Info { get; private set; }

    /// <summary>Reads what comes before the first fragment: <c>ftyp</c> and <c>moov</c>.</summary>
    /// <returns>Null when the stream ends before.</returns>
    /// <exception cref="InvalidDataException">It is no such stream.</exception>
    public async ValueTask<byte[]?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        _length = 0;
        while (await AppendBoxAsync(cancellationToken) is { } kind)
        {
            if (kind == BoxKind.Movie)
            {
                return Fragment.ToArray();
            }
        }

        return null;
    }

    /// <summary>Reads the next fragment.</summary>
    /// <returns>False at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">Something else follows.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _length = 0;
            if (await AppendBoxAsync(cancellationToken) is not { } kind)
            {
                return false;
            }

            if (kind == BoxKind.MovieFragment)
            {
                Info = FragmentInfo.Of(Fragment[BoxHeader..]);
                return await AppendBoxAsync(cancellationToken) is { } next
                    && (next == BoxKind.Data ? true : throw new InvalidDataException("no data follows a fragment"));
            }
        }
    }

    private async ValueTask<uint?> AppendBoxAsync(CancellationToken cancellationToken)
    {
        if (!await FillAsync(BoxHeader, cancellationToken))
        {
            return null;
        }

        (int size, uint kind) = ReadBoxHeader(_buffer.AsSpan(_length - BoxHeader));
        return await FillAsync(size - BoxHeader, cancellationToken) ? kind : null;
    }

    private static (int Size, uint Kind) ReadBoxHeader(ReadOnlySpan<byte> bytes)
    {
        uint size = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return size is >= BoxHeader and <= LargestBox
            ? ((int)size, BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]))
            : throw new InvalidDataException($"a box of {size} bytes");
    }

    private async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        if (_length + count > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_length + count, 2 * _buffer.Length));
        }

        int read = await stream.ReadAtLeastAsync(
            _buffer.AsMemory(_length, count), count, throwOnEndOfStream: false, cancellationToken);
        _length += read;
        return read == count;
    }
}

/// <summary>Kinds of boxes, as they are written.</summary>
internal static class BoxKind
{
    public const uint Movie = 0x6D6F6F76; // moov
    public const uint MovieFragment = 0x6D6F6F66; // moof
    public const uint TrackFragment = 0x74726166; // traf
    public const uint TrackFragmentHeader = 0x74666864; // tfhd
    public const uint TrackRun = 0x7472756E; // trun
    public const uint Data = 0x6D646174; // mdat
}
