using EdgeWatch.Core.Events;
using EdgeWatch.Core.Frames;
using EdgeWatch.Evidence;
using EdgeWatch.Streams;

namespace EdgeWatch.Cameras.Clips;

/// <summary>
/// Finds stills of a camera's events beside its messages, which do not wait for them but for that of the end. At most one at a time: the
/// newest. All but <see cref="Want"/> is for whoever tells of the events.
/// </summary>
/// <param name="ring">The camera's stream.</param>
/// <param name="finder">Finds them.</param>
/// <param name="time">The clock.</param>
internal sealed class EventStill(StreamRing ring, StillFinder finder, TimeProvider time) : IDisposable
{
    /// <summary>How long a packet may have come before its frame: decoders keep some frames back, and so do queues.</summary>
    private static readonly TimeSpan LongestBefore = TimeSpan.FromSeconds(2);

    /// <summary>How long it may come after it: both are read by others.</summary>
    private static readonly TimeSpan LongestAfter = TimeSpan.FromSeconds(0.5);

    private CancellationTokenSource _stop = new();
    private Task _finding = Task.CompletedTask;

    /// <summary>Holds the part of the stream in which the still of a frame is; null where none of the stream is wanted.</summary>
    public WantedStill? Want(string eventId, PeakFrame peak)
    {
        if (!ring.Wish.IsWanted)
        {
            return null;
        }

        long seen = peak.Frame.CapturedTimestamp;
        return new WantedStill(peak.Share(), new WantedPart(eventId, seen - time.TimestampsIn(LongestBefore), ring, time)
        {
            To = seen + time.TimestampsIn(LongestAfter),
        });
    }

    /// <summary>Begins to look for a still; the one before must have been given up.</summary>
    /// <param name="wanted">It; is disposed.</param>
    /// <param name="show">Called with it, unless it is given up before.</param>
    public void Begin(WantedStill wanted, Action<Frame> show)
    {
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        CancellationToken stopping = _stop.Token;
        _finding = Task.Run(() => FindAsync(wanted, show, stopping), CancellationToken.None);
    }

    /// <summary>Waits for the still that is looked for.</summary>
    /// <param name="isHurried">Whether nobody wants to wait: then it is given up.</param>
    public async Task FinishAsync(Func<bool> isHurried)
    {
        await HurriedWait.ForAsync(_finding, isHurried, time);
        await _stop.CancelAsync();
        await _finding;
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task FindAsync(WantedStill wanted, Action<Frame> show, CancellationToken stopping)
    {
        using (wanted)
        {
            using StreamCut? cut = await wanted.Part.CutAsync(() => stopping.IsCancellationRequested);
            if (cut is null || stopping.IsCancellationRequested)
            {
                return;
            }

            using Frame? still = await finder.FindAsync(cut, wanted.Part.From, wanted.Seen.Frame, stopping);
            if (still is not null)
            {
                show(still);
            }
        }
    }
}

/// <summary>A still that is wanted.</summary>
/// <param name="Seen">The frame that was made of it.</param>
/// <param name="Part">The part of the stream that it is in.</param>
internal sealed record WantedStill(PeakFrame Seen, WantedPart Part) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Seen.Dispose();
        Part.Dispose();
    }
}
