using EdgeWatch.Evidence;
using EdgeWatch.Streams;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Cameras.Clips;

/// <summary>
/// Makes clips of a camera's events beside its messages, one after the other: those that have to be encoded, which may take as long as the
/// events. What waits is held in the ring, and takes no memory besides. All but <see cref="Begin"/> is for whoever tells of the events.
/// </summary>
/// <param name="cameraId">Whose.</param>
/// <param name="clips">Makes them.</param>
/// <param name="whenDone">Called with an event's id when its clip is made, or will not be.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of those that are not made.</param>
internal sealed partial class SlowClips(
    string cameraId, EventClips clips, Action<string> whenDone, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>Clips that are being made or wait for it at most; with more the machine does not keep up.</summary>
    private const int Most = 4;

    /// <summary>How long the message of an end waits for its clip at most.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long the end of the program, or of the camera, waits at most.</summary>
    private static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _givenUp = new(Most);
    private Task _last = Task.CompletedTask;
    private int _count;

    /// <summary>Begins to make a clip, as soon as those before it are made.</summary>
    /// <param name="wanted">What it shows; is disposed.</param>
    public void Begin(WantedPart wanted)
    {
        if (Interlocked.Increment(ref _count) > Most)
        {
            Interlocked.Decrement(ref _count);
            wanted.Dispose();
            LogTooMany(cameraId, wanted.EventId, Most);
            return;
        }

        _last = MakeAsync(_last, wanted);
    }

    /// <summary>Waits for the clips that are being made, but not for long.</summary>
    /// <param name="isHurried">Whether nobody wants to wait.</param>
    public Task FinishAsync(Func<bool> isHurried)
    {
        long begun = time.GetTimestamp();
        return HurriedWait.ForAsync(_last, () => isHurried() || time.GetElapsedTime(begun) > Patience, time);
    }

    /// <summary>Makes what can be made at once, and gives up the rest.</summary>
    public async Task CloseAsync()
    {
        long begun = time.GetTimestamp();
        await HurriedWait.ForAsync(_last, () => time.GetElapsedTime(begun) > PatienceAtTheEnd, time);
        await _stop.CancelAsync();
        await _last;
        if (_givenUp.Count > 0)
        {
            LogGivenUp(cameraId, string.Join(", ", _givenUp));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task MakeAsync(Task before, WantedPart wanted)
    {
        await before;
        using (StreamCut? cut = await CutAsync(wanted))
        {
            bool isMade = cut is not null && await clips.SaveAsync(wanted.EventId, cut, _stop.Token);
            if (!isMade && _stop.IsCancellationRequested)
            {
                _givenUp.Add(wanted.EventId);
            }
        }

        Interlocked.Decrement(ref _count);
        whenDone(wanted.EventId);
    }

    private async Task<StreamCut?> CutAsync(WantedPart wanted)
    {
        using (wanted)
        {
            return await wanted.CutAsync(() => _stop.IsCancellationRequested);
        }
    }

    [LoggerMessage(723, LogLevel.Warning,
        "Camera {Camera}: these events have no clip, which was being encoded when the camera or the service ended: {EventIds}.")]
    private partial void LogGivenUp(string camera, string eventIds);

    [LoggerMessage(721, LogLevel.Warning,
        "Camera {Camera}: event {EventId} has no clip: {Count} of earlier events are still being encoded.")]
    private partial void LogTooMany(string camera, string eventId, int count);
}
