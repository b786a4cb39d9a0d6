using EdgeWatch.Core.Events;
using EdgeWatch.Mqtt;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Mqtt;

public class MemoryOutboxTests
{
    [Fact]
    public void Messages_come_out_in_the_order_of_appending_until_removed()
    {
        MemoryOutbox outbox = new();
        Append(outbox, "a", AlertEventType.Start);
        Append(outbox, "a", AlertEventType.End);
        OutboxMessage first = outbox.Next(afterId: 0)!;
        OutboxMessage second = outbox.Next(first.Id)!;

        Assert.Equal((AlertEventType.Start, AlertEventType.End), (first.Type, second.Type));
        Assert.Null(outbox.Next(second.Id));
        Assert.Same(first, outbox.Next(afterId: 0));

        outbox.Remove(first.Id);
        outbox.Remove(first.Id);

        Assert.Same(second, outbox.Next(afterId: 0));
        Assert.Equal(new OutboxCounts(Queued: 1, QueuedBytes: 10, DroppedUpdates: 0, DroppedEvents: 0, second.AppendedAt), outbox.Counts);
    }

    [Fact]
    public void Since_when_the_oldest_waits_is_known()
    {
        ManualTimeProvider time = new();
        MemoryOutbox outbox = new(time: time);
        Assert.Null(outbox.Counts.Oldest);
        DateTimeOffset first = time.GetUtcNow();
        Append(outbox, "a", AlertEventType.Start);
        time.Advance(TimeSpan.FromSeconds(7));
        Append(outbox, "a", AlertEventType.End);

        Assert.Equal(first, outbox.Counts.Oldest);

        outbox.Remove(outbox.Next(afterId: 0)!.Id);

        Assert.Equal(first.AddSeconds(7), outbox.Counts.Oldest);
    }

    [Fact]
    public void When_full_the_oldest_update_goes_first()
    {
        MemoryOutbox outbox = new(capacity: 4);
        Append(outbox, "a", AlertEventType.Start);
        Append(outbox, "a", AlertEventType.Update);
        Append(outbox, "b", AlertEventType.Start);
        Append(outbox, "b", AlertEventType.Update);
        Append(outbox, "b", AlertEventType.End);

        Assert.Equal(["a Start", "b Start", "b Update", "b End"], Content(outbox));
        Assert.Equal((1, 0), (outbox.Counts.DroppedUpdates, outbox.Counts.DroppedEvents));
    }

    [Fact]
    public void When_full_without_updates_the_oldest_event_goes_as_a_whole()
    {
        MemoryOutbox outbox = new(capacity: 4);
        Append(outbox, "a", AlertEventType.Start);
        Append(outbox, "b", AlertEventType.Start);
        Append(outbox, "a", AlertEventType.End);
        Append(outbox, "b", AlertEventType.End);
        Append(outbox, "c", AlertEventType.Start);

        Assert.Equal(["b Start", "b End", "c Start"], Content(outbox));
        Assert.Equal((0, 1), (outbox.Counts.DroppedUpdates, outbox.Counts.DroppedEvents));
    }

    [Fact]
    public void Bytes_are_limited_too()
    {
        MemoryOutbox outbox = new(capacityBytes: 25);
        Append(outbox, "a", AlertEventType.Start);
        Append(outbox, "a", AlertEventType.Update);
        Append(outbox, "a", AlertEventType.End);

        Assert.Equal(["a Start", "a End"], Content(outbox));
        Assert.Equal(20, outbox.Counts.QueuedBytes);
    }

    private static void Append(MemoryOutbox outbox, string eventId, AlertEventType type) => outbox.Append(eventId, type, "topic", new byte[10]);

    private static List<string> Content(MemoryOutbox outbox)
    {
        List<string> content = [];
        long id = 0;
        while (outbox.Next(id) is { } message)
        {
            content.Add($"{message.EventId} {message.Type}");
            id = message.Id;
        }

        return content;
    }
}
