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
    private readonly Lock _gate = new();
    private readonly int[] _members = new int[2];
    private volatile bool _isOn;

    /// <summary>Whether cameras rest.</summary>
    public bool IsOn
    {
        get => _isOn;
        set => _isOn = value;
    }

    /// <summary>A camera takes part, until <see cref="Leave"/>.</summary>
    /// <returns>Its half: the one with fewer cameras.</returns>
    public int Join()
    {
        lock (_gate)
        {
            int half = _members[1] <= _members[0] ? 1 : 0;
            _members[half]++;
            return half;
        }
    }

    /// <summary>A camera of a half takes part no longer. The others stay in theirs: who changed it would rest twice in a row.</summary>
    public void Leave(int half)
    {
        lock (_gate)
        {
            _members[half]--;
        }
    }

    /// <summary>Whether the cameras of a half rest at the moment.</summary>
    public bool Rests(int half) => _isOn && (time.GetTimestamp() / _turn) % 2 == half;
}
