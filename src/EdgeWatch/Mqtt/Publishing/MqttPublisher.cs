using System.Collections.Concurrent;
using System.Globalization;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Languages;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Outbox;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Mqtt.Publishing;

/// <summary>
/// Publishes what the pipeline finds. The publish methods may be called from any thread and never wait for the network: events go
/// into the outbox, of retained topics and scores only the newest is kept, and <see cref="RunAsync"/> sends.
/// </summary>
/// <param name="connection">The broker.</param>
/// <param name="outbox">Where events wait.</param>
/// <param name="topics">Names of topics.</param>
/// <param name="identity">Goes into every event.</param>
/// <param name="clock">Goes into every event.</param>
/// <param name="time">For limits and the score throttle.</param>
/// <param name="logger">Hears of refused topics.</param>
internal sealed partial class MqttPublisher(
    MqttConnection connection,
    IOutbox outbox,
    Topics topics,
    NodeIdentity identity,
    ClockState clock,
    TimeProvider time,
    ILogger<MqttPublisher> logger)
{
    private readonly WaitingMessages _waiting = new(outbox, new ScoreSlots(topics, time));
    private readonly ConcurrentDictionary<string, string> _refusedTopics = new(StringComparer.Ordinal);

    /// <summary>Most messages a second of the backlog of an outage; a change holds from the next connection on.</summary>
    public int BacklogPerSecond { get; set; } = OutboxOptions.DefaultBacklogPerSecond;

    /// <summary>How the connection is.</summary>
    public MqttLinkStatus Status => connection.Status;

    /// <summary>How much waits and how much was dropped.</summary>
    public OutboxCounts Outbox => _waiting.Events.Counts;

    /// <summary>
    /// Connects and sends until stopped; then sends what is left within the stop limit, says <c>offline</c> and disconnects. A broker that
    /// is away is no reason to end.
    /// </summary>
    public Task RunAsync(CancellationToken stopping) => connection.RunAsync(DeliverAsync, stopping);

    /// <summary>The message about a part of an event's life, for <see cref="PublishEvent"/>.</summary>
    /// <param name="alert">What to say.</param>
    /// <param name="wording">How it is put to people.</param>
    /// <param name="snapshot">Path of the event's picture below the state directory; null when there is none.</param>
    /// <param name="clip">Path of the event's clip, likewise.</param>
    public EventMessage Describe(AlertEvent alert, Wording wording, string? snapshot, string? clip = null) =>
        EventMessage.From(alert, wording, identity, clock.Read(), snapshot, clip);

    /// <summary>Puts a message of an event's life into the outbox.</summary>
    public void PublishEvent(EventMessage message)
    {
        _waiting.Events.Append(message.EventId, message.Type, topics.Of(Topic.Event, message.Camera), Topic.Event.Write(message));
        connection.Nudge();
    }

    /// <summary>Puts the message about a day into the outbox.</summary>
    public void PublishDigest(DigestMessage message)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"{Topic.Digest.Suffix} {message.Day:yyyy-MM-dd}");
        _waiting.Events.Append(id, AlertEventType.End, topics.Of(Topic.Digest), Topic.Digest.Write(message));
        connection.Nudge();
    }

    /// <summary>Says something about a camera, or answers with a verb; kept by the broker or said once, as the topic has it.</summary>
    public void Publish<T>(Topic<T> topic, string cameraIdOrVerb, T message) =>
        Put(topic, topics.Of(topic, cameraIdOrVerb), topic.Write(message));

    /// <summary>Says something about the node.</summary>
    public void Publish<T>(Topic<T> topic, T message) => Put(topic, topics.Of(topic), topic.Write(message));

    /// <summary>Says whether an anomaly is going on.</summary>
    public void PublishAnomaly(string cameraId, AnomalyMessage anomaly) => Publish(Topic.Anomaly, cameraId, anomaly);

    /// <summary>Says whether an anomaly is going on that has come through a zone.</summary>
    public void PublishAnomaly(string cameraId, string zone, AnomalyMessage anomaly) =>
        Put(Topic.ZoneAnomaly, topics.Of(Topic.ZoneAnomaly, cameraId, zone), Topic.ZoneAnomaly.Write(anomaly));

    /// <summary>Says whether a camera delivers, and why not.</summary>
    public void PublishCameraStatus(string cameraId, CameraStatusMessage status) => Publish(Topic.CameraStatus, cameraId, status);

    /// <summary>Says whether a camera is learning or watching.</summary>
    public void PublishPhase(string cameraId, PhaseMessage phase) => Publish(Topic.Phase, cameraId, phase);

    /// <summary>Says at which score alerts begin.</summary>
    public void PublishThreshold(string cameraId, double threshold) => Publish(Topic.Threshold, cameraId, threshold);

    /// <summary>Says whether a camera is wanted.</summary>
    public void PublishEnabled(string cameraId, bool enabled) => Publish(Topic.Enabled, cameraId, enabled);

    /// <summary>Says what runs here and how it is set up.</summary>
    public void PublishInfo(InfoMessage info) => Publish(Topic.Info, info);

    /// <summary>Says how the node is; dropped while there is no connection.</summary>
    public void PublishHealth(HealthMessage health)
    {
        if (connection.Status.Connected)
        {
            Publish(Topic.Health, health);
        }
    }

    /// <summary>Answers a command.</summary>
    /// <param name="verb">The last levels of the topic.</param>
    /// <param name="response">The answer.</param>
    public void PublishResponse(string verb, ResponseMessage response) => Publish(Topic.Response, verb, response);

    /// <summary>Keeps any payload retained at the broker, also after a reconnect; an empty one removes the topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="payload">Not to be changed any more.</param>
    /// <param name="delivered">Called once when the broker has it; must be quick and must not throw.</param>
    public void PublishRetained(string topic, byte[] payload, Action? delivered = null)
    {
        if (payload.Length == 0)
        {
            _waiting.Pictures.Forget(topic);
        }

        _waiting.Retained.Set(topic, payload, delivered);
        connection.Nudge();
    }

    /// <summary>Sends all retained state again, for somebody who has forgotten it.</summary>
    public void RepeatRetained()
    {
        _waiting.Repeat();
        connection.Nudge();
    }

    /// <summary>Publishes the picture of the highest score so far.</summary>
    /// <param name="cameraId">The camera.</param>
    /// <param name="jpeg">The picture; not to be changed any more.</param>
    public void PublishSnapshot(string cameraId, byte[] jpeg) => Publish(Topic.Snapshot, cameraId, jpeg);

    /// <summary>Publishes the same picture with the token scores over it.</summary>
    /// <param name="cameraId">The camera.</param>
    /// <param name="jpeg">The picture; not to be changed any more.</param>
    public void PublishHeatmap(string cameraId, byte[] jpeg) => Publish(Topic.Heatmap, cameraId, jpeg);

    /// <summary>
    /// Offers a frame's score: sent at most once a second and only when it is news; dropped while there is no connection.
    /// </summary>
    /// <param name="cameraId">The camera.</param>
    /// <param name="score">Calibrated, 0–1.</param>
    /// <param name="raw">The score without bounds.</param>
    /// <param name="threshold">The threshold in force, 0–1.</param>
    /// <param name="tokens">Active patches of the frame.</param>
    public void PublishScore(string cameraId, double score, double raw, double threshold, int tokens)
    {
        if (connection.Status.Connected && _waiting.Scores.Offer(cameraId, score, raw, threshold, tokens))
        {
            connection.Nudge();
        }
    }

    private void Put(Topic topic, string name, byte[] payload)
    {
        if (topic.Payload == PayloadKind.Jpeg)
        {
            _waiting.Pictures.Set(name, payload);
        }
        else if (topic.IsRetained)
        {
            _waiting.Retained.Set(name, payload);
        }
        else
        {
            _waiting.Passing.Put(new OutgoingMessage(name, payload, topic.Qos, Retain: false));
        }

        connection.Nudge();
    }

    private async Task DeliverAsync(MqttSession session, CancellationToken stopping)
    {
        _refusedTopics.Clear();
        _waiting.Rewind();
        using BacklogPace pace = new(BacklogPerSecond, time, connection.Nudge);
        OutgoingMessage online = connection.StatusMessage(LinkStateMessage.Online);
        Delivery delivery = new(session, _waiting, pace, online, topic => topic == topics.Of(Topic.Digest), ReportRefused);
        delivery.Advance();
        while (!stopping.IsCancellationRequested)
        {
            await session.WaitAsync(stopping);
            delivery.Advance();
        }

        await DrainAsync(session, delivery);
    }

    private async Task DrainAsync(MqttSession session, Delivery delivery)
    {
        using CancellationTokenSource limit = new(connection.Timings.StopLimit, time);
        while (!delivery.IsDone && !limit.IsCancellationRequested)
        {
            await session.WaitAsync(limit.Token);
            delivery.Advance();
        }
    }

    private void ReportRefused(string topic, string reason)
    {
        connection.CountRefused();
        if (_refusedTopics.TryAdd(topic, reason))
        {
            LogRefused(topic, reason);
        }
    }

    [LoggerMessage(
        EventId = 510, Level = LogLevel.Error, Message = "The broker does not take messages on {Topic}, they are lost: {Reason}")]
    private partial void LogRefused(string topic, string reason);
}
