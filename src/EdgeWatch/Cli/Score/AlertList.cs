using System.Globalization;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Scoring;
using EdgeWatch.Core.Watching;

namespace EdgeWatch.Cli.Score;

/// <summary>The alerts that the daemon would have given of a recording, in the recording's own time.</summary>
/// <param name="policy">When alerts begin and end.</param>
internal sealed class AlertList(AlertPolicy policy)
{
    private readonly EventTracker _tracker = new(policy, TimeProvider.System);
    private readonly TextTable _table = new(">from", ">to", ">peak", "reason");
    private double _startedSeconds;
    private double _peak;
    private string _reasons = "";

    /// <summary>Alerts so far; one that is on does not count.</summary>
    public int Count { get; private set; }

    /// <summary>Whether nothing unusual is going on.</summary>
    public bool IsIdle => _tracker.Phase is EventPhase.Idle;

    /// <summary>Takes the next frame into account.</summary>
    public void Observe(ScoredFrame frame, double seconds)
    {
        DateTimeOffset time = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        EventTransition transition = _tracker.Observe(
            frame.Score.Score, time, (long)(seconds * TimeProvider.System.TimestampFrequency));
        KeepReasons(frame);
        Note(transition, seconds);
    }

    /// <summary>Ends an alert that is still on at the end of the recording.</summary>
    public void Close() => Note(_tracker.Close(), seconds: 0);

    /// <inheritdoc/>
    public override string ToString() => Count == 0 ? "No alerts." : _table.ToString().TrimEnd();

    private void KeepReasons(ScoredFrame frame)
    {
        if (IsIdle)
        {
            _peak = 0;
        }
        else if (frame.Score.Score > _peak)
        {
            _peak = frame.Score.Score;
            _reasons = string.Join("; ", ReasonWriter.Write(frame.KindScores, frame.Patches.Ratios).Select(reason => reason.Text));
        }
    }

    private void Note(EventTransition transition, double seconds)
    {
        if (transition is EventTransition.Started)
        {
            _startedSeconds = seconds;
        }
        else if (transition is EventTransition.Ended && _tracker.Event is { EndedAt: { } ended } tracked)
        {
            Count++;
            _table.Add(
                Text(_startedSeconds),
                Text((ended - DateTimeOffset.UnixEpoch).TotalSeconds),
                tracked.PeakScore.ToString("0.00", CultureInfo.InvariantCulture),
                _reasons);
        }
    }

    private static string Text(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
}
