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
/// <param name="link">The connection.</param>
/// <param name="state">Counts.</param>
/// <param name="wake">Set when there is something to take in or to do.</param>
/// <param name="subscription">What to listen to; nothing when null.</param>
/// <param name="deaf">Told why the broker does not let this node listen.</param>
internal sealed class MqttSession(BrokerLink link, LinkState state, WakeSignal wake, Subscription? subscription, Action<int> deaf)
{
    /// <summary>Most messages on their way at once: the default of mosquitto's <c>max_inflight_messages</c>, at both ends.</summary>
    public const int Window = 20;

    private readonly Dictionary<int, InFlight> _inFlight = new(Window);
    private readonly int _window = Math.Min(Window, link.Limits.Window);
    private readonly HashSet<string> _subscribed = [];
    private IReadOnlyCollection<string>? _filters;
    private int? _subscribeId;

    private readonly record struct InFlight(MqttQos Qos, Action<int> Done);

    /// <summary>Whether another message may be handed over.</summary>
    public bool HasRoom => _inFlight.Count < _window;

    /// <summary>Whether the broker has answered that this node listens, or does not.</summary>
    public bool IsSubscribed => subscription is null || (_filters is not null && _subscribeId is null);

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

    /// <summary>Takes in what has happened since the last call, and listens to what has become of interest.</summary>
    /// <exception cref="MqttException">The connection has ended; says why.</exception>
    public void TakeSignals()
    {
        while (link.TryTakeSignal(out LinkSignal signal))
        {
            if (signal.Kind == LinkSignalKind.Closed)
            {
                throw link.Failure!;
            }

            if (signal.Kind == LinkSignalKind.Subscribed)
            {
                TakeSubscribed(signal);
            }
            else if (_inFlight.Remove(signal.MessageId, out InFlight message))
            {
                Finish(message, signal.Reason);
            }
        }

        Subscribe();
    }

    /// <summary>Waits for signals, for work or for the token; does not throw.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => wake.WaitAsync(cancellationToken);

    /// <summary>
    /// Asks for what is wanted and was not asked for yet: asked again, the broker would repeat the retained messages. One request at a
    /// time.
    /// </summary>
    private void Subscribe()
    {
        if (subscription is null || subscription.Filters == _filters || _subscribeId is not null)
        {
            return;
        }

        _filters = subscription.Filters;
        string[] wanted = [.. _filters.Where(_subscribed.Add)];
        if (wanted.Length > 0)
        {
            _subscribeId = link.Subscribe(wanted);
        }
    }

    private void TakeSubscribed(LinkSignal signal)
    {
        _subscribeId = null;
        if (!ReasonCode.IsSuccess(signal.Reason))
        {
            deaf(signal.Reason);
        }
    }

    private void Finish(InFlight message, int reason)
    {
        if (message.Qos == MqttQos.AtLeastOnce && ReasonCode.IsSuccess(reason))
        {
            state.Acknowledged();
        }

        message.Done(reason);
    }
}
