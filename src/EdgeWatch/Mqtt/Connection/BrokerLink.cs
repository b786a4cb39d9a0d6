using System.Buffers;
using System.Collections.Concurrent;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace EdgeWatch.Mqtt.Connection;

/// <summary>
/// One MQTTnet client for the life of one connection, which never reconnects by itself. What happens
/// becomes a <see cref="LinkSignal"/>, whatever thread it happens on. Since the client never outlives
/// its connection, nothing is queued twice: what has to be sent again is known to the outbox alone.
/// </summary>
internal sealed class BrokerLink : IDisposable
{
    /// <summary>
    /// MQTT 3.1.1 and 5: what a broker waits for a client's packet at most is one and a half keepalives; a PING is due well before one.
    /// </summary>
    private const double PingAfter = 0.7;

    /// <summary>How often to look, as part of the keepalive. With the above, a dead link is noticed after 1.7 to 1.9 keepalives.</summary>
    private const double LookEvery = 0.1;

    /// <summary>Keepalives without a CONNACK after which a broker counts as silent.</summary>
    private const double ConnackWithin = 2;

    /// <summary>For MQTTnet to end its tasks once the socket is closed: they must not run into each other.</summary>
    private static readonly TimeSpan CleanUpLimit = TimeSpan.FromSeconds(1);

    private readonly LinkSettings _settings;
    private readonly WakeSignal _wake;
    private readonly TimeProvider _time;
    private readonly BrokerDial _dial;
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentQueue<LinkSignal> _signals = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<MqttClientDisconnectedEventArgs> _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _heard;
    private int _messageId;

    private BrokerLink(LinkSettings settings, WakeSignal wake, TimeProvider time)
    {
        _settings = settings;
        _wake = wake;
        _time = time;
        _dial = new BrokerDial(settings, time);
        _client.ApplicationMessageReceivedAsync += ReceiveAsync;
        _client.DisconnectedAsync += gone =>
        {
            _gone.TrySetResult(gone);
            return Task.CompletedTask;
        };
        Ended = Task.Run(RunAsync);
    }

    /// <summary>Completes when the socket is closed; never fails.</summary>
    public Task Ended { get; }

    /// <summary>Why the connection has ended; null while it lasts.</summary>
    public MqttException? Failure { get; private set; }

    /// <summary>What the broker takes; from <see cref="LinkSignalKind.Accepted"/> on.</summary>
    public BrokerLimits Limits { get; private set; } = BrokerLimits.None;

    /// <summary>Creates a client and starts connecting in the background.</summary>
    /// <param name="settings">Where to and as whom.</param>
    /// <param name="wake">Set whenever there is a signal to take.</param>
    /// <param name="time">For the keepalive.</param>
    public static BrokerLink Start(LinkSettings settings, WakeSignal wake, TimeProvider time) => new(settings, wake, time);

    /// <summary>Takes the oldest signal.</summary>
    public bool TryTakeSignal(out LinkSignal signal) => _signals.TryDequeue(out signal);

    /// <summary>Hands a message over for sending: messages leave in the order of these calls. Does not wait for the network.</summary>
    /// <returns>The id with which its acknowledgement will come.</returns>
    /// <exception cref="MqttException">The connection has gone.</exception>
    public int Publish(OutgoingMessage message) => Hand(LinkSignalKind.Acknowledged, async () =>
    {
        MqttClientPublishResult answer = await _client.PublishAsync(new MqttApplicationMessage
        {
            Topic = message.Topic,
            Payload = new ReadOnlySequence<byte>(message.Payload),
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)message.Qos,
            Retain = message.Retain,
        });
        if (message.Qos == MqttQos.AtLeastOnce)
        {
            Heard();
        }

        return (int)answer.ReasonCode;
    });

    /// <summary>Asks for messages. Does not wait for the network.</summary>
    /// <returns>The id with which the broker's answer will come.</returns>
    /// <exception cref="MqttException">The connection has gone.</exception>
    public int Subscribe(IReadOnlyCollection<string> filters) => Hand(LinkSignalKind.Subscribed, async () =>
    {
        MqttClientSubscribeOptionsBuilder wish = new();
        foreach (string filter in filters)
        {
            wish.WithTopicFilter(filter, MqttQualityOfServiceLevel.AtLeastOnce);
        }

        MqttClientSubscribeResult answer = await _client.SubscribeAsync(wish.Build());
        Heard();
        return answer.Items.Max(item => (int)item.ResultCode);
    });

    /// <summary>Says goodbye: the broker discards the last will. <see cref="Ended"/> tells when it has happened.</summary>
    public async Task DisconnectAsync(CancellationToken limit)
    {
        try
        {
            await _client.DisconnectAsync(new MqttClientDisconnectOptions(), limit);
        }
        catch (Exception exception)
            when (exception is MqttCommunicationException or OperationCanceledException or InvalidOperationException)
        {
            // There is no connection any more, which is what is wanted, or the broker does not even read.
        }
    }

    /// <summary>Ends the connection, without a DISCONNECT unless <see cref="DisconnectAsync"/> was called before; does not wait.</summary>
    public void Dispose() => _stop.Cancel();

    private async Task RunAsync()
    {
        Failure = await LiveAsync();
        _dial.Dispose();
        await ((Task)_gone.Task.WaitAsync(CleanUpLimit, _time)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        Signal(new LinkSignal(LinkSignalKind.Closed));
    }

    private async Task<MqttException> LiveAsync()
    {
        try
        {
            await ConnectAsync();
            return await HoldAsync();
        }
        catch (MqttException failure)
        {
            return failure;
        }
    }

    /// <summary>Returns when the broker has accepted.</summary>
    private async Task ConnectAsync()
    {
        using CancellationTokenSource limit = new(_settings.KeepAlive * ConnackWithin, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        MqttClientConnectResult result;
        try
        {
            result = await _client.ConnectAsync(_settings.ClientOptions(_dial), either.Token);
        }
        catch (Exception exception)
        {
            throw LinkEnd.BeforeConnack(exception, _settings, _dial.IsOpen, limit.IsCancellationRequested);
        }

        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw MqttException.Connack((int)result.ResultCode);
        }

        Heard();
        Limits = BrokerLimits.Of(result, _settings.Protocol);
        Signal(new LinkSignal(LinkSignalKind.Accepted));
    }

    /// <summary>
    /// Keeps the connection until it ends, and returns why. MQTTnet sends a PING only after a keepalive in which nothing was sent, and so
    /// takes a
    /// link for alive over which messages go that nobody answers. Here, what counts is what was heard.
    /// </summary>
    private async Task<MqttException> HoldAsync()
    {
        TimeSpan keepAlive = Limits.KeepAlive is { } asked && asked < _settings.KeepAlive ? asked : _settings.KeepAlive;
        long? pinged = null;
        while (!await EndsWithinAsync(keepAlive * LookEvery))
        {
            long heard = Volatile.Read(ref _heard);
            pinged = pinged > heard ? pinged : null;
            if (pinged is { } since && _time.GetElapsedTime(since) >= keepAlive)
            {
                return LinkEnd.Silence();
            }

            if (pinged is null && _time.GetElapsedTime(heard) >= keepAlive * PingAfter)
            {
                pinged = _time.GetTimestamp();
                _ = PingAsync();
            }
        }

        return _gone.Task.IsCompletedSuccessfully ? LinkEnd.AfterConnack(await _gone.Task) : MqttException.Lost("the connection is closed");
    }

    private async Task<bool> EndsWithinAsync(TimeSpan limit)
    {
        Task waiting = _gone.Task.WaitAsync(limit, _time, _stop.Token);
        await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _gone.Task.IsCompleted || _stop.IsCancellationRequested;
    }

    private async Task PingAsync()
    {
        try
        {
            await _client.PingAsync(_stop.Token);
            Heard();
        }
        catch (Exception)
        {
            // What has happened is told by the end of the connection, and a missing answer by the time that goes by.
        }
    }

    /// <summary>
    /// Starts a request, whose answer becomes a signal. One that fails ends the connection, so that nothing waits for ever.
    /// </summary>
    private int Hand(LinkSignalKind kind, Func<Task<int>> request)
    {
        if (!_client.IsConnected)
        {
            throw Failure ?? MqttException.Lost("the connection is closed");
        }

        int id = ++_messageId;
        _ = AnswerAsync(kind, id, request);
        return id;
    }

    private async Task AnswerAsync(LinkSignalKind kind, int id, Func<Task<int>> request)
    {
        try
        {
            Signal(new LinkSignal(kind, id, await request()));
        }
        catch (Exception)
        {
            _dial.Dispose();
        }
    }

    /// <summary>
    /// Acknowledges without waiting: behind a picture on a slow link, MQTTnet would meanwhile pile up what comes in. How many
    /// acknowledgements are due at once is bounded by the CONNECT.
    /// </summary>
    private Task ReceiveAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        Heard();
        received.AutoAcknowledge = false;
        ReadOnlySequence<byte> payload = received.ApplicationMessage.Payload;
        _settings.Inbox?.Put(
            received.ApplicationMessage.Topic,
            payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray(),
            received.ApplicationMessage.Retain);
        _ = AcknowledgeAsync(received);
        return Task.CompletedTask;
    }

    private static async Task AcknowledgeAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        try
        {
            await received.AcknowledgeAsync(CancellationToken.None);
        }
        catch (Exception)
        {
            // The connection ends, and that is told.
        }
    }

    private void Heard() => Volatile.Write(ref _heard, _time.GetTimestamp());

    private void Signal(LinkSignal signal)
    {
        _signals.Enqueue(signal);
        _wake.Set();
    }
}
