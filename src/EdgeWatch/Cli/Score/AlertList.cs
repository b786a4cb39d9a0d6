using System.Globalization;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Cli.Score;

/// <summary>The alerts that the daemon would have given of a recording, in seconds since the recording's first frame.</summary>
/// <param name="policy">When alerts begin and end.</param>
internal sealed class AlertList(AlertPolicy policy) : IDisposable
{
    private readonly SceneEvents _events = new("recording", policy, TimeProvider.System);
    private readonly TextTable _table = new(">from", ">to", ">peak", "reason");
    private DateTimeOffset? _beginning;

    /// <summary>Alerts so far; one that is on does not count.</summary>
    public int Count { get; private set; }

    /// <summary>Says what the watch may make of its next frame, as in the daemon.</summary>
    public void Guide(SceneWatch watch) => _events.Guide(watch);

    /// <summary>Takes the next frame into account, those of the learning time included.</summary>
    public void Observe(ScoredFrame frame, PatchHeat heat)
    {
        _beginning ??= frame.Frame.CapturedAt;
        Note(_events.Observe(frame, heat));
    }

    /// <summary>Ends an alert that is still on at the end of the recording.</summary>
    public void Close() => Note(_events.Close(EndCause.Stopped));

    /// <inheritdoc/>
    public override string ToString() => Count == 0 ? "No alerts." : _table.ToString().TrimEnd();

    /// <inheritdoc/>
    public void Dispose() => _events.Dispose();

    private void Note(SceneAlert? told)
    {
        if (told?.Event is { EndedAt: { } ended } alert)
        {
            Count++;
            _table.Add(
                Seconds(alert.StartedAt),
                Seconds(ended),
                alert.PeakScore.ToString("0.00", CultureInfo.InvariantCulture),
                string.Join("; ", alert.Reasons.Select(reason => reason.In(Language.English))));
        }
    }

    private string Seconds(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(time - _beginning.GetValueOrDefault()).TotalSeconds:0.0} s");
}
