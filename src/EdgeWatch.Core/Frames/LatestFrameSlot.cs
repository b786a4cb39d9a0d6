namespace EdgeWatch.Core.Frames;

/// <summary>
/// Holds the newest frame between capture and pipeline. A frame that was not taken when the next one arrives is dropped and
/// counted: a slow pipeline sees fewer frames, never older ones.
/// </summary>
public sealed class LatestFrameSlot : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _available = new(0, 1);
    private Frame? _latest;
    private bool _closed;
    private long _dropped;

    /// <summary>Frames that were replaced before anyone took them.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Puts a frame in and takes over its lease.</summary>
    public void Put(Frame frame)
    {
        Frame? replaced;
        lock (_gate)
        {
            if (_closed)
            {
                frame.Dispose();
                return;
            }

            replaced = _latest;
            _latest = frame;
            if (replaced is null)
            {
                _available.Release();
            }
        }

        if (replaced is not null)
        {
            Interlocked.Increment(ref _dropped);
            replaced.Dispose();
        }
    }

    /// <summary>Waits for a frame; the caller disposes it.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired.</exception>
    public async ValueTask<Frame> TakeAsync(CancellationToken cancellationToken)
    {
        await _available.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            Frame frame = _latest ?? throw new ObjectDisposedException(nameof(LatestFrameSlot));
            _latest = null;
            return frame;
        }
    }

    /// <summary>Gives back the frame that is still in and refuses more. Call it when nobody waits any longer.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _latest?.Dispose();
            _latest = null;
        }

        _available.Dispose();
    }
}
