using System.Diagnostics;

namespace EdgeWatch.IntegrationTests.Evidence;

/// <summary>Runs real tools to look at what was written.</summary>
internal static class Ffmpeg
{
    /// <summary>Decodes a file to raw pixels.</summary>
    public static byte[] Decode(string path, string pixelFormat) =>
        Run("ffmpeg", "-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", pixelFormat, "pipe:1");

    /// <summary>Entries of the first video stream, as ffprobe prints them.</summary>
    public static string Probe(string path, string entries) =>
        System.Text.Encoding.UTF8.GetString(Run(
            "ffprobe", "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries", entries, "-of", "default=nw=1", path));

    /// <summary>Writes an executable shell script that stands for a broken ffmpeg.</summary>
    public static string Script(string folder, string body)
    {
        string path = Path.Combine(folder, "ffmpeg-" + Guid.NewGuid().ToString("N"));
        File.WriteAllText(path, "#!/bin/sh\n" + body + "\n");
        _ = Run("chmod", "u+x", path);
        return path;
    }

    /// <summary>What a tool writes to its standard output.</summary>
    public static byte[] Run(string tool, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
