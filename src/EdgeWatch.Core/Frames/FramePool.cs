using System.Collections.Concurrent;

namespace EdgeWatch.Core.Frames;

/// <summary>Reuses the buffers of frames of one size, so that reading a stream allocates nothing once it runs.</summary>
/// <param name="size">Size of every frame of this pool.</param>
/// <param name="capacity">Idle buffers kept at most; more are left to the garbage collector.</param>
public sealed class FramePool(FrameSize size, int capacity = FramePool.DefaultCapacity)
{
    /// <summary>Enough for the smoothing delay, the evidence of one event and a full <see cref="WaitingFrames"/>: 24.</summary>
    public const int DefaultCapacity = 24;

    private readonly ConcurrentBag<Frame> _idle = [];

    /// <summary>Size of every frame of this pool.</summary>
    public FrameSize Size => size;

    /// <summary>A frame with one lease; its pixels hold whatever was there before.</summary>
    public Frame Rent()
    {
        if (!_idle.TryTake(out Frame? frame))
        {
            frame = new Frame(this);
        }

        frame.Lease();
        return frame;
    }

    internal void Return(Frame frame)
    {
        if (_idle.Count < capacity)
        {
            _idle.Add(frame);
        }
    }
}
