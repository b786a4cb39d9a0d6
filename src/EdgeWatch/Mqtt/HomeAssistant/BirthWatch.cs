using EdgeWatch.Mqtt.Connection;

namespace EdgeWatch.Mqtt.HomeAssistant;

/// <summary>
/// Hears that Home Assistant has started, waits for a random while, so that many nodes do not answer it at once, and has everything
/// told again. Any number of births within the while count once.
/// </summary>
/// <param name="filters">Where Home Assistant announces itself by now.</param>
/// <param name="tellAgain">Sends descriptions and states.</param>
/// <param name="random">Numbers from 0 to below 1.</param>
/// <param name="time">The clock.</param>
internal sealed class BirthWatch(Func<IReadOnlyCollection<string>> filters, Action tellAgain, Func<double> random, TimeProvider time)
{
    /// <summary>Home Assistant's documentation asks for a random delay; ten seconds spread a thousand nodes well enough.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    private readonly WakeSignal _born = new();

    /// <summary>Takes a message in; any but a fresh announcement on the right topic is left alone.</summary>
    public void Observe(IncomingMessage message)
    {
        if (!message.Retained && filters().Contains(message.Topic) && message.Payload.Span.SequenceEqual("online"u8))
        {
            _born.Set();
        }
    }

    /// <summary>Waits and tells until stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            await _born.WaitAsync(stopping);
            await Task.Delay(LongestDelay * random(), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            tellAgain();
        }
    }
}
