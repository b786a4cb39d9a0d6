using EdgeWatch.Core.Events;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Evaluation;

/// <summary>An alert of a clip, in frames, as its messages tell.</summary>
/// <param name="First">Its first unusual frame: <c>started_at</c>.</param>
/// <param name="Told">The frame with which it had lasted for long enough to be told.</param>
/// <param name="Last">Its last unusual frame: <c>ended_at</c>. Pauses after which the same alert went on lie inside.</param>
internal readonly record struct AlertSpan(int First, int Told, int Last)
{
    /// <summary>Why, as its last message tells, the most important reason first.</summary>
    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>Numbers of the things that its messages name, in order: who is named by two alerts was told of twice.</summary>
    public IReadOnlyList<long> Things { get; init; } = [];

    /// <summary>Whether the alert is about something that happened: it is on meanwhile, or comes shortly before.</summary>
    /// <param name="anomaly">What happened.</param>
    /// <param name="earlyFrames">How many frames before its first one an alert may come.</param>
    public bool Finds(Stretch anomaly, int earlyFrames) =>
        First <= anomaly.Last && (Last >= anomaly.First || First >= anomaly.First - earlyFrames);
}

/// <summary>Collects a clip's alerts from their messages.</summary>
/// <param name="framesPerSecond">Rate of the clip.</param>
internal sealed class AlertSpans(double framesPerSecond)
{
    private readonly List<AlertSpan> _ended = [];
    private readonly SortedSet<long> _things = [];
    private AlertSpan _on;

    /// <summary>Those that are over, in order.</summary>
    public IReadOnlyList<AlertSpan> Ended => _ended;

    /// <summary>Takes a message into account.</summary>
    /// <param name="frame">The frame after which it was sent.</param>
    /// <param name="alert">The message.</param>
    public void Note(int frame, AlertEvent alert)
    {
        int frames = (int)Math.Round(((alert.EndedAt ?? alert.UpdatedAt) - alert.StartedAt).TotalSeconds * framesPerSecond);
        _things.UnionWith(alert.Regions.Select(region => region.Thing ?? 0).Where(thing => thing != 0));
        switch (alert.Type)
        {
            case AlertEventType.Start:
                _on = new AlertSpan(frame - frames, frame, frame);
                break;
            case AlertEventType.End:
                _ended.Add(_on with { Last = _on.First + frames, Reasons = alert.Reasons, Things = [.. _things] });
                _things.Clear();
                break;
        }
    }
}
