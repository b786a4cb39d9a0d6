using System.Collections.Concurrent;
using EdgeWatch.Streams;

namespace EdgeWatch.Capture;

/// <summary>
/// Tries with tiny pictures whether an ffmpeg can pass a stream on (<see cref="TapArguments"/>): one that cannot, being too old or
/// built without a part, would not start at all with such arguments, and a camera without clips is better than none.
/// </summary>
internal static class TapTrial
{
    private const int Width = 16;
    private const int Frames = 4;
    private const int BytesPerPixel = 3;
    private const int RingBytes = 64 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly ConcurrentDictionary<string, Lazy<Task<string?>>> Done = new();

    /// <summary>Why it cannot, in words; null if it can. Tried once for each program.</summary>
    public static Task<string?> FaultOfAsync(FfmpegTool ffmpeg, TimeProvider time) =>
        Done.GetOrAdd(ffmpeg.Path, path => new Lazy<Task<string?>>(() => TryAsync(path, time))).Value;

    private static async Task<string?> TryAsync(string ffmpeg, TimeProvider time)
    {
        StreamRing ring = new(new StreamWish(RingBytes, Limit), time);
        try
        {
            await using StreamTap tap = StreamTap.Open(ring);
            CaptureCommand command = CaptureCommand.ForTrial(ffmpeg, Width, tap.Address);
            await using CaptureProcess process = CaptureProcess.Start(command, time, isFed: true);
            await FeedAsync(process, time);
            await process.WaitForExitAsync(Limit);
            if (process.ExitCode is not 0)
            {
                // It may have ended without ever having come to the socket. Stopping waits for what it has said.
                await process.StopAsync();
                return CaptureFailure.LastMeaningful(process.StderrLines) ?? $"it ended with {process.ExitCode}";
            }

            await tap.ReadToEndAsync(Limit, time);
            return ring.Taken > 0 ? null : CaptureFailure.LastMeaningful(process.StderrLines) ?? "it passes no stream on";
        }
        catch (Exception e) when (e is IOException or CaptureException or TimeoutException)
        {
            return e.Message;
        }
    }

    private static async Task FeedAsync(CaptureProcess process, TimeProvider time)
    {
        try
        {
            await process.Input.WriteAsync(new byte[Width * Width * BytesPerPixel * Frames]).AsTask().WaitAsync(Limit, time);
            process.Input.Close();
        }
        catch (IOException)
        {
            // It has ended before it read them; what it said of that is the fault.
        }
    }
}
