namespace EdgeWatch.Evidence;

/// <summary>Has it said once that something fails, and once that it works again, however often it is tried.</summary>
internal sealed class FaultLine
{
    private volatile bool _fails;

    /// <summary>Takes in how it went.</summary>
    /// <param name="fault">Why it failed; null where it did not.</param>
    /// <param name="fails">Says that it fails, and why.</param>
    /// <param name="works">Says that it works again.</param>
    public void Tell(string? fault, Action<string> fails, Action works)
    {
        if (fault is not null && !_fails)
        {
            fails(fault);
        }
        else if (fault is null && _fails)
        {
            works();
        }

        _fails = fault is not null;
    }
}
