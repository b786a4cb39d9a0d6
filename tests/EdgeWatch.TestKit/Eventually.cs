using Xunit.Sdk;

namespace EdgeWatch.TestKit;

/// <summary>Waits for something that happens elsewhere.</summary>
public static class Eventually
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="reason">What is waited for; the message of the failure.</param>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="limit">Default 20 s.</param>
    /// <exception cref="XunitException">It did not hold in time.</exception>
    public static async Task Until(string reason, Func<bool> condition, TimeSpan? limit = null)
    {
        TimeSpan patience = limit ?? DefaultLimit;
        long start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > patience)
            {
                throw new XunitException($"not within {patience.TotalSeconds:0.#} s: {reason}");
            }

            await Task.Delay(Interval, TimeProvider.System, CancellationToken.None);
        }
    }
}
