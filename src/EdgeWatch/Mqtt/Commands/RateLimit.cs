namespace EdgeWatch.Mqtt.Commands;

/// <summary>Lets one log line pass and then none for a while, so that nobody can fill a disk from outside.</summary>
/// <param name="interval">The while.</param>
/// <param name="time">The clock.</param>
internal sealed class RateLimit(TimeSpan interval, TimeProvider time)
{
    private long? _lastPassed;

    /// <summary>What was held back since the last pass.</summary>
    public long HeldBack { get; private set; }

    /// <summary>Whether one may pass now; <paramref name="heldBack"/> tells how many could not since the last one.</summary>
    public bool TryPass(out long heldBack)
    {
        heldBack = HeldBack;
        if (_lastPassed is { } last && time.GetElapsedTime(last) < interval)
        {
            HeldBack++;
            return false;
        }

        _lastPassed = time.GetTimestamp();
        HeldBack = 0;
        return true;
    }
}
