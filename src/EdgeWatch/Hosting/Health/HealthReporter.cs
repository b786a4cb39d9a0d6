using EdgeWatch.Core.Languages;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Mqtt.Publishing;

namespace EdgeWatch.Hosting.Health;

/// <summary>Says every minute how the node is.</summary>
/// <param name="publisher">Where it is said.</param>
/// <param name="reader">Knows how it is; nobody else's.</param>
/// <param name="language">The language of what people read.</param>
/// <param name="time">The clock.</param>
internal sealed class HealthReporter(MqttPublisher publisher, HealthReader reader, Func<Language> language, TimeProvider time)
{
    /// <summary>The first message after a start comes this soon: nobody wants to wait a minute to see whether all is well.</summary>
    private static readonly TimeSpan FirstAfter = TimeSpan.FromSeconds(5);

    private readonly WakeSignal _asked = new();

    /// <summary>Says it soon, not only when it is time.</summary>
    public void Ask() => _asked.Set();

    /// <summary>Says it until stopped, and once more then: what was lost since the last time would stay unsaid.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> fired.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await RepeatAsync(stopping);
        }
        finally
        {
            Tell();
        }
    }

    private void Tell() => publisher.PublishHealth(reader.Read().In(language()));

    private async Task RepeatAsync(CancellationToken stopping)
    {
        reader.Begin();
        TimeSpan wait = FirstAfter;
        while (true)
        {
            using CancellationTokenSource due = new(wait, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stopping, due.Token);
            await _asked.WaitAsync(either.Token);
            stopping.ThrowIfCancellationRequested();
            Tell();
            wait = HealthMessage.Interval;
        }
    }
}
