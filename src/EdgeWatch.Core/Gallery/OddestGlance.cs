using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Core.Gallery;

/// <summary>
/// Follows the glance at which an event was most unusual: the frame that was glanced at, so that its look and its picture are of the same
/// moment, and the place that weighed most. Not thread-safe.
/// </summary>
/// <param name="grid">The patch grid.</param>
/// <param name="time">Gives the frames' timestamps their unit.</param>
public sealed class OddestGlance(PatchGrid grid, TimeProvider time) : IDisposable
{
    /// <summary>
    /// What was seen so long before an event belongs to it: the scores of events rise late, and glances are half a second apart.
    /// </summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);

    private readonly PatchGrid _places = PlaceLooks.GridOf(grid);
    private readonly LookSet _look = new(capacity: 1);
    private string? _eventId;
    private Frame? _frame;
    private double _raw;
    private Kind? _kind;
    private bool _isTold;

    /// <summary>Takes the next scored frame into account.</summary>
    /// <param name="scored">The frame.</param>
    /// <param name="eventId">The event that is on or may begin; null when nothing unusual is going on.</param>
    public void Follow(ScoredFrame scored, string? eventId)
    {
        ArgumentNullException.ThrowIfNull(scored);
        if (eventId != _eventId)
        {
            _eventId = eventId;
            _isTold = false;
            if (_frame is not null && time.GetElapsedTime(_frame.CapturedTimestamp, scored.Frame.CapturedTimestamp) > Before)
            {
                Dispose();
            }
        }

        if (scored.Patches.Looks.Count > 0 && (eventId is null || _frame is null || scored.Score.Raw > _raw))
        {
            Take(scored);
        }
    }

    /// <summary>What was seen at it, and what is normal and most like that.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="gallery">Where normal examples are.</param>
    /// <returns>Null for what was told already, and where there is nothing to compare; else to be disposed.</returns>
    public NearestNormal? Tell(string eventId, SceneGallery gallery)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        if (_frame is null || _isTold || eventId != _eventId)
        {
            return null;
        }

        NormalExample? example = _kind == AbsenceNormality.Kind
            ? gallery.FindUsual(_look.Places[0], _look.LookAt(0))
            : gallery.FindNearest(_look.Places[0], _look.LookAt(0));
        _isTold = example is not null;
        return example is null ? null : new NearestNormal(_frame.Share(), _look.Places[0], _places, example);
    }

    /// <summary>Gives the frame back that is still held.</summary>
    public void Dispose()
    {
        _frame?.Dispose();
        _frame = null;
    }

    private void Take(ScoredFrame scored)
    {
        Dispose();
        _frame = scored.Frame.Share();
        (_raw, _kind, _isTold) = (scored.Score.Raw, scored.Score.Kind, false);
        LookSet looks = scored.Patches.Looks;
        int most = FindMostSurprising(scored.Patches, looks);
        _look.Clear();
        _look.Add(looks.Places[most], looks.LookAt(most), looks.IsOdd(most));
    }

    /// <summary>The look of the patch that is most surprising by the kind that decides.</summary>
    private int FindMostSurprising(PatchSurprises patches, LookSet looks)
    {
        (int most, double highest) = (0, -1);
        for (int k = 0; k < patches.Count; k++)
        {
            int look = looks.Places.IndexOf(_places.IndexOf(PlaceLooks.PlaceOf(_places, grid, patches.Positions[k])));
            double surprise = _kind is null ? patches.Highest(k) : patches.Of(_kind.Index)[k];
            if (look >= 0 && surprise > highest)
            {
                (most, highest) = (look, surprise);
            }
        }

        return most;
    }
}

/// <summary>Something unusual beside what is normal and most like it; disposed, it gives its frame back.</summary>
/// <param name="Frame">The frame that shows it.</param>
/// <param name="Place">The place in it, row-major.</param>
/// <param name="Places">The places of both pictures.</param>
/// <param name="Normal">What is normal.</param>
public sealed record NearestNormal(Frame Frame, int Place, PatchGrid Places, NormalExample Normal) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Frame.Dispose();
}
