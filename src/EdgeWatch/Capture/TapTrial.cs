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

    /// <summary>Each try that gets no answer costs the cameras a start: one that never answers must not keep them off for good.</summary>
    private const int MostTries = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly ConcurrentDictionary<string, Attempt> Latest = new();

    /// <summary>
    /// Why it cannot, in words; null if it can. Tried once for each program, and again for who asks next as long as it gave no answer, as
    /// on a machine that is busy with its start; at most <see cref="MostTries"/> times.
    /// </summary>
    public static async Task<string?> FaultOfAsync(FfmpegTool ffmpeg, TimeProvider time)
    {
        Attempt attempt = Latest.GetOrAdd(ffmpeg.Path, _ => Next(1));
        Outcome outcome = await attempt.Result.Value;
        if (!outcome.IsAnswer && attempt.Number < MostTries)
        {
            Latest.TryUpdate(ffmpeg.Path, Next(attempt.Number + 1), attempt);
        }

        return outcome.Fault;

        Attempt Next(int number) => new(number, new Lazy<Task<Outcome>>(() => TryAsync(ffmpeg.Path, time)));
    }

    private static async Task<Outcome> TryAsync(string ffmpeg, TimeProvider time)
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
                return Answer(CaptureFailure.LastMeaningful(process.StderrLines) ?? $"it ended with {process.ExitCode}");
            }

            await tap.ReadToEndAsync(Limit, time);
            return Answer(
                ring.Taken > 0 ? null : CaptureFailure.LastMeaningful(process.StderrLines) ?? "it passes no stream on");
        }
        catch (TimeoutException)
        {
            return new Outcome($"no answer within {Limit.TotalSeconds:0} s", IsAnswer: false);
        }
        catch (Exception e) when (e is IOException or CaptureException)
        {
            return new Outcome(e.Message, IsAnswer: false);
        }
    }

    private static Outcome Answer(string? fault) => new(fault, IsAnswer: true);

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

    /// <summary>One of the tries of a program, under way or done.</summary>
    private sealed record Attempt(int Number, Lazy<Task<Outcome>> Result);

    /// <summary>What came of a try.</summary>
    /// <param name="Fault">Why it cannot; null if it can.</param>
    /// <param name="IsAnswer">Whether the program itself has said or shown that.</param>
    private sealed record Outcome(string? Fault, bool IsAnswer);
}
