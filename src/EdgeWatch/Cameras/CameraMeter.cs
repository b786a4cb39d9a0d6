using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Cameras;

/// <summary>Measures how the frames of a camera are analysed, from one health message to the next. Safe from any thread.</summary>
internal sealed class CameraMeter
{
    /// <summary>Times that are kept: more than a minute of frames at the usual rate; of more, the newest count.</summary>
    private const int Capacity = 1024;

    private readonly Lock _gate = new();
    private readonly double[] _milliseconds = new double[Capacity];
    private long _frames;
    private long _tokens;

    /// <summary>Takes a frame in.</summary>
    public void Add(TimeSpan analysis, long tokens)
    {
        lock (_gate)
        {
            _milliseconds[_frames % Capacity] = analysis.TotalMilliseconds;
            _frames++;
            _tokens += tokens;
        }
    }

    /// <summary>What was measured since the last call.</summary>
    public (long Frames, double? TokensPerFrame, PercentilesHealth? Milliseconds) Take()
    {
        lock (_gate)
        {
            (long frames, long tokens) = (_frames, _tokens);
            _frames = 0;
            _tokens = 0;
            return frames == 0
                ? (0, null, null)
                : (frames, WireNumber.Finite((double)tokens / frames), Percentiles((int)Math.Min(frames, Capacity)));
        }
    }

    private PercentilesHealth Percentiles(int count)
    {
        Array.Sort(_milliseconds, 0, count);
        return new PercentilesHealth(At(count, 0.5), At(count, 0.95));
    }

    /// <summary>The smallest value that at least this part of all does not exceed (nearest rank).</summary>
    private double? At(int count, double part) => WireNumber.Finite(_milliseconds[(int)Math.Ceiling(part * count) - 1]);
}
