using EdgeWatch.Cameras;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.Outbox;

namespace EdgeWatch.Hosting.Health;

/// <summary>Says every minute how the node is.</summary>
/// <param name="publisher">Where it is said.</param>
/// <param name="inbox">What came in.</param>
/// <param name="cameras">The cameras.</param>
/// <param name="stateDirectory">Whose disk matters.</param>
/// <param name="time">The clock.</param>
/// <param name="chip">The chip.</param>
internal sealed class HealthReporter(
    MqttPublisher publisher, Inbox inbox, IReadOnlyList<Camera> cameras, string stateDirectory, TimeProvider time, Chip chip)
{
    /// <summary>The first message after a start comes this soon: nobody wants to wait a minute to see whether all is well.</summary>
    private static readonly TimeSpan FirstAfter = TimeSpan.FromSeconds(5);

    private readonly long _started = time.GetTimestamp();
    private readonly ProcessorLoad _processor = new(time);
    private readonly WakeSignal _asked = new();
    private long _droppedBefore;

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
            publisher.PublishHealth(await ReadAsync());
        }
    }

    private async Task RepeatAsync(CancellationToken stopping)
    {
        _processor.Look(Environment.ProcessId);
        TimeSpan wait = FirstAfter;
        while (true)
        {
            using CancellationTokenSource due = new(wait, time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stopping, due.Token);
            await _asked.WaitAsync(either.Token);
            stopping.ThrowIfCancellationRequested();
            publisher.PublishHealth(await ReadAsync());
            wait = HealthMessage.Interval;
        }
    }

    /// <summary>How the node is.</summary>
    public async ValueTask<HealthMessage> ReadAsync()
    {
        OutboxCounts outbox = publisher.Outbox;
        ThrottlingHealth? throttling = chip.Throttling();
        DiskHealth? disk = ReadDisk();
        SortedDictionary<string, CameraHealth> health = new(StringComparer.Ordinal);
        foreach (Camera camera in cameras)
        {
            health[camera.Id] = await camera.ReadHealthAsync();
        }

        return new HealthMessage
        {
            UptimeSeconds = (long)time.GetElapsedTime(_started).TotalSeconds,
            CpuPercent = _processor.Look(Environment.ProcessId),
            RssBytes = Environment.WorkingSet,
            TemperatureCelsius = chip.Temperature(),
            Throttling = throttling,
            Disk = disk,
            Outbox = OutboxHealth.Of(outbox, time.GetUtcNow()),
            Mqtt = publisher.Status.Health(inbox),
            Problems = [.. HealthProblems.Find(throttling, disk, outbox.Fault, DroppedSince(outbox), health)],
            Cameras = health,
        };
    }

    private long DroppedSince(OutboxCounts outbox)
    {
        long dropped = outbox.DroppedEvents + outbox.DroppedUpdates;
        long since = dropped - _droppedBefore;
        _droppedBefore = dropped;
        return since;
    }

    private DiskHealth? ReadDisk()
    {
        try
        {
            DriveInfo drive = new(stateDirectory);
            return new DiskHealth(drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
