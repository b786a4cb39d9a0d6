using System.Globalization;
using EdgeWatch.Capture;
using EdgeWatch.Core.Languages;
using EdgeWatch.Hosting.Health;
using EdgeWatch.Hosting.Reloading;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.Outbox;

namespace EdgeWatch.Hosting.Systemd;

/// <summary>The line in <c>systemctl status</c>: how the cameras are, the broker, and what waits for it.</summary>
/// <param name="cameras">Ids and states of the cameras of the moment.</param>
/// <param name="inForce">Whether the config file is in force.</param>
/// <param name="publisher">Knows broker and outbox.</param>
/// <param name="notifier">Takes the line to systemd.</param>
/// <param name="time">Says when to look again.</param>
internal sealed class StatusLine(
    Func<IEnumerable<(string Id, CameraStatus Status)>> cameras,
    ConfigurationInForce inForce,
    MqttPublisher publisher,
    SystemdNotifier notifier,
    TimeProvider time)
{
    /// <summary>How old the line may be.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private volatile string _told = "";

    /// <summary>
    /// Tells whenever something has changed, until told to stop. Not at once: what systemd hears first is that the service is ready.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            Tell();
        }
    }

    /// <summary>Tells if anything has changed.</summary>
    public void Tell()
    {
        string line = Write(cameras(), publisher.Status, publisher.Outbox, inForce.Problem?.In(Language.English));
        if (line != _told)
        {
            notifier.Status(line);
            _told = line;
        }
    }

    /// <summary>Puts it in words.</summary>
    public static string Write(
        IEnumerable<(string Id, CameraStatus Status)> cameras, MqttLinkStatus broker, OutboxCounts outbox, string? configuration = null)
    {
        string seen = Describe([.. cameras]);
        string link = broker.Connected ? "broker connected" : $"no broker: {broker.Reason}";
        string waiting = outbox.Queued == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {outbox.Queued} alert message(s) wait");
        string fault = outbox.Fault is null ? "" : $"; alerts in memory only: {outbox.Fault}";
        string config = configuration is null ? "" : $"; {configuration}";
        return $"{seen}; {link}{waiting}{fault}{config}";
    }

    private static string Describe(List<(string Id, CameraStatus Status)> cameras)
    {
        if (cameras.Count == 0)
        {
            return HealthProblems.NoCamera.In(Language.English);
        }

        int online = cameras.Count(camera => camera.Status.State is CameraState.Online);
        string[] others = [.. cameras.Where(camera => camera.Status.State is not CameraState.Online).Select(Describe)];
        string away = others.Length == 0 ? "" : $" ({string.Join(", ", others)})";
        return string.Create(CultureInfo.InvariantCulture, $"{online} of {cameras.Count} cameras online{away}");
    }

    private static string Describe((string Id, CameraStatus Status) camera) => camera.Status.State is CameraState.Offline
        ? $"{camera.Id}: {camera.Status.Reason}"
        : $"{camera.Id}: {camera.Status.State.ToString().ToLowerInvariant()}";
}
