using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Teaching;

namespace EdgeWatch.Core.Watching;

/// <summary>
/// What the latest events of a camera showed, so that people can say afterwards that it was normal. Bounded: some kilobytes an event,
/// <see cref="Capacity"/> events. Not thread-safe.
/// </summary>
public sealed class RecentEvents(PatchGrid grid)
{
    /// <summary>Events that are remembered: more than a day of a camera that is worth keeping on.</summary>
    public const int Capacity = 32;

    /// <summary>Frames that one of the two maps of before an event spans: its score rises some frames after what is to be seen.</summary>
    private const int FramesBefore = 10;

    private readonly Queue<(string Id, EventTrace Shown)> _events = new();
    private EventTrace _earlier = new(grid);
    private EventTrace _before = new(grid);
    private EventTrace? _current;
    private string _currentId = "";
    private int _frames;

    /// <summary>Id of the latest event; null before the first one.</summary>
    public string? Latest { get; private set; }

    /// <summary>Takes a frame in.</summary>
    /// <param name="patches">Its patches.</param>
    /// <param name="eventId">The event that it belongs to; null when nothing is going on.</param>
    public void Observe(PatchSurprises patches, string? eventId)
    {
        if (eventId is null)
        {
            FollowOrdinary(patches);
            return;
        }

        if (_current is null || _currentId != eventId)
        {
            Begin(eventId);
        }

        _current!.Add(patches);
    }

    /// <summary>Keeps the event that was being observed: people have been told of it.</summary>
    public void Keep()
    {
        if (_current is null || Latest == _currentId)
        {
            return;
        }

        Latest = _currentId;
        _events.Enqueue((_currentId, _current));
        if (_events.Count > Capacity)
        {
            _events.Dequeue();
        }
    }

    /// <summary>What an event showed; null when it is not remembered.</summary>
    public EventTrace? Find(string eventId) => _current is not null && _currentId == eventId
        ? _current
        : _events.FirstOrDefault(entry => entry.Id == eventId).Shown;

    private void Begin(string eventId)
    {
        _currentId = eventId;
        _current = new EventTrace(grid);
        _current.Add(_earlier);
        _current.Add(_before);
    }

    private void FollowOrdinary(PatchSurprises patches)
    {
        _current = null;
        if (++_frames == FramesBefore)
        {
            _frames = 0;
            (_earlier, _before) = (_before, _earlier);
            _before.Clear();
        }

        _before.Add(patches);
    }
}
