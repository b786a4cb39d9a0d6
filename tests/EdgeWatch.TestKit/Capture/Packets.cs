using System.Diagnostics;
using System.Globalization;

namespace EdgeWatch.TestKit.Capture;

/// <summary>The compressed packets of a video file's first video stream, by a checksum of each, as ffprobe reads them.</summary>
public sealed class Packets
{
    private const string KeyFlag = "K";

    private readonly string[] _hashes;

    private Packets(string codec, double seconds, string[] hashes, bool beginsWithKey) =>
        (Codec, Seconds, _hashes, BeginsWithKey) = (codec, seconds, hashes, beginsWithKey);

    /// <summary>ffmpeg's name of the codec.</summary>
    public string Codec { get; }

    /// <summary>Length of the file.</summary>
    public double Seconds { get; }

    /// <summary>How many packets there are.</summary>
    public int Count => _hashes.Length;

    /// <summary>Whether decoding may begin with the first.</summary>
    public bool BeginsWithKey { get; }

    /// <summary>Reads a file.</summary>
    public static Packets Of(string file)
    {
        ProcessStartInfo start = new(
            "ffprobe",
            [
                "-v", "error", "-select_streams", "V:0", "-show_data_hash", "md5",
                "-show_entries", "packet=flags,data_hash:stream=codec_name:format=duration", "-of", "default=nw=1", file,
            ])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        ILookup<string, string> values = process.StandardOutput.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .ToLookup(pair => pair[0], pair => pair[1]);
        process.WaitForExit();
        double seconds = double.TryParse(values["duration"].FirstOrDefault(), CultureInfo.InvariantCulture, out double known) ? known : 0;
        return new Packets(
            values["codec_name"].Single(),
            seconds,
            [.. values["data_hash"]],
            values["flags"].First().Contains(KeyFlag, StringComparison.Ordinal));
    }

    /// <summary>Whether all of these follow one another, unchanged, in another file.</summary>
    public bool IsPartOf(Packets other) =>
        Count > 0 && string.Join(' ', other._hashes).Contains(string.Join(' ', _hashes), StringComparison.Ordinal);
}
