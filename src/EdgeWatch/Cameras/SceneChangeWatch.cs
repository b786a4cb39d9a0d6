namespace EdgeWatch.Cameras;

/// <summary>
/// Tells when a whole scene keeps changing (light, a camera that is moved) from counts that are looked at every second. One frame does
/// not count: cameras pulse at every key frame.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class SceneChangeWatch(TimeProvider time)
{
    /// <summary>The state stays for this long after its last sign, so that it does not flicker.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(5);

    /// <summary>Looks over which frames are counted: longer than a pulse is seen in the differences of the last five frames.</summary>
    private const int Looks = 3;

    private readonly Queue<(long Frames, long Changes)> _looks = new([(0, 0)]);
    private long? _lastSign;

    /// <summary>Whether the whole scene is changing.</summary>
    public bool IsChanging { get; private set; }

    /// <summary>Takes counts since the start of the camera's watch in.</summary>
    /// <param name="frames">Frames analysed.</param>
    /// <param name="changes">Those of them in which the whole scene changed.</param>
    public void Look(long frames, long changes)
    {
        (long framesBefore, long changesBefore) = _looks.Peek();
        if (frames > framesBefore && 2 * (changes - changesBefore) > frames - framesBefore)
        {
            _lastSign = time.GetTimestamp();
        }

        IsChanging = _lastSign is { } last && time.GetElapsedTime(last) < Hold;
        _looks.Enqueue((frames, changes));
        if (_looks.Count > Looks)
        {
            _looks.Dequeue();
        }
    }
}
