using System.Globalization;
using EdgeWatch.Capture;
using EdgeWatch.Core.Frames;
using EdgeWatch.Streams;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Evidence;

/// <summary>
/// Makes the clips of events, MP4 files that can be played while they are loaded: what a camera sent, packet for packet, or, where it has
/// masks, its pictures encoded anew with what they cover in black. One of each at a time and behind everything else on the machine. A clip
/// that cannot be made reaches nobody: an alert without a clip is still an alert. What is encoded may come when its event is over, or gone,
/// and changes nothing of that.
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
    private static readonly TimeSpan CopyingLimit = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many times as long as it is a clip may take to encode, besides <see cref="CopyingLimit"/>: a core of a Pi 4 that is not busy
    /// otherwise should encode 1080 rows about as fast as they come.
    /// </summary>
    private const double SlowestEncoding = 5;

    private const int BitsPerByte = 8;

    /// <summary>
    /// AAC, which every player of MP4 knows, of 64 kbit/s, whatever the camera sends. Packets come late and early, and some are lost: what
    /// is missing is silence, and small steps are taken in by playing up to 1000 samples a second more or fewer.
    /// </summary>
    private static readonly string[] WithSound =
        ["-map", "0:a", "-threads", "1", "-c:a", "aac", "-b:a", "64k", "-af", "aresample=async=1000"];

    /// <summary>Pictures a second of an encoded clip at most: as many as most cameras send.</summary>
    private const double MostFramesPerSecond = 30;

    /// <summary>
    /// Bits of an encoded clip as against those that the camera took for it: half as many again for a camera that encodes better (H.265).
    /// </summary>
    private const double MostGrowth = 1.5;

    /// <summary>Bits of an encoded clip a second that are always allowed: a camera of few pictures a second takes next to none.</summary>
    private const double LeastBitsPerSecond = 500_000;

    private readonly SemaphoreSlim _copying = new(1, 1);
    private readonly SemaphoreSlim _encoding = new(1, 1);
    private readonly FaultLine _faults = new();
    private readonly FaultLine _soundFaults = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        _copying.Dispose();
        _encoding.Dispose();
    }

    /// <summary>Makes a clip; where there is no room, old events go.</summary>
    /// <param name="eventId">The event's ULID.</param>
    /// <param name="cut">What the clip shows.</param>
    /// <param name="stopping">Gives it up.</param>
    /// <returns>Whether it is there.</returns>
    internal async Task<bool> SaveAsync(string eventId, StreamCut cut, CancellationToken stopping)
    {
        bool isMasked = cut.Masks.Count > 0;
        SemaphoreSlim turn = isMasked ? _encoding : _copying;
        TimeSpan limit = isMasked ? CopyingLimit + (SlowestEncoding * cut.Length(time)) : CopyingLimit;
        try
        {
            await turn.WaitAsync(stopping);
            try
            {
                using CancellationTokenSource over = new(limit, time);
                using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, stopping);
                if (!await (isMasked ? EncodeAsync(eventId, cut, either.Token) : CopyAsync(eventId, cut, either.Token)))
                {
                    return false;
                }
            }
            finally
            {
                turn.Release();
            }

            Tell(null);
            return true;
        }
        catch (OperationCanceledException)
        {
            if (!stopping.IsCancellationRequested)
            {
                Tell($"it took more than {limit.TotalSeconds:0} s");
            }
        }
        catch (Exception e) when (e is EvidenceException or CaptureException or IOException or UnauthorizedAccessException)
        {
            Tell(e.Message);
        }

        return false;
    }

    /// <summary>A clip without sound is better than none.</summary>
    private async Task<bool> CopyAsync(string eventId, StreamCut cut, CancellationToken stopping)
    {
        if (cut.HasSound)
        {
            try
            {
                await CopyAsync(eventId, cut, WithSound, stopping);
                TellOfSound(null);
                return true;
            }
            catch (EvidenceException e)
            {
                TellOfSound(e.Message);
            }
        }

        await CopyAsync(eventId, cut, ["-an"], stopping);
        return true;
    }

    private async Task CopyAsync(string eventId, StreamCut cut, string[] sound, CancellationToken stopping)
    {
        string path = Path.Combine(retention.MakeRoom(eventId, cut.Bytes), ClipName);
        string unfinished = Unfinished.PathOf(path);
        await using FfmpegChild ffmpeg = FfmpegChild.Start(
            ffmpegPath,
            [
                "-f", "mov", "-i", "pipe:0", "-map", "0:v", "-c:v", "copy", .. Tag(cut), .. sound, "-movflags", "+faststart",
                "-f", "mp4", "-y", unfinished,
            ],
            givesWay: true);
        try
        {
            await cut.WriteToAsync(async part => await ffmpeg.WriteAsync(part, stopping));
            ffmpeg.CloseInput();
            await ffmpeg.WaitAsync(stopping);
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            Unfinished.Remove(path);
        }
    }

    /// <summary>Nobody but the reader, who blacks out what the masks cover, ever has a whole picture.</summary>
    /// <returns>False where the event has gone while its clip waited.</returns>
    private async Task<bool> EncodeAsync(string eventId, StreamCut cut, CancellationToken stopping)
    {
        if (retention.MakeLateRoom(eventId, (long)(MostGrowth * cut.Bytes)) is not { } folder)
        {
            return false;
        }

        double seconds = Math.Max(1, cut.Length(time).TotalSeconds);
        double rate = Math.Clamp(Math.Round(cut.Count / seconds), 1, MostFramesPerSecond);
        await using CutReader reader = await CutReader.OpenAsync(
            ffmpegPath, cut, string.Create(CultureInfo.InvariantCulture, $"fps={rate},scale=out_range=tv"), [], stopping);
        VideoFormat format = new()
        {
            Size = reader.Size,
            FramesPerSecond = rate,
            Pixels = VideoFormat.Yuv420,
            GivesWay = true,
            MostBitsPerSecond = Math.Max(LeastBitsPerSecond, MostGrowth * cut.Bytes * BitsPerByte / seconds),
        };
        await using VideoWriter writer = await VideoWriter.StartAsync(Path.Combine(folder, ClipName), format, ffmpegPath, time);
        FramePool pool = new(reader.Size, capacity: 1);
        while (await reader.ReadAsync(pool) is { } next)
        {
            using Frame frame = next;
            await writer.WriteAsync(frame.Pixels, stopping);
        }

        await writer.FinishAsync(stopping);
        return true;
    }

    private void TellOfSound(string? fault) => _soundFaults.Tell(fault, LogSoundFails, LogSoundWorks);

    private void Tell(string? fault) => _faults.Tell(fault, LogFails, LogWorks);

    /// <summary>Apple's players want H.265 under this name, others take it as well.</summary>
    private static string[] Tag(StreamCut cut) => cut.IsHevc ? ["-tag:v", "hvc1"] : [];

    [LoggerMessage(604, LogLevel.Warning, "Clips of events cannot be made, alerts go out without them: {Reason}")]
    private partial void LogFails(string reason);

    [LoggerMessage(612, LogLevel.Warning, "Clips of events are made without sound, which cannot be had: {Reason}")]
    private partial void LogSoundFails(string reason);

    [LoggerMessage(613, LogLevel.Information, "Clips of events have sound again")]
    private partial void LogSoundWorks();

    [LoggerMessage(605, LogLevel.Information, "Clips of events are made again")]
    private partial void LogWorks();
}
