using System.Text.Json;
using System.Threading.Channels;
using EdgeWatch.Cameras.Clips;
using EdgeWatch.Cameras.Learned;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Gallery;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Watching;
using EdgeWatch.Evidence;
using EdgeWatch.Mqtt;
using EdgeWatch.Mqtt.Messages;
using EdgeWatch.Mqtt.Publishing;
using EdgeWatch.Profiles;
using EdgeWatch.Streams;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Cameras;

/// <summary>
/// Tells subscribers of the events of one camera, pictures first. Everything but <see cref="DeliverAsync"/> is for one caller at a time.
/// </summary>
internal sealed partial class CameraAlerts(CameraSettings settings, SharedParts parts, StreamRing ring) : IDisposable
{
    /// <summary>Messages that wait for their pictures at most; a full queue holds up the camera, which then drops frames.</summary>
    private const int Capacity = 8;

    private readonly string _cameraId = settings.Id;
    private readonly MqttPublisher _publisher = parts.Publisher;
    private readonly EventPictures _pictures = parts.Pictures;
    private readonly EventClips _clips = parts.Clips;
    private readonly EventClip _clip = new(ring, settings.Clips, parts.Time);
    private readonly EventStill _still = new(ring, parts.Stills, parts.Time);
    private readonly Incidents _incidents = parts.Incidents;
    private readonly ProfileChoice _profiles = parts.Profiles;
    private readonly long[] _begun = new long[Kinds.Count];
    private readonly TimeProvider _time = parts.Time;
    private readonly ILogger _logger = parts.Loggers.CreateLogger<CameraAlerts>();
    private readonly Lock _record = new();
    private readonly Channel<Job> _waiting = Channel.CreateBounded<Job>(Capacity);
    private SlowClips? _slowClips;
    private volatile bool _isClosing;
    private IReadOnlyList<string> _zones = settings.WatchedZones;
    private string _newest = "";
    private string? _incidentId;
    private EventMessage? _recorded;
    private PastEvents? _past;

    /// <summary>The events.</summary>
    public SceneEvents Events { get; } = new(settings.Id, settings.Alerts, parts.Time);

    /// <summary>What the camera's events showed; null before its first frame.</summary>
    public PastEvents? Past
    {
        get => Volatile.Read(ref _past);
        set => Volatile.Write(ref _past, value);
    }

    /// <summary>Finds what is normal and most like what an event shows; null before the first frame.</summary>
    public CameraGallery? Gallery { get; set; }

    /// <summary>The threshold in force, 0–1.</summary>
    public double Threshold => Events.Policy.Threshold;

    /// <summary>Events that have begun, by the kind of departure that weighed most; see <see cref="Kinds"/>. From any thread.</summary>
    public IReadOnlyList<long> Begun => _begun;

    /// <summary>Why an event that is on ends when the camera's loops end.</summary>
    public EndCause ClosesBecause { get; set; } = EndCause.Stopped;

    /// <summary>Goes by other settings from the next clip on; that of an event that is on goes on.</summary>
    public void Use(CameraSettings next) => _clip.Use(next);

    /// <summary>Says that nothing is going on, before the first score, and again when the camera's zones are others.</summary>
    /// <param name="zones">The zones from which alerts come, by name.</param>
    public void Begin(IReadOnlyList<string> zones)
    {
        _zones = zones;
        PublishAnomaly(alert: null, AnomalyMessage.Off(0, Threshold, _time.GetUtcNow()));
    }

    /// <summary>Takes the next scored frame into account.</summary>
    public ValueTask ObserveAsync(ScoredFrame scored, PatchHeat heat)
    {
        Events.IsQuiet = _profiles.InForce.IsQuiet;
        _publisher.PublishScore(_cameraId, scored.Score.Score, scored.Score.Raw, Threshold, scored.Patches.ActiveCount);
        ValueTask telling = TellAsync(Events.Observe(scored, heat));
        return _clip.IsDue ? TakeClipAsync(telling) : telling;
    }

    /// <summary>Ends an event that is on; later scores may begin another.</summary>
    /// <param name="cause">Why.</param>
    public ValueTask EndAsync(EndCause cause) => TellAsync(Events.Close(cause));

    /// <summary>Lets time pass while the camera delivers nothing.</summary>
    /// <param name="cause">Why it does not.</param>
    public ValueTask CheckTimeAsync(EndCause cause) => TellAsync(Events.CheckTime(_time.GetTimestamp(), cause));

    /// <summary>Ends an event that is on and takes no more; <see cref="DeliverAsync"/> then ends when all is told.</summary>
    public async ValueTask CloseAsync()
    {
        _isClosing = true;
        await EndAsync(ClosesBecause);
        _waiting.Writer.TryComplete();
    }

    /// <summary>Makes the pictures of each message, then hands it to the outbox: who gets an alert finds its pictures.</summary>
    public async Task DeliverAsync()
    {
        try
        {
            await foreach (Job job in _waiting.Reader.ReadAllAsync())
            {
                await CarryOutAsync(job);
            }
        }
        catch (Exception e)
        {
            // Who has something to tell must not wait for ever, nor who was told of an event for its end.
            _waiting.Writer.TryComplete(e);
            CutOff();
            throw;
        }
        finally
        {
            await FinishStillAsync(isHurried: () => true);
            await (_slowClips?.CloseAsync() ?? Task.CompletedTask);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _clip.Dispose();
        _slowClips?.Dispose();
        _still.Dispose();
        Events.Dispose();
    }

    private ValueTask TellAsync(SceneAlert? told)
    {
        if (told is null)
        {
            return ValueTask.CompletedTask;
        }

        bool isNew = told.Event.EventId != _newest;
        if (isNew)
        {
            _newest = told.Event.EventId;
            _incidentId = _incidents.IdOf(_newest, told.StartedTimestamp);
        }

        AlertEvent alert = told.Event with { IncidentId = _incidentId };
        if (!alert.IsQuiet)
        {
            PublishAnomaly(alert, AnomalyMessage.Off(alert.Score, alert.Threshold, _time.GetUtcNow()));
        }

        Report(alert, isNew);
        return _waiting.Writer.WriteAsync(new Job(
            alert,
            told.IsPeakNew ? told.Peak.Share() : null,
            Gallery?.FindNearest(alert.EventId),
            _clip.Follow(told),
            Past?.TraceOf(alert.EventId),
            told.Course)
        {
            Still = told.IsPeakNew ? _still.Want(alert.EventId, told.Peak) : null,
        });
    }

    /// <summary>Says of the camera and of each of its zones whether an event is going on there.</summary>
    /// <param name="alert">The event; null for none.</param>
    /// <param name="off">What is said where none is.</param>
    private void PublishAnomaly(AlertEvent? alert, AnomalyMessage off)
    {
        AnomalyMessage? on = alert is null or { Type: AlertEventType.End } ? null : AnomalyMessage.On(alert);
        _publisher.PublishAnomaly(_cameraId, on ?? off);
        foreach (string zone in _zones)
        {
            _publisher.PublishAnomaly(_cameraId, zone, on is not null && alert!.Zones.Contains(zone) ? on : off);
        }
    }

    /// <summary>An event that goes on for longer than its clip may: the clip is made now, and the next message tells of it.</summary>
    private async ValueTask TakeClipAsync(ValueTask telling)
    {
        await telling;
        if (_clip.Take() is { } wanted)
        {
            await _waiting.Writer.WriteAsync(new Job(null, null, null, wanted, null, null));
        }
    }

    private async Task CarryOutAsync(Job job)
    {
        if (job.Alert is { } alert && job.Peak is not null)
        {
            await FinishStillAsync(isHurried: () => true);
            Show(alert, job.Peak);
            BeginStill(alert, job.Still);
        }

        if (job is { Alert: not null, Nearest: { } nearest })
        {
            using (nearest)
            {
                _pictures.SaveNearest(job.Alert.EventId, nearest);
            }
        }

        if (job is { Alert: not null, Course: not null })
        {
            _pictures.SaveCourse(job.Alert.EventId, job.Course);
        }

        if (job is { Alert.Type: not AlertEventType.Update, Trace: not null })
        {
            _pictures.SaveTrace(job.Alert.EventId, job.Trace);
        }

        if (job.Clip is not null)
        {
            await RecordAsync(job.Clip);
        }

        if (job.Alert is { Type: AlertEventType.End })
        {
            await FinishStillAsync(IsHurried);
            await (_slowClips?.FinishAsync(IsHurried) ?? Task.CompletedTask);
        }

        if (job.Alert is not null)
        {
            Record(job.Trace is null ? job.Alert : WithRepeats(job.Alert, job.Trace));
        }
    }

    /// <summary>Says of an event how often the like was seen before, by what it has shown until now.</summary>
    private AlertEvent WithRepeats(AlertEvent alert, byte[] trace) =>
        Past?.Recall(alert, trace) is { } seen ? alert with { SeenBefore = seen } : alert;

    /// <summary>Keeps what is to be said with the event, and says it unless nobody is to be told.</summary>
    private void Record(AlertEvent alert)
    {
        lock (_record)
        {
            EventMessage described = _publisher.Describe(
                alert,
                parts.Wording,
                _pictures.PathOf(alert.EventId, EventPictures.SnapshotName),
                ClipOf(alert.EventId));
            EventMessage message = described with
            {
                Plain = _pictures.PathOf(alert.EventId, EventPictures.PlainName),
                Nearest = _pictures.PathOf(alert.EventId, EventPictures.NearestName),
                Profile = _profiles.InForce.Name,
            };

            // Before it can be sent: an event that subscribers have heard of can be ended after a crash, see UnfinishedEvents.
            Keep(message);
            _recorded = message;
            if (!alert.IsQuiet)
            {
                _publisher.PublishEvent(message);
            }
        }
    }

    /// <summary>Ends the event that is on, of which nothing more can be told than what was.</summary>
    private void CutOff()
    {
        if (_recorded is { Type: not AlertEventType.End } last)
        {
            EventMessage end = last.CutOff();
            Keep(end);
            if (last.IsTold)
            {
                _publisher.PublishEvent(end);
            }
        }
    }

    /// <summary>
    /// The message of an event's end that could not wait for the clip gets it for those who ask later; who was told of the end is told of
    /// the clip, too.
    /// </summary>
    private void AddClip(string eventId)
    {
        lock (_record)
        {
            if (_pictures.FindMessage(eventId) is { } kept
                && MessageJson.TryRead<EventMessage>(kept) is { Type: AlertEventType.End, Clip: null } end
                && ClipOf(eventId) is { } clip)
            {
                EventMessage whole = end.WithClip(clip);
                Keep(whole);
                if (whole.IsTold)
                {
                    _publisher.PublishEvent(whole with { Type = AlertEventType.Update });
                }
            }
        }
    }

    private string? ClipOf(string eventId) => _pictures.PathOf(eventId, EventClips.ClipName);

    private void Keep(EventMessage message) => _pictures.SaveMessage(
        message.EventId, Topic.Event.Write(message), isLast: message.Type is AlertEventType.End);

    /// <summary>
    /// Waits for what comes after an event, unless somebody waits for the next message or the end; what has to be encoded nobody waits for.
    /// </summary>
    private async Task RecordAsync(WantedPart wanted)
    {
        if (ring.Masks.Count > 0)
        {
            _slowClips ??= new SlowClips(_cameraId, _clips, AddClip, _time, _logger);
            _slowClips.Begin(wanted);
            return;
        }

        using (wanted)
        {
            using StreamCut? cut = await wanted.CutAsync(IsHurried);
            if (cut is not null)
            {
                await _clips.SaveAsync(wanted.EventId, cut, CancellationToken.None);
            }
        }
    }

    /// <summary>Whether somebody waits for the next message or the end.</summary>
    private bool IsHurried() => _isClosing || _waiting.Reader.TryPeek(out _);

    private Task FinishStillAsync(Func<bool> isHurried) => _still.FinishAsync(isHurried);

    /// <summary>Shows the event at the camera's resolution, when that can be had.</summary>
    private void BeginStill(AlertEvent alert, WantedStill? wanted)
    {
        if (wanted is not null)
        {
            HeatMap heatMap = wanted.Seen.HeatMap;
            string reason = WordsIn(parts.Language(), wanted.Seen.Reasons);
            _still.Begin(
                wanted, still => Publish(alert, _pictures.SaveStill(alert.EventId, still, heatMap.Regions, reason), heatMap: null));
        }
    }

    private void Show(AlertEvent alert, PeakFrame peak)
    {
        using (peak)
        {
            EventPictureSet saved = _pictures.Save(alert.EventId, peak.Frame, peak.HeatMap, WordsIn(parts.Language(), peak.Reasons));
            Publish(alert, saved.Snapshot, saved.HeatMap);
        }
    }

    private void Publish(AlertEvent alert, byte[]? snapshot, byte[]? heatMap)
    {
        if (snapshot is not null && !alert.IsQuiet)
        {
            _publisher.PublishSnapshot(_cameraId, snapshot);
        }

        if (heatMap is not null && !alert.IsQuiet)
        {
            _publisher.PublishHeatmap(_cameraId, heatMap);
        }
    }

    private void Report(AlertEvent alert, bool isNew)
    {
        if (alert.Type is AlertEventType.Start && !isNew)
        {
            LogToldLate(_cameraId, alert.EventId);
        }
        else if (alert.Type is AlertEventType.Start)
        {
            Count(alert);
            LogStarted(_cameraId, alert.EventId, alert.Score, alert.Threshold, Words(alert));
        }
        else if (alert.Type is AlertEventType.End)
        {
            LogEnded(_cameraId, alert.EventId, WordOf(alert.EndedBecause), alert.PeakScore, Words(alert));
        }
    }

    private void Count(AlertEvent alert)
    {
        if (alert.Reasons.Count > 0)
        {
            Interlocked.Increment(ref _begun[alert.Reasons[0].Kind.Index]);
        }
    }

    /// <summary>As messages say it.</summary>
    private static string WordOf(EndCause? cause) =>
        cause is null ? "" : $" ({JsonNamingPolicy.SnakeCaseLower.ConvertName($"{cause}")})";

    private static string Words(AlertEvent alert) => WordsIn(Language.English, alert.Reasons);

    private static string WordsIn(Language language, IReadOnlyList<Reason> reasons) =>
        string.Join("; ", reasons.Select(reason => reason.In(language)));

    [LoggerMessage(702, LogLevel.Warning,
        "Camera {Camera}: event {EventId} began at score {Score:0.00} (threshold {Threshold:0.00}): {Reasons}.")]
    private partial void LogStarted(string camera, string eventId, double score, double threshold, string reasons);

    [LoggerMessage(715, LogLevel.Information, "Camera {Camera}: event {EventId} goes on, and it is not quiet any more: it is told now.")]
    private partial void LogToldLate(string camera, string eventId);

    [LoggerMessage(703, LogLevel.Information, "Camera {Camera}: event {EventId} ended{Cause}; peak score {Peak:0.00}: {Reasons}.")]
    private partial void LogEnded(string camera, string eventId, string cause, double peak, string reasons);

    /// <summary>A message on its way out.</summary>
    /// <param name="Alert">The message; null for a clip alone.</param>
    /// <param name="Peak">The frame to make pictures of first; null when the pictures are made already.</param>
    /// <param name="Nearest">What it shows beside what is normal, to be drawn first; null for none that is new.</param>
    /// <param name="Clip">The clip to make first; null when it is not time for one.</param>
    /// <param name="Trace">What the event showed so far; null when that is not known.</param>
    /// <param name="Course">Its score until now; null for a clip alone.</param>
    private sealed record Job(
        AlertEvent? Alert, PeakFrame? Peak, NearestNormal? Nearest, WantedPart? Clip, byte[]? Trace, EventCourse? Course)
    {
        /// <summary>What the pictures are to be replaced by; null where there is no stream, or where they are not made anew.</summary>
        public WantedStill? Still { get; init; }
    }
}
