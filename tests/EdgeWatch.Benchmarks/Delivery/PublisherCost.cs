using System.Globalization;
using EdgeWatch.Benchmarks.Fleet;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Languages;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.Outbox;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeWatch.Benchmarks.Delivery;

/// <summary>
/// What it costs to keep alerts on the disk and to send them: a publisher as the daemon has it, in this process, a broker beside it.
/// </summary>
internal sealed class PublisherCost : IAsyncDisposable
{
    private const int Cameras = 4;
    private const int Backlog = 5000;
    private const int MessagesPerSecond = 500;
    private const int MessagesPerStep = 10;
    private static readonly TimeSpan Measurement = TimeSpan.FromSeconds(20);

    /// <summary>Until what was acknowledged is off the disk.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgewatch-publisher-");
    private readonly CancellationTokenSource _stop = new();
    private readonly FleetBroker _broker = new();
    private readonly DurableOutbox _outbox;
    private readonly MqttPublisher _publisher;
    private int _appended;

    private PublisherCost()
    {
        MqttOptions options = new() { Host = "127.0.0.1", Port = _broker.Port };
        Topics topics = new(options.BaseTopic, "benchmark");
        _outbox = new DurableOutbox(_folder.FullName, new MemoryOutbox(), TimeProvider.System, NullLogger<DurableOutbox>.Instance);
        _publisher = new MqttPublisher(
            new MqttConnection(options, topics, TimeProvider.System, NullLogger<MqttConnection>.Instance),
            _outbox,
            topics,
            NodeIdentity.OfThisBoot("benchmark", "edgewatch-v1 1.0.0"),
            new ClockState(),
            TimeProvider.System,
            NullLogger<MqttPublisher>.Instance)
        {
            BacklogPerSecond = OutboxOptions.MaxBacklogPerSecond,
        };
    }

    /// <summary>Measures and prints.</summary>
    public static async Task<int> RunAsync()
    {
        await using PublisherCost cost = new();
        cost.MeasureAppending();
        Task running = cost._publisher.RunAsync(cost._stop.Token);
        await cost.MeasureDrainingAsync();
        await Task.Delay(Settling, TimeProvider.System, CancellationToken.None);
        await cost.MeasureAsync("idle", () => Task.Delay(Measurement, TimeProvider.System, CancellationToken.None));
        await cost.MeasureAsync($"at {MessagesPerSecond} messages/s", cost.AppendSteadilyAsync);
        await cost._stop.CancelAsync();
        await running;
        return 0;
    }

    public ValueTask DisposeAsync()
    {
        _outbox.Dispose();
        _broker.Dispose();
        _stop.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private void MeasureAppending()
    {
        AppendStep();
        long start = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < Backlog; i++)
        {
            Append();
        }

        double seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        Print("appended, each flushed to the disk", $"{Backlog / seconds:0} messages/s");
    }

    private async Task MeasureDrainingAsync()
    {
        while (!_publisher.Status.Connected)
        {
            await Task.Delay(Look, TimeProvider.System, CancellationToken.None);
        }

        int queued = _outbox.Counts.Queued;
        long start = TimeProvider.System.GetTimestamp();
        while (_outbox.Counts.Queued > 0)
        {
            await Task.Delay(Look, TimeProvider.System, CancellationToken.None);
        }

        double seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        Print("drained, without a pace", $"{queued / seconds:0} messages/s");
    }

    private async Task MeasureAsync(string load, Func<Task> work)
    {
        GC.Collect();
        ProcessorLoad processor = new(TimeProvider.System);
        processor.Look(Environment.ProcessId);
        long written = WrittenBytes();
        int appended = _appended;
        long start = TimeProvider.System.GetTimestamp();
        await work();
        double kilobytes = (WrittenBytes() - written) / 1e3;
        double perSecond = (_appended - appended) / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        Print(load, string.Create(
            CultureInfo.InvariantCulture,
            $"{processor.Look(Environment.ProcessId):0.0} % of a core, {Environment.WorkingSet / 1e6:0} MB, "
            + $"{kilobytes:0} kB written in {Measurement.TotalSeconds:0} s, {perSecond:0} messages/s, {_outbox.Counts.Queued} wait"));
    }

    private async Task AppendSteadilyAsync()
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds((double)MessagesPerStep / MessagesPerSecond), TimeProvider.System);
        long start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Measurement)
        {
            await timer.WaitForNextTickAsync();
            AppendStep();
        }
    }

    private void AppendStep()
    {
        for (int i = 0; i < MessagesPerStep; i++)
        {
            Append();
        }
    }

    private void Append()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string camera = string.Create(CultureInfo.InvariantCulture, $"camera-{_appended++ % Cameras}");
        AlertEvent alert = SimulatedNode.Alert(camera, EventId.Create(now), AlertEventType.Start, sequence: 1, now);
        _publisher.PublishEvent(_publisher.Describe(alert, new Wording(Language.English, TimeZoneInfo.Utc), "events/x/snapshot.jpg"));
    }

    /// <summary>What this process has caused to be written to disks, also what the kernel still holds back.</summary>
    private static long WrittenBytes()
    {
        const string Field = "write_bytes: ";
        return long.Parse(
            File.ReadLines("/proc/self/io").First(line => line.StartsWith(Field, StringComparison.Ordinal))[Field.Length..],
            CultureInfo.InvariantCulture);
    }

    private static void Print(string what, string value) => Console.WriteLine($"{what,-40} {value}");
}
