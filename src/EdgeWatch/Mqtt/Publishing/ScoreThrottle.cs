namespace EdgeWatch.Mqtt.Publishing;

/// <summary>Decides which scores of one camera are worth a message: at most one a second, and only news.</summary>
/// <param name="time">The clock.</param>
internal sealed class ScoreThrottle(TimeProvider time)
{
    /// <summary>The shortest time between two messages (the contract's 1 Hz).</summary>
    public static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);

    /// <summary>An unchanged score is repeated this often, so that a subscriber can tell a quiet camera from a dead one.</summary>
    public static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(30);

    /// <summary>Smaller differences are no news: Home Assistant's smallest step.</summary>
    public const double SmallestChange = 0.001;

    private long _sentTimestamp;
    private double _sentScore = double.NaN;
    private bool _hasSent;

    /// <summary>Whether to send this score now; if so, it counts as sent.</summary>
    public bool TryPass(double score)
    {
        long now = time.GetTimestamp();
        if (_hasSent && !IsDue(time.GetElapsedTime(_sentTimestamp, now), score))
        {
            return false;
        }

        _hasSent = true;
        _sentTimestamp = now;
        _sentScore = score;
        return true;
    }

    private bool IsDue(TimeSpan elapsed, double score) =>
        elapsed >= RepeatInterval || (elapsed >= ShortestInterval && HasChanged(score));

    private bool HasChanged(double score) =>
        double.IsNaN(score) != double.IsNaN(_sentScore) || Math.Abs(score - _sentScore) >= SmallestChange;
}
