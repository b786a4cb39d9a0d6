using EdgeWatch.Mqtt.Native;

namespace EdgeWatch.Mqtt;

/// <summary>
/// Sends over one session what waits: first the retained state, then <c>online</c>, then whatever comes: retained state before
/// scores before events, since there is little of the former. Events keep their order: those that were on their way when the
/// last connection broke go first again.
/// </summary>
/// <param name="session">The connection.</param>
/// <param name="retained">State to send.</param>
/// <param name="scores">Scores to send.</param>
/// <param name="outbox">Events to send.</param>
/// <param name="online">Says that the node is there and its state is complete.</param>
/// <param name="refused">Hears of a message that the broker will never take: its topic and the reason.</param>
internal sealed class Delivery(
    MqttSession session, RetainedState retained, ScoreSlots scores, IOutbox outbox, OutgoingMessage online, Action<string, string> refused)
{
    private long _lastEventId;
    private bool _isOnlineSent;

    /// <summary>Whether nothing waits for sending or for an acknowledgement.</summary>
    public bool IsDone => session.IsIdle && outbox.Next(_lastEventId) is null;

    /// <summary>Takes acknowledgements in and sends as much as the window allows.</summary>
    /// <exception cref="MqttException">The connection has ended, or the broker can't take messages at the moment.</exception>
    public void Advance()
    {
        session.TakeSignals();
        while (session.HasRoom && SendNext())
        {
        }
    }

    private bool SendNext() => SendRetained() || SendOnline() || SendScore() || SendEvent();

    private bool SendRetained()
    {
        if (!retained.TryTake(out OutgoingMessage message))
        {
            return false;
        }

        Send(message, () => retained.Finish(message.Topic));
        return true;
    }

    private bool SendOnline()
    {
        if (_isOnlineSent)
        {
            return false;
        }

        Send(online, static () => { });
        _isOnlineSent = true;
        return true;
    }

    private bool SendScore()
    {
        if (!scores.TryTake(out OutgoingMessage message))
        {
            return false;
        }

        Send(message, static () => { });
        return true;
    }

    private bool SendEvent()
    {
        if (outbox.Next(_lastEventId) is not { } message)
        {
            return false;
        }

        _lastEventId = message.Id;
        Send(new OutgoingMessage(message.Topic, message.Payload, MqttQos.AtLeastOnce, Retain: false), () => outbox.Remove(message.Id));
        return true;
    }

    private void Send(OutgoingMessage message, Action finished)
    {
        try
        {
            session.Publish(message, reason => Finish(message.Topic, reason, finished));
        }
        catch (MqttException exception) when (IsAboutMessage(exception.Error))
        {
            refused(message.Topic, exception.Message);
            finished();
        }
    }

    private void Finish(string topic, int reason, Action finished)
    {
        if (PubackReason.IsTemporary(reason))
        {
            throw new MqttException(
                LinkFailure.Refused, MosquittoError.Unknown, $"the broker takes no messages at the moment: {MqttException.ReasonText(reason)}");
        }

        if (!PubackReason.IsSuccess(reason))
        {
            refused(topic, MqttException.ReasonText(reason));
        }

        finished();
    }

    /// <summary>Failures of one message that would come again on every connection.</summary>
    private static bool IsAboutMessage(MosquittoError error) => error is MosquittoError.OversizePacket or MosquittoError.PayloadSize
        or MosquittoError.MalformedUtf8 or MosquittoError.QosNotSupported or MosquittoError.RetainNotSupported;
}
