using EdgeWatch.Configuration;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Mqtt.Native;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Mqtt;

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
internal sealed partial class MqttConnection(
    MqttOptions options,
    Topics topics,
    TimeProvider time,
    ILogger<MqttConnection> logger,
    MqttTimings? timings = null,
    Subscription? subscription = null)
{
    /// <summary>
    /// As many connections in a row that the broker closed young and without a word look like a second client with the same id:
    /// mosquitto 2.0.11, and any broker with MQTT 3.1.1, does not say so.
    /// </summary>
    private const int SuspiciousCuts = 3;

    private readonly MqttPassword _password = MqttPassword.Of(options);
    private readonly MqttTimings _timings = timings ?? new MqttTimings();
    private readonly ReconnectBackoff _backoff = new(timings ?? new MqttTimings(), Random.Shared.NextDouble);
    private readonly LinkState _state = new(time);
    private readonly WakeSignal _wake = new();
    private MqttProtocol _protocol = MqttProtocol.V5;
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

    /// <summary>Connects, again and again, until stopped.</summary>
    /// <param name="deliver">Works with the session until the token fires, then drains within the stop limit and returns. A
    /// <see cref="MqttException"/> from it ends the connection; any other exception ends this loop.</param>
    /// <param name="stopping">Ends the loop: <c>offline</c> is published, then the connection closed.</param>
    /// <exception cref="MqttException">libmosquitto is missing or too old.</exception>
    public async Task RunAsync(Func<MqttSession, CancellationToken, Task> deliver, CancellationToken stopping)
    {
        MosquittoLibrary.EnsureLoaded();
        while (!stopping.IsCancellationRequested)
        {
            _acceptedTimestamp = null;
            try
            {
                await RunOnceAsync(deliver, stopping);
            }
            catch (MqttException exception)
            {
                ReportFailure(exception);
                WatchForRival(exception);
                await Task.Delay(PauseAfter(exception.Failure), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunOnceAsync(Func<MqttSession, CancellationToken, Task> deliver, CancellationToken stopping)
    {
        using NativeClient client = NativeClient.Start(ReadSettings(), _wake);
        if (!await WaitForConnackAsync(client, stopping))
        {
            return;
        }

        ReportConnected();
        MqttSession session = new(client, _state, _wake);
        await SubscribeAsync(session, stopping);
        await deliver(session, stopping);
        await SayGoodbyeAsync(client, session);
    }

    /// <summary>Returns false when told to stop.</summary>
    private async Task<bool> WaitForConnackAsync(NativeClient client, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (client.TryTakeSignal(out LinkSignal signal))
            {
                return IsAccepted(client, signal);
            }

            await _wake.WaitAsync(stopping);
        }

        return false;
    }

    private static bool IsAccepted(NativeClient client, LinkSignal signal) => signal switch
    {
        { Kind: LinkSignalKind.Connack, Code: 0 } => true,
        { Kind: LinkSignalKind.Connack } => throw MqttException.Connack(client.Protocol, signal.Code),

        // A 3.1.1 broker's "unacceptable protocol version" is not a valid MQTT 5 packet.
        { Kind: LinkSignalKind.Closed } when client.Protocol == MqttProtocol.V5
            && client.Failure!.Error is MosquittoError.MalformedPacket or MosquittoError.Protocol =>
            throw new MqttException(LinkFailure.ProtocolVersion, client.Failure.Error, "the broker does not answer in MQTT 5"),
        _ => throw client.Failure!,
    };

    /// <summary>Waits for the broker's answer, so that who sees <c>online</c> can send commands.</summary>
    private async Task SubscribeAsync(MqttSession session, CancellationToken stopping)
    {
        if (subscription is null)
        {
            return;
        }

        session.Subscribe(subscription.Filters);
        while (session.SubscribeReason is null && !stopping.IsCancellationRequested)
        {
            await session.WaitAsync(stopping);
            session.TakeSignals();
        }

        if (session.SubscribeReason is { } reason && !PubackReason.IsSuccess(reason))
        {
            LogDeaf(MqttException.ReasonText(reason));
        }
    }

    private async Task SayGoodbyeAsync(NativeClient client, MqttSession session)
    {
        using CancellationTokenSource limit = new(_timings.StopLimit, time);
        bool acknowledged = false;
        session.Publish(StatusMessage(LinkStateMessage.Offline), _ => acknowledged = true);
        while (!acknowledged && !limit.IsCancellationRequested)
        {
            await session.WaitAsync(limit.Token);
            session.TakeSignals();
        }

        client.Disconnect();
        await client.Ended.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _state.Disconnected("stopped");
        LogStopped(acknowledged);
    }

    /// <summary>The retained message that says whether this node is there.</summary>
    public OutgoingMessage StatusMessage(LinkStateMessage state) =>
        new(topics.NodeStatus, MessageJson.Serialize(state), MqttQos.AtLeastOnce, Retain: true);

    private ClientSettings ReadSettings() => new()
    {
        Host = options.Host,
        Port = options.EffectivePort,
        ClientId = ClientId,
        Protocol = _protocol,
        KeepAlive = _timings.KeepAlive,
        Username = options.Username.Length == 0 ? null : options.Username,
        Password = _password.Read(),
        Tls = options.Tls,
        Will = StatusMessage(LinkStateMessage.Offline),
        Inbox = subscription?.Inbox,
    };

    private TimeSpan PauseAfter(LinkFailure failure)
    {
        if (failure == LinkFailure.ProtocolVersion)
        {
            bool fallBack = _protocol == MqttProtocol.V5;
            _protocol = fallBack ? MqttProtocol.V311 : MqttProtocol.V5;
            if (fallBack)
            {
                return TimeSpan.Zero;
            }
        }

        return _backoff.Next(failure, ConnectedFor());
    }

    private TimeSpan ConnectedFor() => _acceptedTimestamp is { } accepted ? time.GetElapsedTime(accepted) : TimeSpan.Zero;

    private void WatchForRival(MqttException exception)
    {
        if (_acceptedTimestamp is null)
        {
            return;
        }

        bool isCutShort = exception.Error == MosquittoError.ConnectionLost && ConnectedFor() < _timings.GoodConnection;
        _cutShort = isCutShort ? _cutShort + 1 : 0;
        if (_cutShort == SuspiciousCuts)
        {
            LogRivalSuspected(SuspiciousCuts, ClientId, topics.Node);
        }
    }

    private void ReportConnected()
    {
        _acceptedTimestamp = time.GetTimestamp();
        string version = _protocol == MqttProtocol.V5 ? "MQTT 5" : "MQTT 3.1.1";
        _state.Connected(version);
        LogConnected(options.Host, options.EffectivePort, version, options.Tls is not null);
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
            case LinkFailure.ProtocolVersion when _protocol == MqttProtocol.V5:
                LogFallback(options.Host, options.EffectivePort, exception.Message);
                break;
            default:
                LogDisconnected(options.Host, options.EffectivePort, exception.Message);
                break;
        }
    }
}
