namespace EdgeWatch.Capture;

/// <summary>How long to wait before the next start: 1, 2, 4 … 60 s, each shortened by up to a fifth at random.</summary>
/// <param name="random">0 (inclusive) to 1 (exclusive). Keeps cameras that failed together from coming back in step.</param>
internal sealed class RestartBackoff(Func<double> random)
{
    /// <summary>The first wait.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The wait that it grows to.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private const double Jitter = 0.2;

    private TimeSpan _next = Shortest;

    /// <summary>The wait before the next start; the one after it will be twice as long.</summary>
    public TimeSpan Next()
    {
        TimeSpan wait = _next * (1 - (Jitter * random()));
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return wait;
    }

    /// <summary>Begins anew after things went well.</summary>
    public void Reset() => _next = Shortest;
}
