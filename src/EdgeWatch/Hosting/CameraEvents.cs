using System.Threading.Channels;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Watching;
using EdgeWatch.Evidence;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Messages;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Hosting;

/// <summary>
/// The events of one camera: follows its scores, keeps the most unusual frame of each event, and tells subscribers, pictures first.
/// Everything but <see cref="DeliverAsync"/> is for one caller at a time.
/// </summary>
/// <param name="cameraId">The camera.</param>
/// <param name="policy">When events begin and end.</param>
/// <param name="publisher">Where messages go.</param>
/// <param name="pictures">Makes and keeps the pictures.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of beginnings and ends.</param>
internal sealed partial class CameraEvents(
    string cameraId, AlertPolicy policy, MqttPublisher publisher, EventPictures pictures, TimeProvider time, ILogger<CameraEvents> logger) : IDisposable
{
    /// <summary>Messages that wait for their pictures at most; a full queue holds up the camera, which then drops frames.</summary>
    private const int Capacity = 8;

    private readonly SceneEvents _events = new(cameraId, policy, time);
    private readonly Channel<AlertJob> _alerts = Channel.CreateBounded<AlertJob>(Capacity);

    /// <summary>Where the camera is in the life of an event, and what that means for learning.</summary>
    public SceneEvents Scene => _events;

    /// <summary>The threshold in force, 0–1.</summary>
    public double Threshold => _events.Policy.Threshold;

    /// <summary>Says that nothing is going on, before the first score.</summary>
    public void Begin() => publisher.PublishAnomaly(cameraId, AnomalyMessage.Off(0, Threshold, time.GetUtcNow()));

    /// <summary>Takes the next scored frame into account.</summary>
    public ValueTask ObserveAsync(ScoredFrame scored, PatchHeat heat)
    {
        publisher.PublishScore(cameraId, scored.Score.Score, scored.Score.Raw, Threshold, scored.Patches.ActiveCount);
        return TellAsync(_events.Observe(scored, heat));
    }

    /// <summary>Ends an event that is on; later scores may begin another.</summary>
    public ValueTask EndAsync() => TellAsync(_events.Close());

    /// <summary>Lets time pass while the camera delivers nothing.</summary>
    public ValueTask CheckTimeAsync() => TellAsync(_events.CheckTime(time.GetTimestamp()));

    /// <summary>Ends an event that is on and takes no more; <see cref="DeliverAsync"/> then ends when all is told.</summary>
    public async ValueTask CloseAsync()
    {
        await EndAsync();
        _alerts.Writer.TryComplete();
    }

    /// <summary>Makes the pictures of each message, then hands it to the outbox: who gets an alert finds its pictures.</summary>
    public async Task DeliverAsync()
    {
        await foreach (AlertJob job in _alerts.Reader.ReadAllAsync())
        {
            string eventId = job.Alert.EventId;
            if (job.Peak is not null)
            {
                Show(eventId, job.Peak);
            }

            byte[] message = publisher.PublishEvent(
                job.Alert, pictures.HasSnapshot(eventId) ? $"events/{eventId}/{EventPictures.SnapshotName}" : null);
            pictures.SaveMessage(eventId, message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();

    private ValueTask TellAsync(SceneAlert? told)
    {
        if (told is null)
        {
            return ValueTask.CompletedTask;
        }

        AlertEvent alert = told.Event;
        publisher.PublishAnomaly(cameraId, alert.Type is AlertEventType.End
            ? AnomalyMessage.Off(alert.Score, alert.Threshold, time.GetUtcNow())
            : AnomalyMessage.On(alert.EventId, alert.Score, alert.Threshold, alert.StartedAt));
        Report(alert);
        return _alerts.Writer.WriteAsync(new AlertJob(alert, told.IsPeakNew ? told.Peak.Share() : null));
    }

    private void Show(string eventId, PeakFrame peak)
    {
        using (peak)
        {
            EventPictureSet saved = pictures.Save(eventId, peak.Frame, peak.HeatMap);
            if (saved.Snapshot is not null)
            {
                publisher.PublishSnapshot(cameraId, saved.Snapshot);
            }

            if (saved.HeatMap is not null)
            {
                publisher.PublishHeatmap(cameraId, saved.HeatMap);
            }
        }
    }

    private void Report(AlertEvent alert)
    {
        if (alert.Type is AlertEventType.Start)
        {
            Log.Started(logger, cameraId, alert.EventId, alert.Score, alert.Threshold, Words(alert));
        }
        else if (alert.Type is AlertEventType.End)
        {
            Log.Ended(logger, cameraId, alert.EventId, alert.PeakScore, Words(alert));
        }
    }

    private static string Words(AlertEvent alert) => string.Join("; ", alert.Reasons.Select(reason => reason.Text));

    private static partial class Log
    {
        [LoggerMessage(702, LogLevel.Warning, "Camera {Camera}: event {EventId} began at score {Score:0.00} (threshold {Threshold:0.00}): {Reasons}.")]
        public static partial void Started(ILogger logger, string camera, string eventId, double score, double threshold, string reasons);

        [LoggerMessage(703, LogLevel.Information, "Camera {Camera}: event {EventId} ended; peak score {Peak:0.00}: {Reasons}.")]
        public static partial void Ended(ILogger logger, string camera, string eventId, double peak, string reasons);
    }
}
