using EdgeWatch.Cameras;

namespace EdgeWatch.Hosting.Systemd;

/// <summary>
/// The sign of life of one loop, for example one camera's pipeline. The loop itself must call <see cref="Report"/> in every pass,
/// also in passes that found nothing to do.
/// </summary>
public sealed class ProgressMarker : ISignOfLife
{
    private readonly TimeProvider _time;
    private readonly Action<ProgressMarker> _forget;
    private long _lastTimestamp;

    internal ProgressMarker(string stage, TimeSpan limit, TimeProvider time, Action<ProgressMarker> forget)
    {
        Stage = stage;
        Limit = limit;
        _time = time;
        _forget = forget;
        Report();
    }

    /// <summary>What makes progress, in the words of the log: <c>camera door</c>.</summary>
    public string Stage { get; }

    /// <summary>Longest silence of a loop that works.</summary>
    public TimeSpan Limit { get; set; }

    /// <summary>Time since the last report.</summary>
    public TimeSpan Silence => _time.GetElapsedTime(Interlocked.Read(ref _lastTimestamp));

    /// <summary>Whether the loop has been silent for longer than its limit.</summary>
    public bool IsStuck => Silence > Limit;

    /// <summary>The loop did a pass. Cheap enough for every frame, and safe from any thread.</summary>
    public void Report() => Interlocked.Exchange(ref _lastTimestamp, _time.GetTimestamp());

    /// <summary>The loop has ended and is watched no longer.</summary>
    public void Dispose() => _forget(this);
}
