namespace EdgeWatch.Core.Frames;

/// <summary>
/// Frames between capture and pipeline, in order and at most <see cref="Capacity"/>. It bridges short halts (a state file being written,
/// frames that come in bursts). When it is full, all that wait are dropped and counted: a frame is compared with the four before it, so
/// that losses in one piece leave more to compare than the same number of single ones, and a slow pipeline catches up at once.
/// </summary>
public sealed class WaitingFrames : IDisposable
{
    /// <summary>Most frames that wait: 0.8 s at 10 frames a second, by which an alert may come later.</summary>
    public const int Capacity = 8;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _available = new(0);
    private readonly Queue<Frame> _frames = new(Capacity);
    private TaskCompletionSource? _room;
    private bool _isComplete;
    private bool _closed;
    private long _dropped;

    /// <summary>Frames that nobody took in time.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Puts a frame in and takes over its lease.</summary>
    public void Put(Frame frame)
    {
        lock (_gate)
        {
            if (_closed)
            {
                frame.Dispose();
                return;
            }

            if (_frames.Count == Capacity)
            {
                Interlocked.Add(ref _dropped, _frames.Count);
                Clear();
            }

            _frames.Enqueue(frame);
            _available.Release();
        }
    }

    /// <summary>Waits until <see cref="Put"/> drops nothing: for a source that can wait, as a recording can.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired.</exception>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (RoomToCome() is { } room)
        {
            await room.WaitAsync(cancellationToken);
        }
    }

    /// <summary>No more frames come: those that wait can still be taken.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            _available.Release();
        }
    }

    /// <summary>Frames come again after <see cref="Complete"/>; those that still wait are given back. Call it when nobody waits.</summary>
    public void Reopen()
    {
        lock (_gate)
        {
            Clear();
            _isComplete = false;
            while (_available.Wait(0))
            {
                // What told that no more come.
            }
        }
    }

    /// <summary>Waits for the next frame; the caller disposes it.</summary>
    /// <returns>The frame; null when no more come.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired.</exception>
    public async ValueTask<Frame?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _available.WaitAsync(cancellationToken);
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (_frames.TryDequeue(out Frame? frame))
                {
                    TellOfRoom();
                    return frame;
                }

                if (_isComplete)
                {
                    _available.Release();
                    return null;
                }

                // It was dropped between the end of the wait and the lock.
            }
        }
    }

    /// <summary>Gives back the frames that are still in and refuses more. Call it when nobody waits any longer.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Clear();
            TellOfRoom();
        }

        _available.Dispose();
    }

    /// <summary>Ends when there may be room; null where there is some.</summary>
    private Task? RoomToCome()
    {
        lock (_gate)
        {
            if (_closed || _frames.Count < Capacity)
            {
                return null;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    private void TellOfRoom()
    {
        _room?.SetResult();
        _room = null;
    }

    /// <summary>Gives back all that wait.</summary>
    private void Clear()
    {
        while (_frames.TryDequeue(out Frame? frame))
        {
            frame.Dispose();
            _available.Wait(0);
        }
    }
}
