using System.Diagnostics.Metrics;
using EdgeWatch.Cameras;
using EdgeWatch.Core.Normality;
using EdgeWatch.Hosting.Status;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Mqtt.Publishing;

namespace EdgeWatch.Hosting.Telemetry;

/// <summary>
/// The node in numbers for whoever listens to its meter: nothing is measured before somebody asks. Names and units are as OpenTelemetry
/// has them (https://opentelemetry.io/docs/specs/semconv/general/metrics/), and those of the process its own.
/// </summary>
internal sealed class NodeMetrics
{
    /// <summary>The one meter of the program.</summary>
    public const string MeterName = "EdgeWatch";

    private const string Reason = "reason";

    private readonly Meter _meter;
    private readonly IReadOnlyList<Camera> _cameras;
    private readonly StatusReader _status;
    private readonly TimeProvider _time;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="cameras">The cameras of the moment.</param>
    /// <param name="publisher">Knows broker and outbox.</param>
    /// <param name="status">Knows the numbers that are read every few seconds.</param>
    /// <param name="time">The clock.</param>
    public NodeMetrics(Meter meter, IReadOnlyList<Camera> cameras, MqttPublisher publisher, StatusReader status, TimeProvider time)
    {
        (_meter, _cameras, _status, _time) = (meter, cameras, status, time);
        AddFrames();
        AddScores();
        AddDelivery(publisher);
        AddMachine();
        AddProcess();
    }

    private void AddFrames()
    {
        CountCameras("edgewatch.camera.frame.received", "{frame}", "Frames that came.", camera => camera.Capture.Frames);
        CountCameras("edgewatch.camera.frame.analysed", "{frame}", "Frames that were analysed.", camera => camera.Counts.Frames);
        _meter.CreateObservableCounter(
            "edgewatch.camera.frame.dropped",
            () => _cameras.SelectMany(camera => (Measurement<long>[])
            [
                Of(camera, camera.Capture.Dropped, Reason, "busy"), Of(camera, camera.Counts.SceneChanges, Reason, "scene_change"),
                Of(camera, camera.Rested, Reason, "hot"),
            ]),
            "{frame}",
            "Frames that were not looked at: this machine did not keep up, the whole scene was changing, or the chip was hot.");
        CountCameras(
            "edgewatch.camera.patch.active",
            "{patch}",
            "Patches that the network was asked about.",
            camera => camera.Counts.Patches);
        CountCameras(
            "edgewatch.camera.patch.dropped",
            "{patch}",
            "Patches beyond the most that fit into one run.",
            camera => camera.Counts.PatchesLeftOut);
        CountCameras(
            "edgewatch.camera.restarts",
            "{restart}",
            "Starts of the camera's program after the first.",
            camera => camera.Capture.Restarts);
        GaugeCameras("edgewatch.camera.frame.age", "s", "Time since the newest frame.", AgeOfLastFrame);
    }

    private void AddScores()
    {
        GaugeCameras("edgewatch.camera.up", "1", "1 while pictures come.", camera => StatusOf(camera) is CameraAvailability.Online ? 1 : 0);
        GaugeCameras(
            "edgewatch.camera.enabled",
            "1",
            "1 while the camera is wanted.",
            camera => StatusOf(camera) is CameraAvailability.Disabled ? 0 : 1);
        GaugeCameras("edgewatch.camera.score", "1", "Score of the newest frame.", camera => camera.Score);
        GaugeCameras("edgewatch.camera.threshold", "1", "Score at which alerts begin.", camera => camera.Control.Policy.Threshold);
        _meter.CreateObservableCounter(
            "edgewatch.camera.alerts",
            () => _cameras.SelectMany(camera => Kinds.All.Select(kind => Of(camera, camera.Alerts[kind.Index], "kind", kind.Name))),
            "{alert}",
            "Events that have begun, by the kind of departure that weighed most.");
        GaugeCameras("edgewatch.camera.alert.active", "1", "1 while an event is on.", camera => camera.AlertIsOn ? 1 : 0);
        GaugeCameras(
            "edgewatch.camera.learning.progress", "1", "Part of the learning time that has passed.", camera => camera.Phase?.Progress);
        GaugeCameras(
            "edgewatch.camera.decoder.cpu.utilization",
            "1",
            "Processor time of the camera's program (ffmpeg); 1 is one core.",
            camera => _status.Health?.Cameras.GetValueOrDefault(camera.Id)?.DecoderCpuPercent / 100);
    }

    private void AddDelivery(MqttPublisher publisher)
    {
        Gauge("edgewatch.mqtt.connected", "1", "1 while the broker is connected.", () => publisher.Status.Connected ? 1 : 0);
        Count("edgewatch.mqtt.connections", "{connection}", "Connections that the broker accepted.", () => publisher.Status.Connects);
        Count("edgewatch.mqtt.messages.published", "{message}", "Messages handed to the network.", () => publisher.Status.Published);
        Count(
            "edgewatch.mqtt.messages.acknowledged",
            "{message}",
            "Messages that the broker has taken.",
            () => publisher.Status.Acknowledged);
        Count("edgewatch.mqtt.messages.refused", "{message}", "Messages that the broker will never take.", () => publisher.Status.Refused);
        Gauge("edgewatch.outbox.messages", "{message}", "Messages about events that wait for the broker.", () => publisher.Outbox.Queued);
        Gauge("edgewatch.outbox.size", "By", "Bytes of the messages that wait.", () => publisher.Outbox.QueuedBytes);
        Gauge("edgewatch.outbox.age", "s", "How long the oldest of them has waited.", () => AgeOf(publisher.Outbox.Oldest));
        Gauge(
            "edgewatch.outbox.volatile",
            "1",
            "1 while what waits would be lost with the program.",
            () => publisher.Outbox.Fault is null ? 0 : 1);
        _meter.CreateObservableCounter(
            "edgewatch.outbox.dropped",
            () => (Measurement<long>[])
            [
                new(publisher.Outbox.DroppedUpdates, new KeyValuePair<string, object?>("type", "update")),
                new(publisher.Outbox.DroppedEvents, new KeyValuePair<string, object?>("type", "event")),
            ],
            "{message}",
            "What found no room: single updates, and whole events.");
    }

    private void AddMachine()
    {
        Gauge("edgewatch.chip.temperature", "Cel", "The hottest part of the chip.", () => _status.Health?.TemperatureCelsius);
        Gauge("edgewatch.chip.relief", "1", "1 while cameras rest in turns.", () => _status.Health is { HeatRelief: true } ? 1 : 0);
        _meter.CreateObservableGauge(
            "edgewatch.chip.throttled", MeasureThrottling, "1", "1 while the chip is slowed down, by reason. Raspberry Pi only.");
        Gauge("edgewatch.disk.free", "By", "Room on the disk of the state directory.", () => _status.Health?.Disk?.FreeBytes);
        Gauge("edgewatch.disk.size", "By", "Size of the disk of the state directory.", () => _status.Health?.Disk?.TotalBytes);
        Gauge(
            "edgewatch.problems",
            "{problem}",
            "What somebody should look at: see edgewatch status.",
            () => _status.Health?.Problems.Count);
    }

    private void AddProcess()
    {
        long started = _time.GetTimestamp();
        Gauge("process.uptime", "s", "Time since the program started.", () => _time.GetElapsedTime(started).TotalSeconds);
        _meter.CreateObservableUpDownCounter(
            "process.memory.usage",
            () => Environment.WorkingSet,
            "By",
            "Memory of the program that is in RAM.");
        _meter.CreateObservableCounter(
            "process.cpu.time",
            () => (Measurement<double>[])
            [
                new(Environment.CpuUsage.UserTime.TotalSeconds, new KeyValuePair<string, object?>("cpu.mode", "user")),
                new(Environment.CpuUsage.PrivilegedTime.TotalSeconds, new KeyValuePair<string, object?>("cpu.mode", "system")),
            ],
            "s",
            "Processor time of the program; ffmpeg is counted with the cameras.");
        _meter.CreateObservableCounter("process.disk.io", ProcessIo.Measure, "By", "Bytes that the program read from and wrote to disks.");
    }

    private static CameraAvailability StatusOf(Camera camera) => StatusWords.AvailabilityOf(camera.Status.State);

    private double? AgeOfLastFrame(Camera camera) =>
        camera.Capture.LastFrame is { } last ? Math.Max(0, _time.GetElapsedTime(last).TotalSeconds) : null;

    private double? AgeOf(DateTimeOffset? at) => at is { } time ? Math.Max(0, (_time.GetUtcNow() - time).TotalSeconds) : 0;

    private IEnumerable<Measurement<int>> MeasureThrottling() => _status.Health?.Throttling is not { } now ? [] :
    [
        Throttled(now.UnderVoltage, "under_voltage"), Throttled(now.FrequencyCapped, "frequency_capped"),
        Throttled(now.Throttled, "throttled"), Throttled(now.TemperatureLimited, "temperature_limited"),
    ];

    private static Measurement<int> Throttled(bool isOn, string reason) =>
        new(isOn ? 1 : 0, new KeyValuePair<string, object?>(Reason, reason));

    private void CountCameras(string name, string unit, string words, Func<Camera, long> count) => _meter.CreateObservableCounter(
        name, () => _cameras.Select(camera => new Measurement<long>(count(camera), Tag(camera))), unit, words);

    private void GaugeCameras(string name, string unit, string words, Func<Camera, double?> value) => _meter.CreateObservableGauge(
        name,
        () => _cameras.SelectMany(
            camera => value(camera) is { } number ? [new Measurement<double>(number, Tag(camera))] : (Measurement<double>[])[]),
        unit,
        words);

    private void Count(string name, string unit, string words, Func<long> count) =>
        _meter.CreateObservableCounter(name, count, unit, words);

    private void Gauge(string name, string unit, string words, Func<double?> value) => _meter.CreateObservableGauge(
        name, () => value() is { } number ? [new Measurement<double>(number)] : (Measurement<double>[])[], unit, words);

    private static Measurement<long> Of(Camera camera, long count, string key, string word) =>
        new(count, Tag(camera), new KeyValuePair<string, object?>(key, word));

    private static KeyValuePair<string, object?> Tag(Camera camera) => new(CameraInstruments.CameraKey, camera.Id);
}
