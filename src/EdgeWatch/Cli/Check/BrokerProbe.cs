using EdgeWatch.Configuration;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Connection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeWatch.Cli.Check;

/// <summary>Connects to the broker once, as the daemon would, and leaves nothing there.</summary>
internal static class BrokerProbe
{
    /// <summary>Tries for a while.</summary>
    /// <returns>Connected, or the newest reason why not.</returns>
    public static async Task<MqttLinkStatus> TryAsync(
        MqttOptions options, Topics topics, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        MqttConnection connection = new(options, topics, time, NullLogger<MqttConnection>.Instance, leavesNothing: true);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(limit);
        MqttLinkStatus? connected = null;
        await connection.RunAsync(
            (_, _) =>
            {
                connected = connection.Status;
                stop.Cancel();
                return Task.CompletedTask;
            },
            stop.Token);
        return connected ?? connection.Status;
    }
}
