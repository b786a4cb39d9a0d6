using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Messages;

namespace EdgeWatch.Mqtt.Publishing;

/// <summary>The newest score of every camera that is worth a message and has not been sent yet. Safe from any thread.</summary>
internal sealed class ScoreSlots(Topics topics, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Slot> _slots = new(StringComparer.Ordinal);

    /// <summary>Puts a score in, if the throttle lets it pass.</summary>
    /// <returns>Whether there is something to send.</returns>
    public bool Offer(string cameraId, double score, double raw, double threshold, int tokens)
    {
        lock (_gate)
        {
            if (!_slots.TryGetValue(cameraId, out Slot? slot))
            {
                _slots[cameraId] = slot = new Slot(topics.Of(Topic.Score, cameraId), new ScoreThrottle(time));
            }

            if (!slot.Throttle.TryPass(score))
            {
                return false;
            }

            slot.Payload = Topic.Score.Write(ScoreMessage.From(score, raw, threshold, tokens));
            return true;
        }
    }

    /// <summary>Forgets what has not been sent: nobody wants old scores.</summary>
    public void Clear()
    {
        while (TryTake(out _))
        {
        }
    }

    /// <summary>Takes a message to send.</summary>
    public bool TryTake(out OutgoingMessage message)
    {
        lock (_gate)
        {
            foreach (Slot slot in _slots.Values)
            {
                if (slot.Payload is { } payload)
                {
                    slot.Payload = null;
                    message = new OutgoingMessage(slot.Topic, payload, Topic.Score.Qos, Retain: false);
                    return true;
                }
            }
        }

        message = default;
        return false;
    }

    private sealed class Slot(string topic, ScoreThrottle throttle)
    {
        public string Topic { get; } = topic;

        public ScoreThrottle Throttle { get; } = throttle;

        public byte[]? Payload { get; set; }
    }
}
