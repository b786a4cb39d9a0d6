namespace EdgeWatch.Core.Watching;

/// <summary>
/// Whether what is seen now may be the beginning of an alert. That is known after half a second of later frames, the 1.2 s that it takes to
/// follow a thing and the least length of an event; learned from until then, each event would teach a bit of itself to pass the next time.
/// </summary>
internal sealed class Rise
{
    /// <summary>Score of a single kind from which on a frame may be part of a beginning: ten times a day.</summary>
    public const double Least = 0.4;

    /// <summary>
    /// After that no alert has come of it, and it is learned from like everything, until for as long no frame has been so high: scores that
    /// go up and down around <see cref="Least"/> hold no learning up.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private TimeSpan _since;
    private TimeSpan _quiet = Longest;

    /// <summary>Takes the newest frame into account.</summary>
    /// <param name="highestOfOne">The highest score of a single kind.</param>
    /// <param name="duration">Time from the frame before it.</param>
    /// <returns>Whether it may be part of the beginning of an alert.</returns>
    public bool Observe(double highestOfOne, TimeSpan duration)
    {
        _since = _quiet >= Longest ? TimeSpan.Zero : _since + duration;
        _quiet = highestOfOne >= Least ? TimeSpan.Zero : _quiet + duration;
        return highestOfOne >= Least && _since < Longest;
    }
}
