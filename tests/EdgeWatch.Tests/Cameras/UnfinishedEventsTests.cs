using EdgeWatch.Cameras;
using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Retention;
using EdgeWatch.Core.Events;
using EdgeWatch.Evidence;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.Outbox;
using EdgeWatch.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Cameras;

public sealed class UnfinishedEventsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_long_event_that_was_on_is_ended_however_many_began_after_it()
    {
        DateTimeOffset start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        FakeTimeProvider time = new(start.AddDays(2));
        string folder = _folder.File("events");
        Directory.CreateDirectory(folder);
        EventPictures pictures = new(
            new EventRetention(
                folder, () => new RetentionOptions { KeepFor = RetentionOptions.MaxKeepFor }, time, NullLogger<EventRetention>.Instance),
            NullLogger<EventPictures>.Instance);
        Save(pictures, AlertEventType.Update, "gate", start);
        for (int i = 1; i <= 100; i++)
        {
            Save(pictures, AlertEventType.End, "yard", start.AddMinutes(10 * i));
        }

        MemoryOutbox outbox = new(time: time);
        Topics topics = new("edgewatch", "node");
        MqttPublisher publisher = new(
            new MqttConnection(new MqttOptions { Host = "localhost" }, topics, time, NullLogger<MqttConnection>.Instance),
            outbox,
            topics,
            new NodeIdentity("node", "m", null),
            new ClockState(),
            time,
            NullLogger<MqttPublisher>.Instance);
        UnfinishedEvents unfinished = new(
            pictures, publisher, new Incidents(() => TimeSpan.FromSeconds(10), time), time, NullLogger<UnfinishedEvents>.Instance);

        await unfinished.StartAsync(CancellationToken.None);

        Assert.Equal([AlertEventType.Update, AlertEventType.End], outbox.Messages.Select(message => message.Type));
    }

    private static void Save(EventPictures pictures, AlertEventType type, string camera, DateTimeOffset at)
    {
        EventMessage message = new()
        {
            Type = type,
            EventId = EventId.Create(at),
            Node = "node",
            Camera = camera,
            Sequence = 2,
            StartedAt = at,
            UpdatedAt = at,
            EndedAt = type is AlertEventType.End ? at : null,
            CapturedAt = at,
            Score = 0.6,
            PeakScore = 0.6,
            Raw = 12,
            Threshold = 0.5,
            ExpectedFalseAlarmsPerDay = 1,
            Reasons = [],
            Regions = [],
            Snapshot = null,
            Model = "m",
        };
        pictures.SaveMessage(message.EventId, Topic.Event.Write(message), isLast: type is AlertEventType.End);
    }
}
