namespace EdgeWatch.Core.Frames;

/// <summary>
/// One I420 picture of a camera in a pooled buffer. A frame is a lease: whoever holds it calls <see cref="Dispose"/> once;
/// <see cref="Share"/> makes a second lease on the same pixels. The last one returns the buffer to its <see cref="FramePool"/>.
/// </summary>
public sealed class Frame : IDisposable
{
    private readonly FramePool _pool;
    private readonly byte[] _pixels;
    private int _leases;

    internal Frame(FramePool pool)
    {
        _pool = pool;
        Size = pool.Size;
        _pixels = GC.AllocateUninitializedArray<byte>(Size.TotalBytes);
    }

    /// <summary>Width and height.</summary>
    public FrameSize Size { get; }

    /// <summary>Counts frames of one capture session from 0; a gap means that frames were dropped.</summary>
    public long Sequence { get; set; }

    /// <summary>Wall-clock time at which the frame arrived (for files: at which it would have been shown).</summary>
    public DateTimeOffset CapturedAt { get; set; }

    /// <summary>Monotonic time of arrival in <see cref="TimeProvider.GetTimestamp"/> ticks; intervals are measured with it.</summary>
    public long CapturedTimestamp { get; set; }

    /// <summary>The whole picture: luma, then U, then V, rows without padding.</summary>
    public Memory<byte> Pixels => _pixels;

    /// <summary>The luma plane, <c>[Height, Width]</c>, 0–255.</summary>
    public Span<byte> Luma => _pixels.AsSpan(0, Size.LumaBytes);

    /// <summary>The U (blue-difference) plane, <c>[ChromaHeight, ChromaWidth]</c>, 128 = no colour.</summary>
    public Span<byte> ChromaU => _pixels.AsSpan(Size.LumaBytes, Size.ChromaBytes);

    /// <summary>The V (red-difference) plane, <c>[ChromaHeight, ChromaWidth]</c>, 128 = no colour.</summary>
    public Span<byte> ChromaV => _pixels.AsSpan(Size.LumaBytes + Size.ChromaBytes, Size.ChromaBytes);

    /// <summary>Takes one more lease on this frame.</summary>
    /// <returns>This frame, to be disposed once more.</returns>
    /// <exception cref="ObjectDisposedException">The last lease was already given back.</exception>
    public Frame Share()
    {
        int leases = Interlocked.Increment(ref _leases);
        if (leases <= 1)
        {
            Interlocked.Decrement(ref _leases);
            throw new ObjectDisposedException(nameof(Frame));
        }

        return this;
    }

    /// <summary>Gives one lease back.</summary>
    /// <exception cref="ObjectDisposedException">Given back more often than taken.</exception>
    public void Dispose()
    {
        int leases = Interlocked.Decrement(ref _leases);
        ObjectDisposedException.ThrowIf(leases < 0, this);
        if (leases == 0)
        {
            _pool.Return(this);
        }
    }

    internal void Lease() => _leases = 1;
}
