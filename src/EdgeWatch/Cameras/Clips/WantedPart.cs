using EdgeWatch.Core.Frames;
using EdgeWatch.Streams;

namespace EdgeWatch.Cameras.Clips;

/// <summary>A part of a camera's stream that is wanted for an event, and held for it until this is disposed.</summary>
/// <param name="eventId">Whose.</param>
/// <param name="from">Monotonic time of its beginning.</param>
/// <param name="ring">The stream.</param>
/// <param name="time">The clock.</param>
internal sealed class WantedPart(string eventId, long from, StreamRing ring, TimeProvider time) : IDisposable
{
    /// <summary>How long after its end its last packets may come.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How often it is looked for them.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly RingHold _hold = ring.Hold(from);

    /// <summary>Whose.</summary>
    public string EventId => eventId;

    /// <summary>Monotonic time of its beginning.</summary>
    public long From => from;

    /// <summary>Monotonic time of its end.</summary>
    public long To { get; set; }

    /// <summary>Takes it out of the stream, as soon as all of it is there or will not come any more.</summary>
    /// <param name="isHurried">Whether what is there now is enough.</param>
    /// <returns>Null when there is nothing.</returns>
    public async Task<StreamCut?> CutAsync(Func<bool> isHurried)
    {
        long late = To + time.TimestampsIn(Patience);
        while (ring.Newest < To && time.GetTimestamp() < late && !isHurried())
        {
            await Task.Delay(LookInterval, time);
        }

        return ring.Cut(from, To);
    }

    /// <inheritdoc/>
    public void Dispose() => _hold.Dispose();
}
