using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Publishing;

namespace EdgeWatch.Tests.Mqtt.Connection;

public sealed class InboxTests
{
    [Fact]
    public void A_flood_is_dropped_and_counted()
    {
        Inbox inbox = new();
        for (int i = 0; i < Inbox.Capacity + 5; i++)
        {
            inbox.Put("topic", [1, 2], retained: false);
        }

        Assert.Equal((Inbox.Capacity + 5, 5), (inbox.Received, inbox.Dropped));
    }

    [Fact]
    public void Of_a_payload_that_is_too_long_only_the_length_is_kept()
    {
        Inbox inbox = new();
        inbox.Put("topic", new byte[Inbox.MostPayloadBytes + 1], retained: true);
        inbox.Put("topic", new byte[Inbox.MostPayloadBytes], retained: false);

        Assert.True(inbox.Messages.TryRead(out IncomingMessage tooLong));
        Assert.True(inbox.Messages.TryRead(out IncomingMessage fits));
        Assert.Equal((0, Inbox.MostPayloadBytes + 1, true), (tooLong.Payload.Length, tooLong.Length, tooLong.Retained));
        Assert.Equal(Inbox.MostPayloadBytes, fits.Payload.Length);
    }

    [Fact]
    public void Of_answers_that_find_no_room_the_oldest_goes()
    {
        PassingMessages messages = new();
        for (int i = 0; i <= PassingMessages.Capacity; i++)
        {
            messages.Put(new OutgoingMessage($"{i}", default, MqttQos.AtLeastOnce, Retain: false));
        }

        Assert.True(messages.TryTake(out OutgoingMessage first));
        Assert.Equal("1", first.Topic);
    }
}
