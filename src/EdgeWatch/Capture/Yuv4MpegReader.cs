using System.Runtime.CompilerServices;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Capture;

/// <summary>Reads yuv4mpeg from a stream into pooled frames. Nothing that the stream says is trusted.</summary>
/// <param name="stream">Where it comes from; not disposed here.</param>
internal sealed class Yuv4MpegReader(Stream stream)
{
    /// <summary>Longest header line accepted. ffmpeg's have about 100 bytes.</summary>
    public const int LongestLine = 1024;

    /// <summary>No colour.</summary>
    private const byte NeutralChroma = 128;

    private readonly byte[] _buffer = new byte[LongestLine];
    private int _start;
    private int _end;

    private static ReadOnlySpan<byte> FrameMagic => "FRAME"u8;

    /// <summary>What the stream's header said; set by <see cref="ReadHeaderAsync"/>.</summary>
    public Yuv4MpegHeader Header { get; private set; }

    /// <summary>Reads the stream's header, before any frame.</summary>
    /// <returns>False if the stream ended before its header was complete.</returns>
    /// <exception cref="CaptureException">This is no yuv4mpeg, or not of a kind that is accepted.</exception>
    public async ValueTask<bool> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        int length = await FindLineAsync(isStreamHeader: true, cancellationToken);
        if (length < 0)
        {
            return false;
        }

        Header = Yuv4MpegHeader.Parse(_buffer.AsSpan(_start, length));
        _start += length + 1;
        return true;
    }

    /// <summary>Reads the next picture.</summary>
    /// <param name="pool">Gives the buffer; its size must be that of <see cref="Header"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A frame that the caller disposes; null at the end of the stream, also when it ends within a frame.</returns>
    /// <exception cref="CaptureException">Something else than a frame follows.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Frame?> ReadFrameAsync(FramePool pool, CancellationToken cancellationToken)
    {
        int length = await FindLineAsync(isStreamHeader: false, cancellationToken);
        if (length < 0)
        {
            return null;
        }

        CheckFrameHeader(_buffer.AsSpan(_start, length));
        _start += length + 1;
        Frame frame = pool.Rent();
        bool complete = false;
        try
        {
            Memory<byte> pixels = Header.IsMono ? frame.Pixels[..frame.Size.LumaBytes] : frame.Pixels;
            complete = await FillAsync(pixels, cancellationToken);
            frame.Pixels.Span[pixels.Length..].Fill(NeutralChroma);
            return complete ? frame : null;
        }
        finally
        {
            if (!complete)
            {
                frame.Dispose();
            }
        }
    }

    private static void CheckFrameHeader(ReadOnlySpan<byte> line)
    {
        // "FRAME", or "FRAME " with parameters that change nothing for us.
        if (!line.StartsWith(FrameMagic) || (line.Length > FrameMagic.Length && line[FrameMagic.Length] != (byte)' '))
        {
            throw NoFrame();
        }
    }

    private static CaptureException NoFrame() => new(CaptureFailure.Garbled, "no FRAME follows where one must");

    private static CaptureException NoStream() => new(CaptureFailure.Garbled, "not a yuv4mpeg stream");

    /// <summary>Makes a whole line available in the buffer.</summary>
    /// <returns>Its length without line feed; -1 at the end of the stream.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> FindLineAsync(bool isStreamHeader, CancellationToken cancellationToken)
    {
        while (true)
        {
            int length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            CheckBeginning(isStreamHeader);
            if (length >= 0)
            {
                return length;
            }

            if (_end - _start == _buffer.Length)
            {
                throw isStreamHeader ? NoStream() : NoFrame();
            }

            MakeRoom();
            int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                return -1;
            }

            _end += read;
        }
    }

    // Rejects garbage by its first bytes: waiting for a line feed might take for ever.
    private void CheckBeginning(bool isStreamHeader)
    {
        ReadOnlySpan<byte> magic = isStreamHeader ? Yuv4MpegHeader.Magic : FrameMagic;
        int known = Math.Min(magic.Length, _end - _start);
        if (!_buffer.AsSpan(_start, known).SequenceEqual(magic[..known]))
        {
            throw isStreamHeader ? NoStream() : NoFrame();
        }
    }

    private void MakeRoom()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FillAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        int filled = Math.Min(target.Length, _end - _start);
        _buffer.AsSpan(_start, filled).CopyTo(target.Span);
        _start += filled;
        while (filled < target.Length)
        {
            int read = await stream.ReadAsync(target[filled..], cancellationToken);
            if (read == 0)
            {
                return false;
            }

            filled += read;
        }

        return true;
    }
}
