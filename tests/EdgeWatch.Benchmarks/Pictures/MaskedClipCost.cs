using System.Diagnostics;
using System.Globalization;
using EdgeWatch.Configuration.Retention;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Zones;
using EdgeWatch.Evidence;
using EdgeWatch.Scene;
using EdgeWatch.Streams;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeWatch.Benchmarks.Pictures;

/// <summary>What the clip of an event costs: as the camera has sent it, and encoded anew, of the demo's scene.</summary>
internal static class MaskedClipCost
{
    private const int FramesPerSecond = 25;
    private const int Seconds = 15;
    private const string EventId = "01J00000000000000000000000";

    /// <summary>Kernel's clock ticks a second, as <c>/proc/PID/stat</c> counts; the same on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Fields of <c>/proc/PID/stat</c> after the program's name (proc(5)): user and system time, then the children's.</summary>
    private static readonly Range Own = 11..13;

    private static readonly Range Children = 13..15;

    private static readonly FrameSize[] Sizes = [new(640, 480), new(1440, 1080)];

    private static readonly Polygon Mask = new([new(0, 0), new(0.4, 0), new(0.2, 0.4), new(0, 0.3)]);

    /// <summary>Measures and prints.</summary>
    public static async Task<int> RunAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("edgewatch-clips-");
        try
        {
            foreach (FrameSize size in Sizes)
            {
                byte[] stream = await SendAsync(size, Path.Combine(folder.FullName, $"{size.Height}.mov"));
                await MeasureAsync(folder, stream, size, masks: []);
                await MeasureAsync(folder, stream, size, [Mask]);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    private static async Task MeasureAsync(DirectoryInfo folder, byte[] stream, FrameSize size, Polygon[] masks)
    {
        SentTime time = new();
        StreamRing ring = new(new StreamWish(long.MaxValue, TimeSpan.FromHours(1)), time) { Masks = masks };
        using MemoryStream bytes = new(stream);
        FragmentReader reader = new(bytes);
        ring.Begin((await reader.ReadHeaderAsync(CancellationToken.None))!);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            time.Advance();
            ring.Add(reader.Fragment, reader.Info);
        }

        EventRetention retention = new(
            folder.FullName,
            () => new RetentionOptions { KeepFor = RetentionOptions.MaxKeepFor },
            time,
            NullLogger<EventRetention>.Instance);
        retention.MakeRoom(EventId, bytes: 0);
        using EventClips clips = new(retention, "ffmpeg", time, NullLogger<EventClips>.Instance);
        using StreamCut cut = ring.Cut(0, long.MaxValue)!;
        (double own, double children, long begun) = (SecondsOf(Own), SecondsOf(Children), TimeProvider.System.GetTimestamp());
        await clips.SaveAsync(EventId, cut, CancellationToken.None);
        double seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        long written = new FileInfo(Path.Combine(folder.FullName, EventId, EventClips.ClipName)).Length;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{size}, {Seconds} s, {(masks.Length > 0 ? "masked" : "copied")}: {seconds:0.0} s; processor: "
            + $"{SecondsOf(Children) - children:0.0} s in ffmpeg, {SecondsOf(Own) - own:0.0} s here; "
            + $"{cut.Bytes / 1e6:0.0} MB sent, {written / 1e6:0.0} MB written"));
    }

    /// <summary>The scene as a camera would send it, in H.264 of 4 Mbit/s with a key frame every two seconds.</summary>
    private static async Task<byte[]> SendAsync(FrameSize size, string file)
    {
        SceneGenerator scene = new(new SceneOptions
        {
            Duration = TimeSpan.FromSeconds(Seconds),
            FramesPerSecond = FramesPerSecond,
            Size = size,
        });
        ProcessStartInfo start = new(
            "ffmpeg",
            [
                "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", $"{size.Width}x{size.Height}",
                "-framerate", $"{FramesPerSecond}", "-i", "pipe:0", "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency",
                "-b:v", "4M", "-g", $"{2 * FramesPerSecond}", "-f", "mov",
                "-movflags", "empty_moov+default_base_moof+frag_every_frame", file,
            ])
        {
            RedirectStandardInput = true,
        };
        using Process ffmpeg = Process.Start(start)!;
        byte[] pixels = new byte[size.TotalBytes];
        for (int frame = 0; frame < Seconds * FramesPerSecond; frame++)
        {
            scene.Render(frame, pixels);
            await ffmpeg.StandardInput.BaseStream.WriteAsync(pixels);
        }

        ffmpeg.StandardInput.Close();
        await ffmpeg.WaitForExitAsync();
        return await File.ReadAllBytesAsync(file);
    }

    private static double SecondsOf(Range fields)
    {
        string stat = File.ReadAllText("/proc/self/stat");
        string[] values = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return values[fields].Sum(value => double.Parse(value, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>Goes on by a frame at a time.</summary>
    private sealed class SentTime : TimeProvider
    {
        private long _frames;

        public override long TimestampFrequency => FramesPerSecond;

        public override long GetTimestamp() => _frames;

        public void Advance() => _frames++;
    }
}
