using EdgeWatch.Configuration;
using EdgeWatch.Configuration.Clips;
using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;
using EdgeWatch.Streams;

namespace EdgeWatch.Cameras.Clips;

/// <summary>
/// Holds the part of a camera's stream that its event needs, from the event's beginning until its clip can be made. For one caller at a
/// time.
/// </summary>
/// <param name="ring">The camera's stream.</param>
/// <param name="policy">What is wanted.</param>
/// <param name="time">The clock.</param>
internal sealed class EventClip(StreamRing ring, ClipPolicy policy, TimeProvider time) : IDisposable
{
    /// <summary>
    /// How long after an event's first frame it is told of beyond the least length of an event: scores are smoothed over half a second, and
    /// frames may wait.
    /// </summary>
    private static readonly TimeSpan TellingDelay = TimeSpan.FromSeconds(3);

    private ClipPolicy _policy = policy;
    private WantedPart? _held;

    /// <summary>The newest event: one that is told late starts twice.</summary>
    private string _newest = "";

    /// <summary>Whether the event goes on for longer than its clip may.</summary>
    public bool IsDue => _held is { } held
        && time.GetElapsedTime(held.From) is var length
        && (length >= _policy.Longest || (ring.IsNearlyFull && length >= _policy.PreRoll + _policy.PostRoll));

    /// <summary>The memory for a camera's stream.</summary>
    public static StreamRing RingFor(CameraSettings settings, TimeProvider time) => new(WishOf(settings), time) { Masks = settings.Masks };

    /// <summary>Goes by other settings from now on: an event that is on has the clip that it began, which ends by these.</summary>
    public void Use(CameraSettings next)
    {
        _policy = next.Clips;
        ring.Wish = WishOf(next);
    }

    /// <summary>Takes a message of an event into account.</summary>
    /// <returns>The clip to make before the message goes out; null for none.</returns>
    public WantedPart? Follow(SceneAlert told)
    {
        if (_policy.Enabled && told.Event.Type is AlertEventType.Start && told.Event.EventId != _newest)
        {
            _newest = told.Event.EventId;
            _held?.Dispose();
            _held = new WantedPart(told.Event.EventId, told.StartedTimestamp - time.TimestampsIn(_policy.PreRoll), ring, time);
        }

        if (told.Event.Type is not AlertEventType.End || _held?.EventId != told.Event.EventId)
        {
            return null;
        }

        return Take(told.LastHighTimestamp + time.TimestampsIn(_policy.PostRoll));
    }

    /// <summary>What there is of the event so far; waiting for more would push its beginning out of the memory.</summary>
    public WantedPart? Take() => Take(time.GetTimestamp());

    /// <inheritdoc/>
    public void Dispose() => _held?.Dispose();

    /// <summary>What of a camera's stream has to be kept for its clips.</summary>
    private static StreamWish WishOf(CameraSettings settings) => new(
        settings.Clips.MaxMebibytes * OutboxOptions.BytesPerMebibyte,
        settings.Clips.PreRoll + settings.Alerts.MinimumLength + TellingDelay)
    {
        IsWanted = settings.Clips.Enabled,
        Sound = settings.Clips.Audio,
    };

    private WantedPart? Take(long to)
    {
        WantedPart? taken = _held;
        _held = null;
        if (taken is not null)
        {
            taken.To = Math.Min(to, taken.From + time.TimestampsIn(_policy.Longest));
        }

        return taken;
    }
}
