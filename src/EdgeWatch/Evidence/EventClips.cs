using EdgeWatch.Streams;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Evidence;

/// <summary>
/// Makes the clips of events: what a camera sent, packet for packet, as an MP4 file that can be played while it is loaded. One at a time
/// and behind everything else on the machine. A clip that cannot be made reaches nobody: an alert without a clip is still an alert.
/// </summary>
/// <param name="retention">The folder and its bounds.</param>
/// <param name="ffmpegPath">The ffmpeg to use.</param>
/// <param name="time">Clock of limits.</param>
/// <param name="logger">Told when clips begin to fail and when they work again.</param>
public sealed partial class EventClips(EventRetention retention, string ffmpegPath, TimeProvider time, ILogger<EventClips> logger)
    : IDisposable
{
    /// <summary>Name of the file.</summary>
    public const string ClipName = "clip.mp4";

    /// <summary>Copying a minute of video takes well below a second; a card that is this slow is broken.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _fails;

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Makes a clip; where there is no room, old events go.</summary>
    /// <param name="eventId">The event's ULID.</param>
    /// <param name="cut">What the clip shows.</param>
    internal async Task SaveAsync(string eventId, StreamCut cut)
    {
        await _turn.WaitAsync();
        try
        {
            await WriteAsync(retention.MakeRoom(eventId, cut.Bytes), cut);
            if (_fails)
            {
                _fails = false;
                LogWorks();
            }
        }
        catch (Exception e) when (e is EvidenceException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            if (!_fails)
            {
                _fails = true;
                LogFails(e is OperationCanceledException ? $"it took more than {Limit.TotalSeconds} s" : e.Message);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task WriteAsync(string folder, StreamCut cut)
    {
        string path = Path.Combine(folder, ClipName);
        string unfinished = path + ".part";
        using CancellationTokenSource limit = new(Limit, time);
        await using FfmpegChild ffmpeg = FfmpegChild.Start(
            ffmpegPath,
            ["-f", "mov", "-i", "pipe:0", "-map", "0", "-c", "copy", .. Tag(cut), "-movflags", "+faststart", "-f", "mp4", "-y", unfinished],
            givesWay: true);
        try
        {
            await cut.WriteToAsync(async part => await ffmpeg.WriteAsync(part, limit.Token));
            ffmpeg.CloseInput();
            await ffmpeg.WaitAsync(limit.Token);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Apple's players want H.265 under this name, others take it as well.</summary>
    private static string[] Tag(StreamCut cut) => cut.IsHevc ? ["-tag:v", "hvc1"] : [];

    [LoggerMessage(604, LogLevel.Warning, "Clips of events cannot be made, alerts go out without them: {Reason}")]
    private partial void LogFails(string reason);

    [LoggerMessage(605, LogLevel.Information, "Clips of events are made again")]
    private partial void LogWorks();
}
