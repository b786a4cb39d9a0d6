using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.Outbox;

namespace EdgeWatch.Tests.Mqtt.Publishing;

public class WaitingMessagesTests
{
    private readonly WaitingMessages _waiting =
        new(new MemoryOutbox(), new ScoreSlots(new Topics("edgewatch", "barn-pi"), TimeProvider.System));

    [Fact]
    public void Answers_health_and_scores_of_before_do_not_go_over_the_next_connection()
    {
        _waiting.Passing.Put(new OutgoingMessage("a", new byte[1], MqttQos.AtLeastOnce, Retain: false));
        _waiting.Scores.Offer("yard", 0.5, 1, 0.5, tokens: 1);

        _waiting.Rewind();

        Assert.False(_waiting.Passing.TryTake(out _));
        Assert.False(_waiting.Scores.TryTake(out _));
    }
}
