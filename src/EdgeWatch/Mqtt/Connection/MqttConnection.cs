using EdgeWatch.Configuration;
using EdgeWatch.Mqtt.Messages;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Mqtt.Connection;

/// <summary>
/// Keeps a connection to the broker, for ever: a broker that is away, refuses or breaks off is a state, not an error. While
/// connected, a delegate has the <see cref="MqttSession"/>.
/// </summary>
/// <param name="options">Broker, credentials, TLS.</param>
/// <param name="topics">Names this node.</param>
/// <param name="time">For pauses and limits.</param>
/// <param name="logger">Hears of transitions.</param>
/// <param name="timings">Other waits than the default, for tests.</param>
/// <param name="subscription">What to listen to; nothing when null.</param>
/// <param name="leavesNothing">For who only tries: no retained status stays at the broker, and one that was left there goes.</param>
internal sealed partial class MqttConnection(
    MqttOptions options,
    Topics topics,
    TimeProvider time,
    ILogger<MqttConnection> logger,
    MqttTimings? timings = null,
    Subscription? subscription = null,
    bool leavesNothing = false)
{
    /// <summary>
    /// As many connections in a row that the broker closed young and without a word look like a second client with the same id:
    /// mosquitto 2.0.11, and any broker with MQTT 3.1.1, does not say so.
    /// </summary>
    private const int SuspiciousCuts = 3;

    private readonly MqttTimings _timings = timings ?? new MqttTimings();
    private readonly LinkState _state = new(time);
    private readonly WakeSignal _wake = new();
    private readonly Lock _gate = new();
    private MqttOptions _wanted = options;
    private CancellationTokenSource? _ending;
    private MqttOptions _options = options;
    private ReconnectBackoff _backoff = new(timings ?? new MqttTimings(), Random.Shared.NextDouble);
    private ProtocolChoice _protocol = new((timings ?? new MqttTimings()).GoodConnection);
    private BrokerLimits _limits = BrokerLimits.None;
    private long? _acceptedTimestamp;
    private int _cutShort;

    /// <summary>The state at this moment.</summary>
    public MqttLinkStatus Status => _state.Current;

    /// <summary>The waits in force.</summary>
    public MqttTimings Timings => _timings;

    /// <summary>The id that the broker knows this client by.</summary>
    public string ClientId { get; } = $"edgewatch-{topics.Node}";

    /// <summary>Wakes the session's <see cref="MqttSession.WaitAsync"/>: there is work. Never blocks.</summary>
    public void Nudge() => _wake.Set();

    /// <summary>Counts a message that the broker will never take.</summary>
    public void CountRefused() => _state.Refused();

    /// <summary>Leaves the broker in order and connects as other options say, at once. Safe from any thread.</summary>
    public void Use(MqttOptions other)
    {
        lock (_gate)
        {
            _wanted = other;
            _ending?.Cancel();
        }
    }

    /// <summary>Connects, again and again, until stopped.</summary>
    /// <param name="deliver">Works with the session until the token fires, then drains within the stop limit and returns. A
    /// <see cref="MqttException"/> from it ends the connection; any other exception ends this loop.</param>
    /// <param name="stopping">Ends the loop: <c>offline</c> is published, then the connection closed.</param>
    public async Task RunAsync(Func<MqttSession, CancellationToken, Task> deliver, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            Begin(ending);
            try
            {
                await RunOnceAsync(deliver, ending.Token);
            }
            catch (MqttException exception)
            {
                ReportFailure(exception);
                WatchForRival(exception);
                await Task.Delay(PauseAfter(exception), time, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            finally
            {
                End();
            }
        }
    }

    /// <summary>Another broker, or another way to it, is met without prejudice.</summary>
    private void Begin(CancellationTokenSource ending)
    {
        _acceptedTimestamp = null;
        lock (_gate)
        {
            _ending = ending;
            if (_options != _wanted)
            {
                _options = _wanted;
                _backoff = new ReconnectBackoff(_timings, Random.Shared.NextDouble);
                _protocol = new ProtocolChoice(_timings.GoodConnection);
                _limits = BrokerLimits.None;
                _cutShort = 0;
            }
        }
    }

    private void End()
    {
        lock (_gate)
        {
            _ending = null;
        }
    }

    private async Task RunOnceAsync(Func<MqttSession, CancellationToken, Task> deliver, CancellationToken stopping)
    {
        using BrokerLink link = BrokerLink.Start(ReadSettings(), _wake, time);
        if (!await IsAcceptedAsync(link, stopping))
        {
            return;
        }

        ReportConnected(link.Limits);
        MqttSession session = new(link, _state, _wake, subscription, reason => LogDeaf(ReasonCode.Words(reason)));
        await SubscribeAsync(session, stopping);
        await deliver(session, stopping);
        await SayGoodbyeAsync(link, session);
    }

    /// <summary>Returns false when told to stop.</summary>
    private async Task<bool> IsAcceptedAsync(BrokerLink link, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (link.TryTakeSignal(out LinkSignal signal))
            {
                return signal.Kind == LinkSignalKind.Accepted ? true : throw link.Failure!;
            }

            await _wake.WaitAsync(stopping);
        }

        return false;
    }

    /// <summary>Waits for the broker's answer, so that who sees <c>online</c> can send commands.</summary>
    private static async Task SubscribeAsync(MqttSession session, CancellationToken stopping)
    {
        session.TakeSignals();
        while (!session.IsSubscribed && !stopping.IsCancellationRequested)
        {
            await session.WaitAsync(stopping);
            session.TakeSignals();
        }
    }

    private async Task SayGoodbyeAsync(BrokerLink link, MqttSession session)
    {
        using CancellationTokenSource limit = new(_timings.StopLimit, time);
        bool acknowledged = false;
        session.Publish(StatusMessage(LinkStateMessage.Offline), _ => acknowledged = true);
        while (!acknowledged && !limit.IsCancellationRequested)
        {
            await session.WaitAsync(limit.Token);
            session.TakeSignals();
        }

        await link.DisconnectAsync(limit.Token);
        await link.Ended.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _state.Disconnected("stopped");
        LogStopped(acknowledged);
    }

    /// <summary>The retained message that says whether this node is there; an empty one takes the last one back.</summary>
    public OutgoingMessage StatusMessage(LinkStateMessage state) => new(
        topics.Of(Topic.NodeStatus),
        leavesNothing ? [] : Topic.NodeStatus.Write(state),
        Topic.NodeStatus.Qos,
        Topic.NodeStatus.IsRetained);

    private LinkSettings ReadSettings() => new()
    {
        Host = _options.Host,
        Port = _options.EffectivePort,
        ClientId = ClientId,
        Protocol = _protocol.Current,
        KeepAlive = _timings.KeepAlive,
        Username = _options.Username.Length == 0 ? null : _options.Username,
        Password = MqttPassword.Of(_options).Read(),
        Tls = _options.Tls,
        Will = _limits.Adapt(StatusMessage(LinkStateMessage.Offline)),
        Inbox = subscription?.Inbox,
    };

    private TimeSpan PauseAfter(MqttException exception)
    {
        TimeSpan? connectedFor = _acceptedTimestamp is null ? null : ConnectedFor();
        return _protocol.FallsBackAfter(exception.Failure, connectedFor) || IsAboutWill(exception.Reason)
            ? TimeSpan.Zero
            : _backoff.Next(exception.Failure, ConnectedFor());
    }

    /// <summary>
    /// Who keeps no retained messages, or takes none of QoS 1, refuses a client whose last will is one, before it says so.
    /// </summary>
    private bool IsAboutWill(int reason)
    {
        BrokerLimits before = _limits;
        _limits = _limits with
        {
            Retains = _limits.Retains && reason != ReasonCode.RetainNotSupported,
            AcknowledgesMessages = _limits.AcknowledgesMessages && reason != ReasonCode.QosNotSupported,
        };
        return _limits != before;
    }

    private TimeSpan ConnectedFor() => _acceptedTimestamp is { } accepted ? time.GetElapsedTime(accepted) : TimeSpan.Zero;

    private void WatchForRival(MqttException exception)
    {
        if (_acceptedTimestamp is null)
        {
            return;
        }

        bool isCutShort = exception.Failure == LinkFailure.Closed && ConnectedFor() < _timings.GoodConnection;
        _cutShort = isCutShort ? _cutShort + 1 : 0;
        if (_cutShort == SuspiciousCuts)
        {
            LogRivalSuspected(SuspiciousCuts, ClientId, topics.Node);
        }
    }

    private void ReportConnected(BrokerLimits limits)
    {
        _acceptedTimestamp = time.GetTimestamp();
        string version = _protocol.Current == MqttProtocol.V5 ? "MQTT 5" : "MQTT 3.1.1";
        _state.Connected(version);
        LogConnected(_options.Host, _options.EffectivePort, version, _options.Tls is not null);
        _limits = limits;
        if (!limits.Retains)
        {
            LogForgetful(_options.Host, _options.EffectivePort);
        }

        if (!limits.AcknowledgesMessages)
        {
            LogCareless(_options.Host, _options.EffectivePort);
        }
    }

    private void ReportFailure(MqttException exception)
    {
        if (!_state.Disconnected(exception.Message))
        {
            return;
        }

        switch (exception.Failure)
        {
            case LinkFailure.TakenOver:
                LogTakenOver(ClientId, topics.Node);
                break;
            case LinkFailure.ProtocolVersion when _protocol.Current == MqttProtocol.V5:
                LogFallback(_options.Host, _options.EffectivePort, exception.Message);
                break;
            default:
                LogDisconnected(_options.Host, _options.EffectivePort, exception.Message);
                break;
        }
    }
}
