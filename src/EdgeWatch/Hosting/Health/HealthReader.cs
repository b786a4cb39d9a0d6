using EdgeWatch.Cameras;
using EdgeWatch.Core.Languages;
using EdgeWatch.Evidence;
using EdgeWatch.Hosting.Reloading;
using EdgeWatch.Hosting.Telemetry;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.Outbox;

namespace EdgeWatch.Hosting.Health;

/// <summary>
/// Reads how the node is, from one time to the next. For one caller at a time; who wants rates of another pace has another.
/// </summary>
/// <param name="publisher">Knows broker and outbox.</param>
/// <param name="inbox">What came in.</param>
/// <param name="cameras">The cameras of the moment.</param>
/// <param name="inForce">Whether the config file is in force.</param>
/// <param name="web">What is wrong with the HTTP server; null for nothing.</param>
/// <param name="stateDirectory">Whose disk matters.</param>
/// <param name="retention">What is kept there of events.</param>
/// <param name="time">The clock.</param>
/// <param name="chip">The chip.</param>
/// <param name="relief">Whether cameras rest.</param>
internal sealed class HealthReader(
    MqttPublisher publisher,
    Inbox inbox,
    IReadOnlyList<Camera> cameras,
    ConfigurationInForce inForce,
    Func<Saying?> web,
    string stateDirectory,
    EventRetention retention,
    TimeProvider time,
    Chip chip,
    Relief relief)
{
    private readonly long _started = time.GetTimestamp();
    private readonly ProcessorLoad _processor = new(time);
    private Dictionary<Camera, CameraHealthReader> _readers = [];
    private long _droppedBefore;

    /// <summary>Begins to look, so that the next call of <see cref="Read"/> has rates.</summary>
    public void Begin()
    {
        _processor.Look(Environment.ProcessId);
        FindReaders();
    }

    /// <summary>How the node is, its problems in English; rates are since the last call.</summary>
    public HealthMessage Read()
    {
        OutboxCounts outbox = publisher.Outbox;
        ThrottlingHealth? throttling = chip.Throttling();
        DiskHealth? disk = ReadDisk();
        FindReaders();
        SortedDictionary<string, CameraHealth> health = new(StringComparer.Ordinal);
        foreach ((Camera camera, CameraHealthReader reader) in _readers)
        {
            health[camera.Id] = reader.Read();
        }

        return new HealthMessage
        {
            UptimeSeconds = (long)time.GetElapsedTime(_started).TotalSeconds,
            CpuPercent = _processor.Look(Environment.ProcessId),
            RssBytes = Environment.WorkingSet,
            TemperatureCelsius = chip.Temperature(),
            Throttling = throttling,
            HeatRelief = relief.IsOn,
            WrittenBytes = ProcessIo.WrittenBytes(),
            Disk = disk,
            Kept = retention.Kept is { } kept ? new KeptHealth(kept.Count, kept.Bytes, kept.Oldest) : null,
            Outbox = OutboxHealth.Of(outbox, time.GetUtcNow()),
            Mqtt = publisher.Status.Health(inbox),
            Problems = [],
            Sayings =
            [
                .. HealthProblems.Find(throttling, disk, outbox.Fault, DroppedSince(outbox), health, relief.IsOn),
                .. new[] { web(), inForce.Problem }.OfType<Saying>(),
            ],
            Cameras = health,
        }.In(Language.English);
    }

    /// <summary>Cameras come and go with the config.</summary>
    private void FindReaders() => _readers = cameras.ToDictionary(
        camera => camera, camera => _readers.GetValueOrDefault(camera) ?? camera.ObserveHealth());

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
