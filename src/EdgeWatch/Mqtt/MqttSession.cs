using EdgeWatch.Mqtt.Native;

namespace EdgeWatch.Mqtt;

/// <summary>
/// One accepted connection. Used by one task at a time: it publishes, waits, and takes acknowledgements. No more than
/// <see cref="Window"/> messages are on their way, so that libmosquitto's buffers stay small however long the backlog is.
/// </summary>
internal sealed class MqttSession(NativeClient client, LinkState state, WakeSignal wake)
{
    /// <summary>Most messages on their way at once: the default of mosquitto's <c>max_inflight_messages</c>, at both ends.</summary>
    public const int Window = 20;

    private readonly Dictionary<int, InFlight> _inFlight = new(Window);
    private int _subscribeId;

    private readonly record struct InFlight(MqttQos Qos, Action<int> Done);

    /// <summary>Whether another message may be handed over.</summary>
    public bool HasRoom => _inFlight.Count < Window;

    /// <summary>The broker's answer to <see cref="Subscribe"/>, 0x80 and above: refused; null until it comes.</summary>
    public int? SubscribeReason { get; private set; }

    /// <summary>Whether everything handed over has been acknowledged.</summary>
    public bool IsIdle => _inFlight.Count == 0;

    /// <summary>Hands a message over; needs <see cref="HasRoom"/>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="done">Called in <see cref="TakeSignals"/> with the broker's reason (0x80 and above: refused); not when the connection breaks first.</param>
    /// <exception cref="MqttException">The connection has gone, or this message can't be sent over it.</exception>
    public void Publish(OutgoingMessage message, Action<int> done)
    {
        int messageId = client.Publish(message);
        _inFlight[messageId] = new InFlight(message.Qos, done);
        state.Published();
    }

    /// <summary>Asks for messages.</summary>
    /// <exception cref="MqttException">The connection has gone.</exception>
    public void Subscribe(IReadOnlyCollection<string> filters) => _subscribeId = client.Subscribe(filters);

    /// <summary>Takes in what has happened since the last call.</summary>
    /// <exception cref="MqttException">The connection has ended; says why.</exception>
    public void TakeSignals()
    {
        while (client.TryTakeSignal(out LinkSignal signal))
        {
            if (signal.Kind == LinkSignalKind.Closed)
            {
                throw client.Failure!;
            }

            if (signal.Kind == LinkSignalKind.Subscribed && signal.MessageId == _subscribeId)
            {
                SubscribeReason = signal.Code;
            }
            else if (_inFlight.Remove(signal.MessageId, out InFlight message))
            {
                Finish(message, signal.Code);
            }
        }
    }

    /// <summary>Waits for signals, for work or for the token; does not throw.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => wake.WaitAsync(cancellationToken);

    private void Finish(InFlight message, int reason)
    {
        if (message.Qos == MqttQos.AtLeastOnce && PubackReason.IsSuccess(reason))
        {
            state.Acknowledged();
        }

        message.Done(reason);
    }
}
