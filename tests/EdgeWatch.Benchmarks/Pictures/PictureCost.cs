using System.Diagnostics;
using System.Globalization;
using EdgeWatch.Core.Frames;
using EdgeWatch.Evidence;
using EdgeWatch.Scene;

namespace EdgeWatch.Benchmarks.Pictures;

/// <summary>
/// What a picture of an event costs: from an I420 frame of the demo's scene to the bytes of a JPEG file, in this process, and by an
/// ffmpeg process of its own for each, to compare with.
/// </summary>
internal static class PictureCost
{
    private const int Pictures = 40;
    private const double BytesPerMebibyte = 1024 * 1024;

    private static readonly FrameSize[] Sizes = [new(640, 480), new(1920, 1080)];

    /// <summary>Measures and prints.</summary>
    public static int Run()
    {
        long before = Environment.WorkingSet;
        foreach (FrameSize size in Sizes)
        {
            byte[] pixels = new byte[size.TotalBytes];
            new SceneGenerator(new() { Size = size }).Render(0, pixels);
            using Frame frame = new FramePool(size).Rent();
            pixels.CopyTo(frame.Pixels);
            long scene = Environment.WorkingSet;
            double kilobytes = Encode(frame).Length / 1000.0;
            double growth = (Environment.WorkingSet - scene) / BytesPerMebibyte;
            Say($"{size}: {kilobytes:0.0} kB; the first one grows the process by {growth:0.0} MiB");
            Measure("  Skia", () => Encode(frame));
            Measure("  ffmpeg", () => EncodeByFfmpeg(size, pixels));
        }

        Say($"process: {before / BytesPerMebibyte:0.0} MiB before, {Environment.WorkingSet / BytesPerMebibyte:0.0} MiB after");
        return 0;
    }

    private static byte[] Encode(Frame frame)
    {
        using RgbPicture picture = RgbPicture.Of(frame);
        return picture.ToJpeg();
    }

    private static byte[] EncodeByFfmpeg(FrameSize size, byte[] pixels)
    {
        string[] arguments =
        [
            "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "yuvj420p", "-video_size", $"{size.Width}x{size.Height}", "-i", "pipe:0",
            "-frames:v", "1", "-threads", "1", "-c:v", "mjpeg", "-q:v", "3", "-f", "image2pipe", "pipe:1",
        ];
        ProcessStartInfo start = new("ffmpeg", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using Process ffmpeg = Process.Start(start)!;
        using MemoryStream file = new();
        Task reading = ffmpeg.StandardOutput.BaseStream.CopyToAsync(file);
        ffmpeg.StandardInput.BaseStream.Write(pixels);
        ffmpeg.StandardInput.Close();
        reading.Wait();
        ffmpeg.WaitForExit();
        return file.ToArray();
    }

    private static void Measure(string name, Func<byte[]> encode)
    {
        encode();
        TimeSpan processor = ProcessorTime();
        long begun = TimeProvider.System.GetTimestamp();
        for (int index = 0; index < Pictures; index++)
        {
            encode();
        }

        double wall = TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds / Pictures;
        Say($"{name}: {(ProcessorTime() - processor).TotalMilliseconds / Pictures:0.0} ms of processor time, {wall:0.0} ms");
    }

    /// <summary>Of this process and its ended children: fields 14 to 17 of <c>/proc/self/stat</c>, in ticks of 10 ms.</summary>
    private static TimeSpan ProcessorTime()
    {
        string stat = File.ReadAllText("/proc/self/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        long ticks = fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
        return TimeSpan.FromMilliseconds(10 * ticks);
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
