using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Outbox;

namespace EdgeWatch.Mqtt.Publishing;

/// <summary>
/// Sends over one session what waits: first the retained state, then <c>online</c>, then whatever comes: retained state before
/// scores before events, since there is little of the former. Fresh events go before the backlog of an outage, which keeps to its
/// pace; the events of a camera keep their order. A new picture goes before the event that it belongs to; pictures that are merely sent
/// again after a reconnect come last: on a slow link they take longer than all the rest, and such a link may break over them.
/// </summary>
/// <param name="session">The connection.</param>
/// <param name="waiting">What to send; rewound for this connection.</param>
/// <param name="pace">Of the backlog.</param>
/// <param name="online">Says that the node is there and its state is complete.</param>
/// <param name="isKept">Of a topic whose messages come from the outbox: whether the broker keeps the newest.</param>
/// <param name="refused">Hears of a message that the broker will never take: its topic and the reason.</param>
internal sealed class Delivery(
    MqttSession session,
    WaitingMessages waiting,
    BacklogPace pace,
    OutgoingMessage online,
    Predicate<string> isKept,
    Action<string, string> refused)
{
    private bool _isOnlineSent;

    /// <summary>Whether nothing waits for sending or for an acknowledgement.</summary>
    public bool IsDone => session.IsIdle && !waiting.Events.HasUnsent;

    /// <summary>Takes acknowledgements in and sends as much as the window allows.</summary>
    /// <exception cref="MqttException">The connection has ended, or the broker can't take messages at the moment.</exception>
    public void Advance()
    {
        session.TakeSignals();
        while (session.HasRoom && SendNext())
        {
        }
    }

    private bool SendNext() =>
        SendRetained() || SendOnline() || SendPassing() || SendScore() || SendNewPicture() || SendEvent() || SendRepeatedPicture();

    private bool SendRetained() => waiting.Retained.TryTake(out OutgoingMessage message) && SendRetained(message, waiting.Retained);

    private bool SendNewPicture() => waiting.Pictures.TryTakeNew(out OutgoingMessage message) && SendRetained(message, waiting.Pictures);

    /// <summary>Not before the backlog either, though that may wait for its pace.</summary>
    private bool SendRepeatedPicture() =>
        !waiting.Events.HasUnsent && waiting.Pictures.TryTake(out OutgoingMessage message) && SendRetained(message, waiting.Pictures);

    private bool SendRetained(OutgoingMessage message, RetainedState from)
    {
        Send(message, () => from.Finish(message.Topic), () => from.Refuse(message.Topic));
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

    private bool SendPassing()
    {
        if (!waiting.Passing.TryTake(out OutgoingMessage message))
        {
            return false;
        }

        Send(message, static () => { });
        return true;
    }

    private bool SendScore()
    {
        if (!waiting.Scores.TryTake(out OutgoingMessage message))
        {
            return false;
        }

        Send(message, static () => { });
        return true;
    }

    private bool SendEvent()
    {
        if ((waiting.Events.TakeFresh() ?? TakeBacklog()) is not { } message)
        {
            return false;
        }

        Send(
            new OutgoingMessage(message.Topic, message.Payload, Topic.Event.Qos, isKept(message.Topic)),
            () => waiting.Events.Remove(message.Id));
        return true;
    }

    private OutboxMessage? TakeBacklog()
    {
        OutboxMessage? message = pace.IsOpen ? waiting.Events.TakeBacklog() : null;
        if (message is not null)
        {
            pace.Use();
        }

        return message;
    }

    /// <summary>Hands a message over.</summary>
    /// <param name="message">The message.</param>
    /// <param name="finished">The broker has it.</param>
    /// <param name="dropped">The broker will never take it; where nothing else is said, that is as good as finished.</param>
    private void Send(OutgoingMessage message, Action finished, Action? dropped = null) =>
        session.Publish(message, reason => Finish(message.Topic, reason, finished, dropped ?? finished));

    private void Finish(string topic, int reason, Action finished, Action dropped)
    {
        if (ReasonCode.IsTemporary(reason))
        {
            throw new MqttException(LinkFailure.Refused, $"the broker takes no messages at the moment: {ReasonCode.Words(reason)}");
        }

        if (ReasonCode.IsSuccess(reason))
        {
            finished();
            return;
        }

        refused(topic, ReasonCode.Words(reason));
        dropped();
    }
}
