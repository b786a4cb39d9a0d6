using EdgeWatch.Capture;
using EdgeWatch.Core.Frames;
using EdgeWatch.Streams;
using Microsoft.Extensions.Logging;

namespace EdgeWatch.Evidence;

/// <summary>
/// Finds the still of a camera's stream that a frame was made of, at the camera's resolution and in its right colours. One at a time and
/// behind everything else on the machine. A still that cannot be had reaches nobody: the frame is as good as it was.
/// </summary>
/// <param name="ffmpegPath">The ffmpeg to use.</param>
/// <param name="time">Clock of limits.</param>
/// <param name="logger">Told when stills begin to fail and when they are there again.</param>
internal sealed partial class StillFinder(string ffmpegPath, TimeProvider time, ILogger<StillFinder> logger) : IDisposable
{
    /// <summary>
    /// Two seconds and a half of video, and what is before them back to a key frame, take well below a second; a machine that is this slow
    /// has better things to do.
    /// </summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Least likeness of a still. Which it is, the highest says: of the demo's scene at 1440×1080 and a noisy test picture at 1920×1080 the
    /// one that the frame was made of has 0.990 and more, those beside it 0.967 to 0.986. This keeps out what is of another view.
    /// </summary>
    private const double LeastLikeness = 0.9;

    /// <summary>The best so far, and the next one.</summary>
    private const int FramesAtOnce = 2;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly FaultLine _faults = new();

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Finds a still.</summary>
    /// <param name="cut">The part of the stream that it is in.</param>
    /// <param name="from">Monotonic time of its first packet that may be it; those before are decoded only.</param>
    /// <param name="seen">The frame.</param>
    /// <param name="stopping">Ends the search.</param>
    /// <returns>It, to be disposed; null where there is none, or none that is larger than the frame.</returns>
    public async Task<Frame?> FindAsync(StreamCut cut, long from, Frame seen, CancellationToken stopping)
    {
        using CancellationTokenSource limit = new(Limit, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            await _turn.WaitAsync(either.Token);
            try
            {
                Frame? still = await DecodeAsync(cut, from, seen, either.Token);
                Tell(null);
                return still;
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception e) when (e is EvidenceException or CaptureException or IOException)
        {
            Tell(e.Message);
        }
        catch (OperationCanceledException)
        {
            if (!stopping.IsCancellationRequested)
            {
                Tell($"it took more than {Limit.TotalSeconds} s");
            }
        }

        return null;
    }

    private async Task<Frame?> DecodeAsync(StreamCut cut, long from, Frame seen, CancellationToken stopping)
    {
        // Frames count from 0, so that none is repeated or left out to keep a rate.
        string filter = $"select='gte(n,{cut.CountBefore(from)})',setpts=N/(25*TB),scale=out_range=full:out_color_matrix=bt601";
        await using CutReader reader = await CutReader.OpenAsync(ffmpegPath, cut, filter, ["-r", "25"], stopping);
        PictureMatch match = new(seen, reader.Size);
        return match.IsLarger ? await ReadBestAsync(reader, match) : null;
    }

    private static async Task<Frame> ReadBestAsync(CutReader reader, PictureMatch match)
    {
        FramePool pool = new(reader.Size, FramesAtOnce);
        Frame? best = null;
        double likeness = 0;
        while (await reader.ReadAsync(pool) is { } next)
        {
            double its = match.Of(next);
            if (its > likeness)
            {
                best?.Dispose();
                (best, likeness) = (next, its);
            }
            else
            {
                next.Dispose();
            }
        }

        return likeness >= LeastLikeness ? best! : throw new EvidenceException(
            $"none of the camera's pictures is the one that was analysed; the likeness is {likeness:0.000} at most");
    }

    private void Tell(string? fault) => _faults.Tell(fault, LogFails, LogWorks);

    [LoggerMessage(610, LogLevel.Warning, "Pictures of events stay as small as they are analysed: {Reason}")]
    private partial void LogFails(string reason);

    [LoggerMessage(611, LogLevel.Information, "Pictures of events have the camera's resolution again")]
    private partial void LogWorks();
}
