using EdgeWatch.Core.Events;
using EdgeWatch.Evidence;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Mqtt.Publishing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Cameras;

/// <summary>
/// At the start, ends the events that were on when the daemon was killed or the power went, so that nobody waits for ever for the end of
/// one. The last message of each is sent again before, in case it had not got into the outbox: a subscriber who knows it tells it by its
/// sequence. What begins soon after the newest event of before goes on with its incident.
/// </summary>
/// <param name="pictures">Where the last messages of events are kept.</param>
/// <param name="publisher">Tells subscribers.</param>
/// <param name="incidents">Told of the newest incident.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of each.</param>
internal sealed partial class UnfinishedEvents(
    EventPictures pictures, MqttPublisher publisher, Incidents incidents, TimeProvider time, ILogger<UnfinishedEvents> logger)
    : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        End();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void End()
    {
        EventMessage? newest = null;
        List<EventMessage> unfinished = [];
        foreach (EventMessage message in Kept())
        {
            newest ??= message;
            if (message.Type is not AlertEventType.End)
            {
                unfinished.Add(message);
            }
        }

        if (newest is { IncidentId: { } incident })
        {
            incidents.GoOn(incident, time.GetUtcNow() - newest.StartedAt);
        }

        foreach (EventMessage last in Enumerable.Reverse(unfinished))
        {
            EventMessage end = last.CutOff();
            if (last.IsTold)
            {
                publisher.PublishEvent(last);
                publisher.PublishEvent(end);
            }

            pictures.SaveMessage(end.EventId, Topic.Event.Write(end), isLast: true);
            LogCutOff(last.Camera, last.EventId);
        }
    }

    /// <summary>The last messages of all events, the newest event first: while one was on, any number may have begun and ended.</summary>
    private IEnumerable<EventMessage> Kept() => pictures.FindMessages(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, int.MaxValue)
        .Select(saved => MessageJson.TryRead<EventMessage>(saved))
        .OfType<EventMessage>();

    [LoggerMessage(714, LogLevel.Warning, "Camera {Camera}: event {EventId} was cut off by the end of the program before; it is over.")]
    private partial void LogCutOff(string camera, string eventId);
}
