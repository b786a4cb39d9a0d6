using EdgeWatch.Mqtt.Connection;

namespace EdgeWatch.Tests.Mqtt.Connection;

public class ProtocolChoiceTests
{
    private static readonly TimeSpan Good = TimeSpan.FromMinutes(1);

    private readonly ProtocolChoice _choice = new(Good);

    [Theory]
    [InlineData((int)LinkFailure.ProtocolVersion)]
    [InlineData((int)LinkFailure.Closed)]
    [InlineData((int)LinkFailure.Silent)]
    public void A_broker_that_does_not_take_mqtt_5_is_tried_with_3_1_1_at_once(int failure)
    {
        Assert.True(_choice.FallsBackAfter((LinkFailure)failure, connectedFor: null));
        Assert.Equal(MqttProtocol.V311, _choice.Current);
    }

    [Theory]
    [InlineData((int)LinkFailure.Lost)]
    [InlineData((int)LinkFailure.Refused)]
    public void A_broker_that_is_away_or_says_no_is_asked_again_in_mqtt_5(int failure)
    {
        Assert.False(_choice.FallsBackAfter((LinkFailure)failure, connectedFor: null));
        Assert.Equal(MqttProtocol.V5, _choice.Current);
    }

    [Fact]
    public void A_connection_that_ends_is_no_sign()
    {
        Assert.False(_choice.FallsBackAfter(LinkFailure.Closed, connectedFor: TimeSpan.Zero));
        Assert.Equal(MqttProtocol.V5, _choice.Current);
    }

    [Fact]
    public void A_broker_that_takes_neither_is_asked_in_mqtt_5_again_after_a_pause()
    {
        _choice.FallsBackAfter(LinkFailure.Closed, connectedFor: null);

        Assert.False(_choice.FallsBackAfter(LinkFailure.Closed, connectedFor: null));
        Assert.Equal(MqttProtocol.V5, _choice.Current);
    }

    [Fact]
    public void After_a_good_connection_of_3_1_1_the_broker_may_be_a_newer_one()
    {
        _choice.FallsBackAfter(LinkFailure.ProtocolVersion, connectedFor: null);

        Assert.False(_choice.FallsBackAfter(LinkFailure.Lost, Good / 2));
        Assert.Equal(MqttProtocol.V311, _choice.Current);
        Assert.False(_choice.FallsBackAfter(LinkFailure.Lost, Good));
        Assert.Equal(MqttProtocol.V5, _choice.Current);
    }
}
