namespace EdgeWatch.Mqtt.Connection;

/// <summary>A message as it goes to the broker.</summary>
/// <param name="Topic">Where to.</param>
/// <param name="Payload">Not to be changed any more.</param>
/// <param name="Qos">How hard to try.</param>
/// <param name="Retain">Whether the broker keeps it for later subscribers.</param>
internal readonly record struct OutgoingMessage(string Topic, ReadOnlyMemory<byte> Payload, MqttQos Qos, bool Retain);

/// <summary>
/// One accepted connection. Used by one task at a time: it publishes, waits, and takes acknowledgements. No more than
/// <see cref="Window"/> messages are on their way, so that MQTTnet's queue stays short however long the backlog is.
/// </summary>
internal sealed class MqttSession(BrokerLink link, LinkState state, WakeSignal wake)
{
    /// <summary>Most messages on their way at once: the default of mosquitto's <c>max_inflight_messages</c>, at both ends.</summary>
    public const int Window = 20;

    private readonly Dictionary<int, InFlight> _inFlight = new(Window);
    private readonly int _window = Math.Min(Window, link.Limits.Window);
    private int _subscribeId;

    private readonly record struct InFlight(MqttQos Qos, Action<int> Done);

    /// <summary>Whether another message may be handed over.</summary>
    public bool HasRoom => _inFlight.Count < _window;

    /// <summary>The broker's answer to <see cref="Subscribe"/>, 0x80 and above: refused; null until it comes.</summary>
    public int? SubscribeReason { get; private set; }

    /// <summary>Whether everything handed over has been acknowledged.</summary>
    public bool IsIdle => _inFlight.Count == 0;

    /// <summary>Hands a message over, as far as the broker takes such ones; needs <see cref="HasRoom"/>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="done">
    /// Called in <see cref="TakeSignals"/> with the broker's reason (0x80 and above: refused), or here when the message is larger than
    /// the broker takes; not when the connection breaks first.
    /// </param>
    /// <exception cref="MqttException">The connection has gone.</exception>
    public void Publish(OutgoingMessage message, Action<int> done)
    {
        OutgoingMessage adapted = link.Limits.Adapt(message);
        if (!link.Limits.Admits(adapted))
        {
            done(ReasonCode.PacketTooLarge);
            return;
        }

        int messageId = link.Publish(adapted);
        _inFlight[messageId] = new InFlight(adapted.Qos, done);
        state.Published();
    }

    /// <summary>Asks for messages.</summary>
    /// <exception cref="MqttException">The connection has gone.</exception>
    public void Subscribe(IReadOnlyCollection<string> filters) => _subscribeId = link.Subscribe(filters);

    /// <summary>Takes in what has happened since the last call.</summary>
    /// <exception cref="MqttException">The connection has ended; says why.</exception>
    public void TakeSignals()
    {
        while (link.TryTakeSignal(out LinkSignal signal))
        {
            if (signal.Kind == LinkSignalKind.Closed)
            {
                throw link.Failure!;
            }

            if (signal.Kind == LinkSignalKind.Subscribed && signal.MessageId == _subscribeId)
            {
                SubscribeReason = signal.Reason;
            }
            else if (_inFlight.Remove(signal.MessageId, out InFlight message))
            {
                Finish(message, signal.Reason);
            }
        }
    }

    /// <summary>Waits for signals, for work or for the token; does not throw.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => wake.WaitAsync(cancellationToken);

    private void Finish(InFlight message, int reason)
    {
        if (message.Qos == MqttQos.AtLeastOnce && ReasonCode.IsSuccess(reason))
        {
            state.Acknowledged();
        }

        message.Done(reason);
    }
}
