using EdgeWatch.Core.Events;
using EdgeWatch.Outbox;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Outbox;

public class MemoryOutboxTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Messages_come_out_in_the_order_of_appending_and_stay_until_removed()
    {
        MemoryOutbox outbox = new(time: _time);
        Append(outbox, "a", AlertEventType.Start);
        _time.Advance(TimeSpan.FromSeconds(1));
        Append(outbox, "a", AlertEventType.End);
        OutboxMessage first = outbox.TakeFresh()!;
        OutboxMessage second = outbox.TakeFresh()!;

        Assert.Equal((AlertEventType.Start, AlertEventType.End), (first.Type, second.Type));
        Assert.Null(outbox.TakeFresh());
        Assert.False(outbox.HasUnsent);
        Assert.Equal((2, first.AppendedAt), (outbox.Counts.Queued, outbox.Counts.Oldest));

        outbox.Remove(first.Id);
        outbox.Remove(first.Id);

        Assert.Equal((1, 10, second.AppendedAt), (outbox.Counts.Queued, outbox.Counts.QueuedBytes, outbox.Counts.Oldest));
    }

    [Fact]
    public void What_was_on_its_way_when_a_connection_broke_goes_again_in_order()
    {
        MemoryOutbox outbox = new(time: _time);
        Append(outbox, "a", AlertEventType.Start);
        Append(outbox, "b", AlertEventType.Start);
        Append(outbox, "c", AlertEventType.Start);
        OutboxMessage first = outbox.TakeFresh()!;
        OutboxMessage second = outbox.TakeFresh()!;
        outbox.Remove(first.Id);

        outbox.Rewind();

        Assert.Null(outbox.TakeFresh());
        Assert.Same(second, outbox.TakeBacklog());
        Assert.Equal("c", outbox.TakeBacklog()!.EventId);
        Assert.Null(outbox.TakeBacklog());
    }

    [Fact]
    public void A_fresh_event_passes_the_backlog_of_other_cameras_but_not_of_its_own()
    {
        MemoryOutbox outbox = new(time: _time);
        Append(outbox, "gate 1", AlertEventType.Start, "gate");
        Append(outbox, "gate 2", AlertEventType.Start, "gate");
        Append(outbox, "yard 1", AlertEventType.Start, "yard");
        outbox.Rewind();
        Append(outbox, "door 1", AlertEventType.Start, "door");
        Append(outbox, "yard 2", AlertEventType.Start, "yard");

        List<string> order = [];
        while ((outbox.TakeFresh() ?? outbox.TakeBacklog()) is { } message)
        {
            order.Add(message.EventId);
        }

        Assert.Equal(["door 1", "yard 1", "yard 2", "gate 1", "gate 2"], order);
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

    [Fact]
    public void A_message_that_is_on_its_way_may_be_dropped()
    {
        MemoryOutbox outbox = new(capacity: 1);
        Append(outbox, "a", AlertEventType.Update);
        OutboxMessage sent = outbox.TakeFresh()!;
        Append(outbox, "b", AlertEventType.Start);

        outbox.Remove(sent.Id);

        Assert.Equal(["b Start"], Content(outbox));
    }

    private static void Append(MemoryOutbox outbox, string eventId, AlertEventType type, string topic = "topic") =>
        outbox.Append(eventId, type, topic, new byte[10]);

    private static List<string> Content(MemoryOutbox outbox) => [.. outbox.Messages.Select(message => $"{message.EventId} {message.Type}")];
}
