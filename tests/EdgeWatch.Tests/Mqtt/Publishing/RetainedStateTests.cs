using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Publishing;

namespace EdgeWatch.Tests.Mqtt.Publishing;

public class RetainedStateTests
{
    private readonly RetainedState _state = new();

    [Fact]
    public void Only_the_newest_of_a_topic_is_taken()
    {
        _state.Set("a", [1]);
        _state.Set("a", [2]);

        Assert.Equal((byte)2, TakePayload());
        Assert.False(_state.TryTake(out _));
    }

    [Fact]
    public void The_next_of_a_topic_waits_for_the_one_on_its_way()
    {
        _state.Set("a", [1]);
        TakePayload();
        _state.Set("a", [2]);
        Assert.False(_state.TryTake(out _));

        _state.Finish("a");

        Assert.Equal((byte)2, TakePayload());
    }

    [Fact]
    public void Who_wants_to_know_hears_once_when_the_broker_has_this_very_payload()
    {
        List<string> delivered = [];
        _state.Set("a", [1], () => delivered.Add("first"));
        TakePayload();
        _state.Set("a", [2], () => delivered.Add("second"));
        _state.Finish("a");
        Assert.Empty(delivered);

        TakePayload();
        _state.Finish("a");
        _state.MarkAllUnsent();
        TakePayload();
        _state.Finish("a");

        Assert.Equal(["second"], delivered);
    }

    [Fact]
    public void What_the_broker_refused_is_not_delivered_and_goes_again_over_the_next_connection()
    {
        List<string> delivered = [];
        _state.Set("a", [], () => delivered.Add("a"));
        Assert.True(_state.TryTake(out _));
        _state.Refuse("a");
        Assert.False(_state.TryTake(out _));
        Assert.Empty(delivered);

        _state.MarkAllUnsent();

        Assert.True(_state.TryTake(out OutgoingMessage again));
        Assert.Equal(0, again.Payload.Length);
        _state.Finish("a");
        Assert.Equal(["a"], delivered);
    }

    [Fact]
    public void After_a_refusal_the_next_of_the_topic_may_go()
    {
        _state.Set("a", [1]);
        TakePayload();
        _state.Refuse("a");

        _state.Set("a", [2]);

        Assert.Equal((byte)2, TakePayload());
    }

    [Fact]
    public void A_topic_that_was_removed_is_not_sent_again()
    {
        _state.Set("a", []);
        Assert.True(_state.TryTake(out OutgoingMessage removal));
        Assert.Equal((0, true), (removal.Payload.Length, removal.Retain));
        _state.Finish("a");

        _state.MarkAllUnsent();
        _state.Repeat();

        Assert.False(_state.TryTake(out _));
    }

    [Fact]
    public void Everything_can_be_sent_again()
    {
        _state.Set("a", [1]);
        TakePayload();
        _state.Finish("a");
        Assert.False(_state.TryTake(out _));

        _state.Repeat();

        Assert.Equal((byte)1, TakePayload());
    }

    [Fact]
    public void A_busy_topic_does_not_hold_others_up()
    {
        _state.Set("a", [1]);
        _state.Set("b", [2]);
        TakePayload();
        _state.Set("a", [3]);

        Assert.Equal((byte)2, TakePayload());
    }

    [Fact]
    public void After_a_reconnect_everything_goes_again()
    {
        _state.Set("a", [1]);
        _state.Set("b", [2]);
        TakePayload();
        _state.Finish("a");
        TakePayload();

        _state.MarkAllUnsent();

        Assert.Equal([1, 2], new[] { TakePayload(), TakePayload() });
    }

    [Fact]
    public void What_was_set_since_the_reconnect_can_be_told_from_what_goes_again()
    {
        _state.Set("a", [1]);
        _state.Set("b", [2]);
        _state.MarkAllUnsent();
        _state.Set("b", [3]);

        Assert.True(_state.TryTakeNew(out OutgoingMessage message));
        Assert.Equal("b", message.Topic);
        Assert.False(_state.TryTakeNew(out _));
        Assert.Equal((byte)1, TakePayload());
    }

    [Fact]
    public void Messages_are_retained_and_acknowledged()
    {
        _state.Set("a", [1]);
        _state.TryTake(out OutgoingMessage message);

        Assert.Equal(("a", MqttQos.AtLeastOnce, true), (message.Topic, message.Qos, message.Retain));
    }

    private byte TakePayload()
    {
        Assert.True(_state.TryTake(out OutgoingMessage message));
        return message.Payload.Span[0];
    }
}
