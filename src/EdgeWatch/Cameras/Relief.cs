using EdgeWatch.Core.Frames;

namespace EdgeWatch.Cameras;

/// <summary>
/// Lets cameras rest in turns while the chip is hot: each is looked at for five seconds of ten, one half of the cameras while the other
/// rests. Single frames are not left out, since what moves would then be twice as fast; after a rest pictures are compared anew, as after
/// any gap. Safe from any thread.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class Relief(TimeProvider time)
{
    /// <summary>How long a camera is looked at, and how long it rests: no longer than any change of the picture may blind it.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    private readonly long _turn = time.TimestampsIn(Turn);
    private int _joined;
    private volatile bool _isOn;

    /// <summary>Whether cameras rest.</summary>
    public bool IsOn
    {
        get => _isOn;
        set => _isOn = value;
    }

    /// <summary>A camera takes part.</summary>
    /// <returns>Its place in the turns.</returns>
    public int Join() => Interlocked.Increment(ref _joined);

    /// <summary>Whether the camera of a place rests at the moment.</summary>
    public bool Rests(int place) => _isOn && (time.GetTimestamp() / _turn) % 2 == place % 2;
}
