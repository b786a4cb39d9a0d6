namespace EdgeWatch.Tests.Capture;

/// <summary>Gives bytes in pieces of any size, as a pipe does.</summary>
/// <param name="bytes">All of them.</param>
/// <param name="pieceLength">Length of the next piece, at least 1.</param>
internal sealed class SplitStream(byte[] bytes, Func<int> pieceLength) : Stream
{
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => bytes.Length;

    public override long Position { get => _position; set => _position = (int)value; }

    public override int Read(Span<byte> buffer)
    {
        int count = Math.Min(Math.Min(pieceLength(), buffer.Length), bytes.Length - _position);
        bytes.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
