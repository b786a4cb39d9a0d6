namespace EdgeWatch.Capture.Troubles;

/// <summary>Watches the stream of a camera that gives pictures for what is wrong with it all the same, over all its sessions.</summary>
/// <param name="time">The clock.</param>
internal sealed class StreamTroubles(TimeProvider time)
{
    /// <summary>Frames are counted for this long at a time: as few as one a second make a number then.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromSeconds(5);

    private readonly FrameRateWatch _rate = new();
    private readonly DamageWatch _damage = new();
    private long? _begun;
    private long _damagedBefore;
    private int _frames;
    private bool _isBeginning;

    /// <summary>What is wrong; null: nothing. Damage comes first, since it may be why frames are missing.</summary>
    public CameraTrouble? Current { get; private set; }

    /// <summary>The stream is opened anew. What was wrong is so until frames say otherwise.</summary>
    public void Begin()
    {
        (_begun, _frames, _isBeginning) = (null, 0, true);
        _rate.Begin();
        _damage.Begin();
    }

    /// <summary>A frame has come.</summary>
    /// <param name="now">When, by the monotonic clock.</param>
    /// <param name="damaged">Pictures that the decoder has called damaged since the stream was opened.</param>
    public void Observe(long now, long damaged)
    {
        if (_begun is not { } begun)
        {
            (_begun, _damagedBefore) = (now, damaged);
            return;
        }

        _frames++;
        TimeSpan elapsed = time.GetElapsedTime(begun, now);
        if (elapsed < Span)
        {
            return;
        }

        if (!_isBeginning)
        {
            _rate.Take(_frames / elapsed.TotalSeconds);
        }

        _damage.Take((int)(damaged - _damagedBefore));
        (_begun, _frames, _damagedBefore, _isBeginning) = (now, 0, damaged, false);
        Judge();
    }

    private void Judge()
    {
        string? reason = _damage.IsHigh ? CameraTrouble.DamagedPictures : _rate.IsLow ? CameraTrouble.FewerFrames : null;
        if (reason != Current?.Reason)
        {
            Current = reason is null ? null : new CameraTrouble(reason, Detail(reason));
        }
    }

    private string Detail(string reason) => reason == CameraTrouble.DamagedPictures
        ? FormattableString.Invariant($"{_damage.Now} in {DamageWatch.Newest * Span.TotalSeconds:0} s")
        : FormattableString.Invariant($"{_rate.Now:0.0} a second, usually at least {_rate.Usual:0.0}");
}
