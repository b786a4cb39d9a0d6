using EdgeWatch.Core.Frames;

namespace EdgeWatch.Core.Events;

/// <summary>
/// Puts events together that are one incident: each begins soon after another of them, at whatever camera. Safe from any thread.
/// </summary>
/// <param name="window">How soon; zero for never.</param>
/// <param name="time">Gives timestamps their unit.</param>
public sealed class Incidents(Func<TimeSpan> window, TimeProvider time)
{
    private readonly Lock _gate = new();
    private string? _id;
    private long _newestStart;

    /// <summary>The incident of an event that has just been found to have begun: the id of the first of its events.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="started">Monotonic time of its first frame; it may have begun before others that were found sooner.</param>
    public string IdOf(string eventId, long started)
    {
        TimeSpan most = window();
        lock (_gate)
        {
            if (_id is not null && most > TimeSpan.Zero && time.GetElapsedTime(_newestStart, started).Duration() <= most)
            {
                _newestStart = Math.Max(_newestStart, started);
                return _id;
            }

            if (_id is null || started > _newestStart)
            {
                (_id, _newestStart) = (eventId, started);
            }

            return eventId;
        }
    }

    /// <summary>Goes on with an incident of before the start of the program.</summary>
    /// <param name="incidentId">The incident.</param>
    /// <param name="ago">How long ago its newest event began. One from the future, by a clock that was set since, is not gone on with.
    /// </param>
    public void GoOn(string incidentId, TimeSpan ago)
    {
        lock (_gate)
        {
            if (_id is null && ago >= TimeSpan.Zero && ago <= window())
            {
                (_id, _newestStart) = (incidentId, time.GetTimestamp() - time.TimestampsIn(ago));
            }
        }
    }
}
