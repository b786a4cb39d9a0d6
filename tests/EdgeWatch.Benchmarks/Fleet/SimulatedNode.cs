using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Alerts;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.HomeAssistant;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.Outbox;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeWatch.Benchmarks.Fleet;

/// <summary>
/// The MQTT half of a node as the daemon has it (connection, subscriptions, retained state, discovery, events, scores, health), with
/// invented findings in place of cameras, and an outbox in memory.
/// </summary>
internal sealed class SimulatedNode
{
    private static readonly byte[] Picture = new byte[FleetOptions.PictureBytes];

    private readonly Topics _topics;
    private readonly string[] _cameras;
    private readonly Inbox _inbox = new();
    private readonly MqttPublisher _publisher;
    private readonly Random _random;

    public SimulatedNode(MqttOptions options, int number, int cameras)
    {
        string name = $"node-{number}";
        _random = new Random(number);
        _topics = new Topics(options.BaseTopic, name);
        _cameras = [.. Enumerable.Range(1, cameras).Select(camera => $"camera-{camera}")];
        MqttConnection connection = new(
            options, _topics, TimeProvider.System, NullLogger<MqttConnection>.Instance,
            subscription: new Subscription(_topics.CommandFilters(_cameras), _inbox));
        _publisher = new MqttPublisher(
            connection, new MemoryOutbox(), _topics, NodeIdentity.OfThisBoot(name, "edgewatch-v1 1.0.0"), new ClockState(),
            TimeProvider.System, NullLogger<MqttPublisher>.Instance);
    }

    /// <summary>How the connection is.</summary>
    public MqttLinkStatus Status => _publisher.Status;

    /// <summary>Messages about events that the broker has not acknowledged.</summary>
    public int Waiting => _publisher.Outbox.Queued;

    /// <summary>Runs until stopped: connection, scores, events and health.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        Introduce();
        Task[] loops =
        [
            _publisher.RunAsync(stopping),
            EveryAsync(FleetOptions.FrameInterval, PublishScores, stopping),
            EveryAsync(FleetOptions.EventInterval / _cameras.Length, PublishEvent, stopping),
            EveryAsync(HealthMessage.Interval, PublishHealth, stopping),
        ];
        await Task.WhenAll(loops);
    }

    private void Introduce()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        NodeDevice device = new(_topics, "0.1.0", "edgewatch-v1 1.0.0", Language.English);
        Describe(device.Describe(profiles: [], hasTemperature: true));
        foreach (string camera in _cameras)
        {
            Describe(new CameraDevice(_topics, device, camera, Language.English).Describe(leastThreshold: 0.101, zones: []));
            _publisher.PublishCameraStatus(camera, new CameraStatusMessage(CameraAvailability.Online, Reason: null, now));
            _publisher.PublishPhase(camera, PhaseMessage.Watching);
            _publisher.PublishAnomaly(camera, AnomalyMessage.Off(0, AlertOptions.DefaultThreshold, now));
            _publisher.PublishThreshold(camera, AlertOptions.DefaultThreshold);
            _publisher.PublishEnabled(camera, enabled: true);
        }
    }

    private void Describe(DeviceDescription device) =>
        _publisher.PublishRetained(device.TopicBelow(MqttOptions.DefaultDiscoveryPrefix), device.Payload());

    private void PublishScores()
    {
        foreach (string camera in _cameras)
        {
            _publisher.PublishScore(
                camera, _random.NextDouble() * 0.4, _random.NextDouble(), AlertOptions.DefaultThreshold, _random.Next(96));
        }
    }

    /// <summary>A whole event at once: start, one update, end, and its pictures.</summary>
    private void PublishEvent()
    {
        string camera = _cameras[_random.Next(_cameras.Length)];
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string id = EventId.Create(now);
        _publisher.PublishSnapshot(camera, Picture);
        _publisher.PublishHeatmap(camera, Picture);
        _publisher.PublishAnomaly(camera, AnomalyMessage.On(Alert(camera, id, AlertEventType.Start, 1, now)));
        foreach ((int sequence, AlertEventType type) in new[] { AlertEventType.Start, AlertEventType.Update, AlertEventType.End }.Index())
        {
            AlertEvent alert = Alert(camera, id, type, sequence + 1, now);
            Wording wording = new(Language.English, TimeZoneInfo.Utc);
            _publisher.PublishEvent(_publisher.Describe(alert, wording, $"events/{id}/snapshot.jpg"));
        }

        _publisher.PublishAnomaly(camera, AnomalyMessage.Off(0.2, AlertOptions.DefaultThreshold, now));
    }

    /// <summary>An event as the pipeline would make it.</summary>
    public static AlertEvent Alert(string camera, string id, AlertEventType type, int sequence, DateTimeOffset now) => new()
    {
        Type = type,
        EventId = id,
        CameraId = camera,
        Sequence = sequence,
        StartedAt = now,
        UpdatedAt = now,
        EndedAt = type is AlertEventType.End ? now : null,
        CapturedAt = now,
        Score = 0.9,
        PeakScore = 0.9,
        Raw = 9,
        Threshold = AlertOptions.DefaultThreshold,
        ExpectedFalseAlarmsPerDay = 1,
        Reasons = [new Reason(SpeedNormality.Kind, null, 3.1, 1)],
        Regions = [new Region(0.4, 0.5, 0.1, 0.2, 0.9)],
    };

    private void PublishHealth() => _publisher.PublishHealth(new HealthMessage
    {
        UptimeSeconds = 1,
        CpuPercent = 20,
        RssBytes = 100_000_000,
        TemperatureCelsius = 50,
        Throttling = null,
        HeatRelief = false,
        WrittenBytes = 1_000_000,
        Disk = new DiskHealth(1, 2),
        Kept = new KeptHealth(0, 0, null),
        Outbox = OutboxHealth.Of(_publisher.Outbox, TimeProvider.System.GetUtcNow()),
        Mqtt = _publisher.Status.Health(_inbox),
        Problems = [],
        Cameras = _cameras.ToDictionary(camera => camera, _ => new CameraHealth
        {
            State = CameraAvailability.Online,
            FpsIn = 10,
            FpsScored = 10,
            Drops = new DropsHealth(0, 0, 0, 0),
            Restarts = 0,
            LastFrameAgeSeconds = 0.1,
            TokensPerFrame = 30,
            MsPerFrame = new PercentilesHealth(3, 5),
            DecoderCpuPercent = 10,
        }),
    });

    /// <summary>Nodes do not start together, so that each begins anywhere in its interval.</summary>
    private async Task EveryAsync(TimeSpan interval, Action action, CancellationToken stopping)
    {
        await Task.Delay(interval * _random.NextDouble(), TimeProvider.System, stopping)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stopping.IsCancellationRequested)
        {
            action();
            await Task.Delay(interval, TimeProvider.System, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
