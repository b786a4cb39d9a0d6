using System.Net;
using System.Text;
using EdgeWatch.Capture;
using EdgeWatch.Core.Frames;
using EdgeWatch.Onvif;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.Tests.Hostile;

/// <summary>What cameras, and the programs between, can send.</summary>
public sealed class CaptureInputTests
{
    private const int Kilobyte = 1024;

    /// <summary>An exception with its stack.</summary>
    private const int Refusal = 16 * Kilobyte;

    /// <summary>Larger pictures are left out of the streams: their memory is limited by the header, and filling it takes time.</summary>
    private const int LargestSide = 64;

    private static readonly byte[] Picture = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4, 5, 6, 7, 8, 0xFF, 0xD9];

    private readonly Dictionary<FrameSize, FramePool> _pools = [];

    [Fact]
    public Task Headers_of_videos() => HostileInputs.VideoHeader.FeedAsync(
        new Mutation(
            [
                "YUV4MPEG2 W320 H240 F25:1 Ip A0:0 C420jpeg XYSCSS=420JPEG XCOLORRANGE=FULL"u8.ToArray(),
                "YUV4MPEG2 W17 H19 F30000:1001 C420mpeg2"u8.ToArray(),
                "YUV4MPEG2 W64 H64 F0:0 Cmono"u8.ToArray(),
            ],
            "W", "H", "F", "C", "W8192", "H8192", "W16", "C420", "F1:0", "YUV4MPEG2 ").Next,
        input => IsRead(() =>
        {
            FrameSize size = Yuv4MpegHeader.Parse(input).Size;
            Assert.InRange(size.Width, Yuv4MpegHeader.MinimumSide, Yuv4MpegHeader.MaximumSide);
            Assert.InRange((long)size.Width * size.Height, 1, Yuv4MpegHeader.MaximumPixels);
        }),
        _ => Refusal);

    [Fact]
    public Task Streams_of_video() => HostileInputs.VideoStream.FeedAsync(
        new Mutation([Stream("C420jpeg", 3 * 16 * 16 / 2), Stream("Cmono", 16 * 16)], "FRAME", "FRAME\n", "W17", "H33", "YUV4MPEG2 ").Next,
        input => IsRead(() => ReadFrames(input)),
        length => (64 * Kilobyte) + Refusal + (8L * length));

    /// <summary>The lines go through the same way as those of the child process: cut, redacted and judged.</summary>
    [Fact]
    public Task What_ffmpeg_says() => HostileInputs.FfmpegLines.FeedAsync(
        new Mutation(
            [
                "[rtsp @ 0x55d] [error] method DESCRIBE failed: 401 Unauthorized\nrtsp://cam/1: Server returned 401\n"u8.ToArray(),
                "[info] Input #0, rtsp, from 'rtsp://cam/1':\n[verbose] m=video 0 RTP/AVP 96\n"u8.ToArray(),
                ("[verbose] [graph 0 input from stream 0:0 @ 0x5] [verbose] w:640 h:480 pixfmt:yuv420p tb:1/90000 sar:0/1 range:tv\n"
                    + "[graph 0 input from stream 0:0 @ 0x5] [verbose] w:99999 h:1 pixfmt:gray sar:1/1\n[fatal] End of file\n")
                    .Select(letter => (byte)letter).ToArray(),
            ],
            "[error]", "[verbose] ", "[x @ 0x0] ", " @ ", "sar:", "range:", "w:", "m=audio", "401 Unauthorized").Next,
        input =>
        {
            FfmpegReport report = new();
            StderrTail tail = new(report.Take);
            tail.Append(input);
            tail.Complete();
            Assert.All(tail.Lines, line => Assert.InRange(line.Length, 0, 2 * StderrTail.LongestLine));
            return CaptureFailure.Classify(tail.Lines, 1) != CaptureFailure.ProgramFailed;
        },
        length => (64 * Kilobyte) + (100L * length));

    [Fact]
    public Task What_answers_a_search_for_cameras() => HostileInputs.SearchAnswer.FeedAsync(
        new Mutation(
            [
                ("<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Body><ProbeMatches><ProbeMatch>"
                    + "<Scopes>onvif://www.onvif.org/name/Front%20door%1B%5D onvif://www.onvif.org/hardware/X</Scopes>"
                    + "<XAddrs>http://10.0.0.7/onvif/device_service https://[::1]:8/</XAddrs>"
                    + "</ProbeMatch></ProbeMatches></e:Body></e:Envelope>")
                    .Select(letter => (byte)letter).ToArray(),
            ],
            "<ProbeMatch>", "<XAddrs>", "http://", "http://[", "%00", "&amp;", "&#x9b;", "<!DOCTYPE e [<!ENTITY a \"aa\">]>", "&a;").Next,
        input =>
        {
            FoundDevice[] found = [.. DeviceSearch.Read(input, IPAddress.Loopback)];
            Assert.All(found, device => Assert.True(
                device.Address.Scheme is "http" or "https" && !$"{device.Name}{device.Hardware}".Any(char.IsControl)));
            return found.Length > 0;
        },
        length => (128 * Kilobyte) + Refusal + (100L * length));

    [Fact]
    public Task What_HTTP_cameras_answer() => HostileInputs.HttpAnswer.FeedAsync(
        new Mutation(
            [
                Picture,
                [.. Picture, .. Picture],
                [.. "--b\r\nContent-Type: image/jpeg\r\nContent-Length: 14\r\n\r\n"u8, .. Picture, .. "\r\n--b\r\n"u8],
                "<html><head><title>Login</title></head></html>"u8.ToArray(),
                "#EXTM3U\nhttp://cam/1.ts\n"u8.ToArray(),
                [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A],
            ],
            "<title>", "<title", "--", "\r\n\r\n", "Content-Length: ", "content-type: image/jpeg", "<", "{").Next,
        input =>
        {
            (HttpSight sight, string title) = Complete(HttpLook.JudgeAsync(
                new MemoryStream(input), input.Length % 2 == 0 ? "text/html" : "", new FakeTimeProvider(), CancellationToken.None));
            Assert.InRange(title.Length, 0, 100);
            return sight != HttpSight.ForFfmpeg;
        },
        length => (256 * Kilobyte) + (8L * length));

    /// <summary>Each beginning of a title was held against all that followed: six megabytes of them took minutes.</summary>
    [Fact]
    public void A_page_of_nothing_but_beginnings_is_looked_at_quickly()
    {
        byte[] page = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<title", 1 << 20)));

        (HttpSight sight, string title) = Complete(HttpLook.JudgeAsync(
            new MemoryStream(page), "text/html", new FakeTimeProvider(), CancellationToken.None));

        Assert.Equal((HttpSight.WebPage, ""), (sight, title));
    }

    private static byte[] Stream(string colours, int bytes) =>
        [.. Encoding.ASCII.GetBytes($"YUV4MPEG2 W16 H16 F10:1 {colours}\n"), .. Framed(bytes), .. Framed(bytes), .. Framed(bytes)];

    private static byte[] Framed(int bytes) => [.. "FRAME\n"u8, .. new byte[bytes]];

    private void ReadFrames(byte[] input)
    {
        Yuv4MpegReader reader = new(new MemoryStream(input));
        if (!Complete(reader.ReadHeaderAsync(CancellationToken.None)))
        {
            throw new CaptureException(CaptureFailure.Ended);
        }

        if (reader.Header.Size is { Width: <= LargestSide, Height: <= LargestSide } size)
        {
            // A pool of each size: with thousands of them, .NET's own books of thread-local values are what grows.
            FramePool pool = _pools.TryGetValue(size, out FramePool? known) ? known : _pools[size] = new FramePool(size);
            while (Complete(reader.ReadFrameAsync(pool, CancellationToken.None)) is { } frame)
            {
                frame.Dispose();
            }
        }
    }

    private static bool IsRead(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (CaptureException)
        {
            return false;
        }
    }

    /// <summary>All bytes are there, so that nothing is waited for.</summary>
    private static T Complete<T>(ValueTask<T> task)
    {
        Assert.True(task.IsCompleted);
        return task.GetAwaiter().GetResult();
    }

    private static T Complete<T>(Task<T> task) => Complete(new ValueTask<T>(task));
}
