using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Clips;
using EdgeWatch.Core.Events;
using EdgeWatch.Streams;

namespace EdgeWatch.Cameras;

/// <summary>
/// Holds the part of a camera's stream that its event needs, from the event's beginning until its clip can be made. For one caller at a
/// time.
/// </summary>
internal sealed class EventClip(StreamRing ring, ClipPolicy policy, TimeProvider time) : IDisposable
{
    /// <summary>
    /// How long after an event's first frame it is told of beyond the least length of an event: scores are smoothed over half a second, and
    /// frames may wait.
    /// </summary>
    private static readonly TimeSpan TellingDelay = TimeSpan.FromSeconds(3);

    private WantedClip? _held;

    /// <summary>The newest event: one that is told late starts twice.</summary>
    private string _newest = "";

    /// <summary>Whether the event goes on for longer than its clip may.</summary>
    public bool IsDue => _held is { } held
        && time.GetElapsedTime(held.From) is var length
        && (length >= policy.Longest || (ring.IsNearlyFull && length >= policy.PreRoll + policy.PostRoll));

    /// <summary>
    /// The memory for a camera's stream; null when no clips are wanted, and for a camera with privacy masks, whose stream shows what they
    /// hide.
    /// </summary>
    public static StreamRing? RingFor(CameraSettings settings, TimeProvider time)
    {
        ClipPolicy policy = settings.Clips;
        bool isWanted = policy.Enabled && settings.Options.PrivacyMasks.Count == 0;
        return !isWanted ? null : new StreamRing(policy.MaxMebibytes * OutboxOptions.BytesPerMebibyte, time)
        {
            Keep = policy.PreRoll + settings.Alerts.MinimumLength + TellingDelay,
        };
    }

    /// <summary>Takes a message of an event into account.</summary>
    /// <returns>The clip to make before the message goes out; null for none.</returns>
    public WantedClip? Follow(SceneAlert told)
    {
        if (told.Event.Type is AlertEventType.Start && told.Event.EventId != _newest)
        {
            _newest = told.Event.EventId;
            _held?.Dispose();
            _held = new WantedClip(told.Event.EventId, told.StartedTimestamp - Ticks(policy.PreRoll), ring, time);
        }

        if (told.Event.Type is not AlertEventType.End || _held?.EventId != told.Event.EventId)
        {
            return null;
        }

        return Take(told.LastHighTimestamp + Ticks(policy.PostRoll));
    }

    /// <summary>What there is of the event so far.</summary>
    public WantedClip? Take() => Take(long.MaxValue);

    /// <inheritdoc/>
    public void Dispose() => _held?.Dispose();

    private WantedClip? Take(long to)
    {
        WantedClip? taken = _held;
        _held = null;
        if (taken is not null)
        {
            taken.To = Math.Min(to, taken.From + Ticks(policy.Longest));
        }

        return taken;
    }

    private long Ticks(TimeSpan length) => (long)(length.TotalSeconds * time.TimestampFrequency);
}

/// <summary>A clip that is to be made of a camera's stream, which is held for it until this is disposed.</summary>
/// <param name="eventId">Whose clip.</param>
/// <param name="from">Monotonic time of its beginning.</param>
/// <param name="ring">The stream.</param>
/// <param name="time">The clock.</param>
internal sealed class WantedClip(string eventId, long from, StreamRing ring, TimeProvider time) : IDisposable
{
    /// <summary>How long after the end of the clip its last packets may come.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How often it is looked for them.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly RingHold _hold = ring.Hold(from);

    /// <summary>Whose clip.</summary>
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
        long late = To + (long)(Patience.TotalSeconds * time.TimestampFrequency);
        while (ring.Newest < To && time.GetTimestamp() < late && !isHurried())
        {
            await Task.Delay(LookInterval, time);
        }

        return ring.Cut(from, To);
    }

    /// <inheritdoc/>
    public void Dispose() => _hold.Dispose();
}
