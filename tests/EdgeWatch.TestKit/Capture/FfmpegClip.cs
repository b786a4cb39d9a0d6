using System.Diagnostics;

namespace EdgeWatch.TestKit.Capture;

/// <summary>Makes test videos and pictures with ffmpeg.</summary>
public static class FfmpegClip
{
    /// <summary>Runs ffmpeg and returns what it wrote to its standard output.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public static async Task<byte[]> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("ffmpeg", ["-hide_banner", "-loglevel", "error", "-nostdin", "-y", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        using MemoryStream output = new();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.ToArray() : throw new InvalidOperationException(await errors);
    }

    /// <summary>
    /// Writes a moving test picture to <paramref name="path"/>; the extension chooses the format, a number pattern a sequence.
    /// </summary>
    /// <param name="path">Where to.</param>
    /// <param name="size">As <c>320x240</c>.</param>
    /// <param name="frames">How many frames.</param>
    /// <param name="framesPerSecond">At which rate.</param>
    /// <param name="options">Further options for the output.</param>
    /// <returns><paramref name="path"/>.</returns>
    public static async Task<string> MakeAsync(string path, string size, int frames, int framesPerSecond, params string[] options)
    {
        await RunAsync(["-f", "lavfi", "-i", $"testsrc2=size={size}:rate={framesPerSecond}", "-frames:v", $"{frames}", .. options, path]);
        return path;
    }
}
