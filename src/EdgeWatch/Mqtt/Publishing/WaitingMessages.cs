using EdgeWatch.Outbox;

namespace EdgeWatch.Mqtt.Publishing;

/// <summary>All that waits for the broker, by how it waits. Each part may be filled from any thread.</summary>
internal sealed class WaitingMessages(IOutbox outbox, ScoreSlots scores)
{
    /// <summary>Retained state: of each topic the newest.</summary>
    public RetainedState Retained { get; } = new();

    /// <summary>Snapshots and heat maps: of each topic the newest.</summary>
    public RetainedState Pictures { get; } = new();

    /// <summary>Answers and health: gone when there is no connection.</summary>
    public PassingMessages Passing { get; } = new();

    /// <summary>Scores: of each camera the newest.</summary>
    public ScoreSlots Scores => scores;

    /// <summary>Events: all of them, in order.</summary>
    public IOutbox Events => outbox;

    /// <summary>A connection begins: what may be lost is sent again, and what is old is not.</summary>
    public void Rewind()
    {
        Retained.MarkAllUnsent();
        Pictures.MarkAllUnsent();
        Passing.Clear();
        Scores.Clear();
        Events.Rewind();
    }

    /// <summary>Sends all retained state again, for somebody who has forgotten it.</summary>
    public void Repeat()
    {
        Retained.Repeat();
        Pictures.Repeat();
    }
}
