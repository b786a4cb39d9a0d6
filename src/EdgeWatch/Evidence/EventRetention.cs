using EdgeWatch.Configuration.Retention;
using Microsoft.Extensions.Logging;
using EventId = EdgeWatch.Core.Events.EventId;

namespace EdgeWatch.Evidence;

/// <summary>What is kept of events at a moment.</summary>
/// <param name="Count">Events.</param>
/// <param name="Bytes">Bytes of all their files, in whole blocks of the disk.</param>
/// <param name="Oldest">When the oldest of them began; null when there is none.</param>
public sealed record KeptEvidence(int Count, long Bytes, DateTimeOffset? Oldest)
{
    /// <summary>Looks into a folder; a folder that is not there holds none.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static KeptEvidence In(string folder) =>
        Of([.. EventFolders.EventIdsIn(folder).Select(id => KeyValuePair.Create(id, EventFolders.SizeOf(folder, id)))]);

    /// <summary>Counts events.</summary>
    /// <param name="sizes">Bytes by id.</param>
    internal static KeptEvidence Of(IReadOnlyCollection<KeyValuePair<string, long>> sizes) => new(
        sizes.Count,
        sizes.Sum(its => its.Value),
        sizes.Count == 0 ? null : EventId.TimeOf(sizes.Min(its => its.Key)));
}

/// <summary>
/// Keeps the folder of events within its bounds by removing whole events, the oldest first and no more than needed: never one that is in
/// progress, and of those that are over the newest only when it is too old. Safe from any thread.
/// </summary>
/// <param name="eventsDirectory">Folder with one folder for each event, named by its ULID; others in it are left alone.</param>
/// <param name="bounds">The bounds in force.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told what is removed, and why.</param>
public sealed partial class EventRetention(
    string eventsDirectory, Func<RetentionOptions> bounds, TimeProvider time, ILogger<EventRetention> logger)
{
    /// <summary>How late an event goes that is too old, and others when somebody else fills the disk.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);

    /// <summary>Once a bound is reached, each new event costs an old one: told once, and again with a count when this is over.</summary>
    private static readonly TimeSpan ToldAgainAfter = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();

    /// <summary>Bytes by event id, of those that are over: nothing of them changes but by being removed.</summary>
    private readonly Dictionary<string, long> _sizes = [];

    /// <summary>Ids of events of which more is to come: one for each camera at most.</summary>
    private readonly HashSet<string> _inProgress = [];

    private readonly Tally _tooOld = new();
    private readonly Tally _tooMuch = new();
    private readonly Tally _tooLittleFree = new();
    private volatile KeptEvidence? _kept;
    private long _failures;
    private bool _fails;

    /// <summary>Folder with one folder for each event.</summary>
    public string EventsDirectory => eventsDirectory;

    /// <summary>What was kept when it was last looked at; null before.</summary>
    public KeptEvidence? Kept => _kept;

    /// <summary>Ids of all events that are kept, in no order; none where the folder cannot be read.</summary>
    public IReadOnlyList<string> EventIds()
    {
        try
        {
            return EventFolders.EventIdsIn(eventsDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Removes what was not finished before, and what is too much, now and every minute.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        lock (_gate)
        {
            TryLocked(() => EventFolders.RemoveUnfinished(eventsDirectory));
        }

        using PeriodicTimer timer = new(LookInterval, time);
        do
        {
            Look();
        }
        while (await NextAsync(timer, stopping));
    }

    /// <summary>Removes what is too much. What cannot be removed is told of once, and stays.</summary>
    public void Look()
    {
        lock (_gate)
        {
            if (!Directory.Exists(eventsDirectory))
            {
                _kept = KeptEvidence.Of([]);
                return;
            }

            long before = _failures;
            TryLocked(() => EventFolders.FinishRemovals(eventsDirectory));
            TryLocked(() => EnforceLocked(0));
            _fails = _failures > before;
        }
    }

    /// <summary>Makes the folder of an event and room for something in it. The event is in progress until <see cref="Finish"/>.</summary>
    /// <param name="eventId">Its ULID.</param>
    /// <param name="bytes">What is to be written.</param>
    /// <returns>The event's folder.</returns>
    /// <exception cref="IOException">The folder cannot be made, or the one of all events cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for lack of rights.</exception>
    public string MakeRoom(string eventId, long bytes)
    {
        lock (_gate)
        {
            _inProgress.Add(eventId);
            string folder = Directory.CreateDirectory(Path.Combine(eventsDirectory, eventId)).FullName;
            EnforceLocked(bytes);
            return folder;
        }
    }

    /// <summary>
    /// Makes room for something that may come when the event is over, or gone, and it stays what it is. One that is over may have to go for
    /// the room itself.
    /// </summary>
    /// <param name="eventId">Its ULID.</param>
    /// <param name="bytes">What is to be written.</param>
    /// <returns>The event's folder; null when it is gone.</returns>
    /// <exception cref="IOException">The folder of all events cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for lack of rights.</exception>
    public string? MakeLateRoom(string eventId, long bytes)
    {
        string folder = Path.Combine(eventsDirectory, eventId);
        lock (_gate)
        {
            if (Directory.Exists(folder))
            {
                EnforceLocked(bytes);
            }

            return Directory.Exists(folder) ? folder : null;
        }
    }

    /// <summary>Nothing more comes of an event: when its time has come, it may go.</summary>
    public void Finish(string eventId)
    {
        lock (_gate)
        {
            _inProgress.Remove(eventId);
            _sizes.Remove(eventId);
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void EnforceLocked(long wanted)
    {
        RetentionOptions allowed = bounds();
        MeasureLocked();
        DriveInfo drive = new(eventsDirectory);
        long free = drive.AvailableFreeSpace - wanted;
        long leastFree = allowed.LeastFreeBytes(drive.TotalSize);
        long bytes = _sizes.Values.Sum() + wanted;
        DateTimeOffset oldestAllowed = time.GetUtcNow() - allowed.KeepFor;

        // ULIDs sort by time.
        string[] ids = [.. _sizes.Keys.Order(StringComparer.Ordinal)];
        foreach (string id in ids.Where(id => !_inProgress.Contains(id)))
        {
            Tally? tally =
                EventId.TimeOf(id) < oldestAllowed ? _tooOld
                : id == ids[^1] ? null
                : bytes > allowed.MaxBytes ? _tooMuch
                : free < leastFree ? _tooLittleFree
                : null;
            if (tally is null)
            {
                break;
            }

            long size = _sizes[id];
            if (TryLocked(() => EventFolders.Remove(eventsDirectory, id)))
            {
                (bytes, free) = (bytes - size, free + size);
                _sizes.Remove(id);
                tally.Add(id, size);
            }
        }

        _kept = KeptEvidence.Of(_sizes);
        TellLocked(allowed, leastFree);
    }

    private void MeasureLocked()
    {
        IReadOnlyList<string> ids = EventFolders.EventIdsIn(eventsDirectory);
        foreach (string gone in _sizes.Keys.Except(ids).ToArray())
        {
            _sizes.Remove(gone);
        }

        foreach (string id in ids.Where(id => _inProgress.Contains(id) || !_sizes.ContainsKey(id)))
        {
            _sizes[id] = EventFolders.SizeOf(eventsDirectory, id);
        }
    }
}
