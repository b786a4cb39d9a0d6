using System.Diagnostics;
using EdgeWatch.Capture;

namespace EdgeWatch.Evaluation;

/// <summary>A video file as such, at its own rate.</summary>
internal static class VideoFile
{
    /// <summary>Counts its frames without decoding them.</summary>
    /// <exception cref="EdgeWatchException">ffmpeg cannot read it.</exception>
    public static async Task<int> CountFramesAsync(string path, FfmpegTool ffmpeg, CancellationToken cancellationToken)
    {
        // One line for each packet, and comments before them.
        string[] arguments =
            ["-hide_banner", "-loglevel", "error", "-nostdin", "-i", path, "-map", "0:v:0", "-c", "copy", "-f", "framecrc", "pipe:1"];
        ProcessStartInfo start = new(ffmpeg.Path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        using StreamReader output = process.StandardOutput;
        using StreamReader complaints = process.StandardError;
        Task<string> errors = complaints.ReadToEndAsync(cancellationToken);
        string packets = await output.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? packets.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line[0] != '#')
            : throw new EdgeWatchException($"{path}: its frames cannot be counted: {(await errors).Trim()}");
    }
}
