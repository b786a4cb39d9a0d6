using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using EdgeWatch.Core.Frames;

namespace EdgeWatch.Evidence;

/// <summary>What an ffmpeg encodes video with: H.264 where it can, which browsers play, else MPEG-4 part 2.</summary>
internal sealed class VideoEncoder
{
    private const string X264 = "libx264";
    private const string Hardware = "h264_v4l2m2m";
    private const string Mpeg4 = "mpeg4";

    /// <summary>Listing takes a tenth of a second, a trial hardly more; a driver that hangs is no encoder.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Large enough for every hardware encoder.</summary>
    private static readonly FrameSize TrialSize = new(640, 480);

    /// <summary>
    /// Bits that hardware encoders, which know no constant quality, are given for each pixel: 5 Mbit/s for 1080 rows at 25 frames a second.
    /// </summary>
    private const double BitsPerPixel = 0.1;

    /// <summary>A key frame so often, in seconds, that a browser may begin anywhere.</summary>
    private const double KeyFrameSeconds = 2;

    private static readonly ConcurrentDictionary<string, Task<VideoEncoder>> Found = new();

    private readonly string _codec;

    private VideoEncoder(string codec) => _codec = codec;

    /// <summary>Finds it out; once for each program.</summary>
    /// <exception cref="EvidenceException">There is no such program.</exception>
    public static async Task<VideoEncoder> OfAsync(string ffmpegPath, TimeProvider time)
    {
        Task<VideoEncoder> finding = Found.GetOrAdd(ffmpegPath, path => FindAsync(path, time));
        try
        {
            return await finding;
        }
        catch
        {
            // It may work the next time.
            Found.TryRemove(KeyValuePair.Create(ffmpegPath, finding));
            throw;
        }
    }

    /// <summary>What ffmpeg is told of it.</summary>
    /// <param name="format">The video.</param>
    public IEnumerable<string> Arguments(VideoFormat format)
    {
        string[] threads = format.GivesWay ? ["-threads", "1"] : [];
        string[] most = format.MostBitsPerSecond is { } bits ? ["-maxrate", Number(bits), "-bufsize", Number(2 * bits)] : [];
        string pause = Number(Math.Max(1, Math.Round(KeyFrameSeconds * format.FramesPerSecond)));
        string[] quality = _codec switch
        {
            // Without frames that depend on later ones it takes half the memory.
            X264 when format.GivesWay => ["-preset", "superfast", "-tune", "zerolatency", "-crf", "23", .. most],
            X264 => ["-preset", "veryfast", "-crf", "23", .. most],
            Hardware => ["-b:v", Number(BitsPerPixel * format.Size.LumaBytes * format.FramesPerSecond)],
            _ => ["-q:v", "4"],
        };
        return ["-c:v", _codec, .. threads, .. quality, "-g", pause];
    }

    private static async Task<VideoEncoder> FindAsync(string ffmpegPath, TimeProvider time)
    {
        using CancellationTokenSource limit = new(Limit, time);
        string encoders = await ListAsync(ffmpegPath, limit.Token);
        if (encoders.Contains($" {X264} ", StringComparison.Ordinal))
        {
            return new VideoEncoder(X264);
        }

        // It is listed wherever ffmpeg was built with it, whatever the chip can do.
        bool hasHardware = encoders.Contains($" {Hardware} ", StringComparison.Ordinal)
            && await WorksAsync(ffmpegPath, new VideoEncoder(Hardware), limit.Token);
        return new VideoEncoder(hasHardware ? Hardware : Mpeg4);
    }

    private static async Task<string> ListAsync(string ffmpegPath, CancellationToken stopping)
    {
        await using FfmpegChild ffmpeg = FfmpegChild.Start(ffmpegPath, ["-encoders"]);
        ffmpeg.CloseInput();
        using StreamReader reader = new(ffmpeg.Output, Encoding.UTF8);
        return await reader.ReadToEndAsync(stopping);
    }

    private static async Task<bool> WorksAsync(string ffmpegPath, VideoEncoder encoder, CancellationToken stopping)
    {
        VideoFormat format = new() { Size = TrialSize, FramesPerSecond = 1, Pixels = VideoFormat.Yuv420 };
        try
        {
            await using FfmpegChild ffmpeg = FfmpegChild.Start(
                ffmpegPath, [.. format.Input, .. encoder.Arguments(format), "-f", "null", "-"], givesWay: true);
            await ffmpeg.WriteAsync(new byte[TrialSize.TotalBytes], stopping);
            ffmpeg.CloseInput();
            await ffmpeg.WaitAsync(stopping);
            return true;
        }
        catch (Exception e) when (e is EvidenceException or OperationCanceledException)
        {
            return false;
        }
    }

    private static string Number(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
