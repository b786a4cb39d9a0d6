using EdgeWatch.Core.Events;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Teaching;
using EdgeWatch.Core.Watching;
using EdgeWatch.Evidence;

namespace EdgeWatch.Cameras;

/// <summary>
/// What a camera's events of the week showed, as far as they are kept, to say of another one that the like was seen before. Nobody waits
/// for the disk: until what is kept has been read, nothing is said. <see cref="TraceOf"/> is for whoever has entered the scene.
/// </summary>
/// <param name="cameraId">The camera.</param>
/// <param name="parts">Where events are kept, and the clock.</param>
/// <param name="recent">What its latest events showed.</param>
/// <param name="grid">The patch grid of now.</param>
/// <param name="owner">The network and the picture of now; see <see cref="Lesson.Owner"/>.</param>
internal sealed class PastEvents(string cameraId, SharedParts parts, RecentEvents recent, PatchGrid grid, string owner)
{
    private readonly Lock _gate = new();
    private readonly SeenEvents _seen = new();
    private bool _isRead;

    /// <summary>What an event showed so far, to be kept and recalled; null when that is not known.</summary>
    public byte[]? TraceOf(string eventId) => recent.Find(eventId) is { } shown ? TraceFormat.Write(shown, owner) : null;

    /// <summary>Reads what is kept, in the background.</summary>
    public void BeginReading() => _ = Task.Run(Read);

    /// <summary>How often the like of an event was seen before; the event is remembered, too.</summary>
    /// <param name="alert">The event.</param>
    /// <param name="trace">What it showed so far.</param>
    /// <returns>Null for never, or where that cannot be told.</returns>
    public SeenBefore? Recall(AlertEvent alert, byte[] trace)
    {
        if (TraceFormat.Read(trace, grid, owner) is not { } shown)
        {
            return null;
        }

        lock (_gate)
        {
            _seen.Add(alert.EventId, alert.StartedAt, shown);
            return _isRead ? _seen.Find(alert.EventId, alert.StartedAt, shown, parts.Profiles.Zone) : null;
        }
    }

    private void Read()
    {
        DateTimeOffset from = SeenEvents.WeekOf(parts.Time.GetUtcNow(), parts.Profiles.Zone);
        IEnumerable<PastEvent> newest = PastEvent
            .AllOf(parts.Pictures.FindMessages(from, DateTimeOffset.MaxValue, int.MaxValue))
            .Where(past => past.Camera == cameraId)
            .Take(SeenEvents.Capacity);
        foreach (PastEvent past in newest)
        {
            if (parts.Pictures.ReadTrace(past.EventId, content => TraceFormat.Read(content, grid, owner)) is { } shown)
            {
                Remember(past, shown);
            }
        }

        lock (_gate)
        {
            _isRead = true;
        }
    }

    /// <summary>Of one that still goes on, more is known than was kept.</summary>
    private void Remember(PastEvent past, EventTrace shown)
    {
        lock (_gate)
        {
            if (!_seen.Contains(past.EventId))
            {
                _seen.Add(past.EventId, past.StartedAt, shown);
            }
        }
    }
}
