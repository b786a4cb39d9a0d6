using EdgeWatch.Core.Teaching;
using EdgeWatch.Core.Watching;
using EdgeWatch.Evidence;
using EdgeWatch.Storage;

namespace EdgeWatch.Digest;

/// <summary>
/// Events of one camera that are alike: the one with the highest peak stands for all. What they looked like decides where that is kept of
/// both; else it is their first kind.
/// </summary>
internal sealed class AlikeEvents
{
    private readonly List<PastEvent> _others = [];
    private readonly EventTrace? _shown;
    private readonly string _owner;
    private readonly Likeness? _likeness;

    private AlikeEvents(PastEvent highest, (string Owner, EventTrace Shown)? trace)
    {
        Highest = highest;
        _owner = trace?.Owner ?? "";
        _shown = trace?.Shown;
        _likeness = _shown is null
            ? null
            : new Likeness(Lesson.MarksOf(_shown.Surprises), _shown.Looks.Copy(), _shown.Grid, isLeast: false);
    }

    /// <summary>The one with the highest peak.</summary>
    public PastEvent Highest { get; }

    /// <summary>The others, in order of their beginnings.</summary>
    public IReadOnlyList<PastEvent> Others => [.. _others.OrderBy(past => past.StartedAt)];

    /// <summary>All of them, the one with the highest peak first.</summary>
    public IEnumerable<PastEvent> All => _others.Prepend(Highest);

    /// <summary>Puts events of one camera together.</summary>
    /// <param name="events">The events.</param>
    /// <param name="folder">Folder with one folder for each event.</param>
    public static IEnumerable<AlikeEvents> In(IEnumerable<PastEvent> events, string folder)
    {
        List<AlikeEvents> found = [];
        foreach (PastEvent past in events.OrderByDescending(past => past.PeakScore ?? 0))
        {
            (string Owner, EventTrace Shown)? trace = TraceOf(past.EventId, folder);
            if (found.Find(alike => alike.Takes(past, trace)) is { } home)
            {
                home._others.Add(past);
            }
            else
            {
                found.Add(new AlikeEvents(past, trace));
            }
        }

        return found;
    }

    private bool Takes(PastEvent past, (string Owner, EventTrace Shown)? trace) => trace is { } its && its.Owner == _owner
        ? _likeness!.IsOf(its.Shown)
        : KindOf(past) == KindOf(Highest);

    private static string KindOf(PastEvent past) => past.Reasons is [var first, ..] ? first.Kind : "";

    /// <summary>A file that cannot be used is the daemon's to set aside.</summary>
    private static (string Owner, EventTrace Shown)? TraceOf(string eventId, string folder)
    {
        try
        {
            return EventFolders.ReadFile(folder, eventId, EventPictures.TraceName) is { } bytes
                ? TraceFormat.ReadAny(SealedFile.Open(bytes, SealedFormat.Trace), LearnedState.GridIn)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }
}
