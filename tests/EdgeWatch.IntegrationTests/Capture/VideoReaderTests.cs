using System.Net;
using System.Net.Sockets;
using EdgeWatch.Capture;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Frames;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using Microsoft.Extensions.Time.Testing;

namespace EdgeWatch.IntegrationTests.Capture;

public sealed class VideoReaderTests(CaptureFixture fixture) : IClassFixture<CaptureFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [ToolFact("ffmpeg")]
    public async Task A_clip_gives_every_frame_with_its_own_time()
    {
        string clip = await FfmpegClip.MakeAsync(_folder.File("a.mp4"), "640x480", 25, 10, "-pix_fmt", "yuv420p");
        FakeTimeProvider time = new();
        DateTimeOffset start = time.GetUtcNow();

        List<Frame> frames = await ReadAllAsync(new CameraOptions { Source = clip, Speed = PlaybackSpeed.Fastest }, time);

        Assert.Equal(25, frames.Count);
        Assert.All(frames, frame => Assert.Equal(new FrameSize(640, 480), frame.Size));
        Assert.Equal(Enumerable.Range(0, 25).Select(i => (long)i), frames.Select(frame => frame.Sequence));
        Assert.Equal(start + TimeSpan.FromSeconds(2.4), frames[^1].CapturedAt);
        Assert.Equal(TimeSpan.FromSeconds(2.4), time.GetElapsedTime(frames[0].CapturedTimestamp, frames[^1].CapturedTimestamp));
    }

    [ToolFact("ffmpeg")]
    public async Task Another_rate_is_resampled()
    {
        string clip = await FfmpegClip.MakeAsync(_folder.File("a.mp4"), "320x240", 50, 25, "-pix_fmt", "yuv420p");

        List<Frame> frames = await ReadAllAsync(new CameraOptions { Source = clip, Speed = PlaybackSpeed.Fastest, FramesPerSecond = 10 });

        Assert.Equal(20, frames.Count);
    }

    [ToolFact("ffmpeg")]
    public async Task Pictures_of_240_rows_keep_every_luma_value()
    {
        (string Type, string Format)[] cases =
            [("png", "rgb24"), ("png", "gray"), ("pgm", "gray"), ("jpg", "yuvj420p"), ("tif", "gray"), ("bmp", "bgr24")];
        foreach ((string type, string format) in cases)
        {
            string folder = Directory.CreateDirectory(_folder.File($"{type}-{format}")).FullName;
            string pattern = await FfmpegClip.MakeAsync($"{folder}/%04d.{type}", "320x240", 7, 10, "-pix_fmt", format);
            byte[] expected = await FfmpegClip.RunAsync("-i", pattern, "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1");

            List<Frame> frames = await ReadAllAsync(new CameraOptions { Source = pattern, Speed = PlaybackSpeed.Fastest });

            Assert.Equal(7, frames.Count);
            Assert.True(frames.SelectMany(frame => frame.Luma.ToArray()).SequenceEqual(expected), $"{type} {format}");
        }
    }

    [ToolFact("ffmpeg")]
    public async Task A_grey_of_200_in_a_jpeg_arrives_as_200()
    {
        byte[] pgm = [.. "P5\n320 240\n255\n"u8, .. Enumerable.Repeat((byte)200, 320 * 240)];
        await File.WriteAllBytesAsync(_folder.File("grey.pgm"), pgm);
        foreach (string format in new[] { "gray", "yuvj420p", "yuvj422p", "yuvj444p" })
        {
            string jpeg = _folder.File($"{format}-1.jpg");
            await FfmpegClip.RunAsync("-i", _folder.File("grey.pgm"), "-pix_fmt", format, "-q:v", "2", jpeg);

            List<Frame> frames = await ReadAllAsync(
                new CameraOptions { Source = _folder.File($"{format}-%d.jpg"), Speed = PlaybackSpeed.Fastest });

            Assert.Equal(-1, Assert.Single(frames).Luma.IndexOfAnyExcept((byte)200));
        }
    }

    [ToolFact("ffmpeg")]
    public async Task Limited_range_video_keeps_its_luma_values_too()
    {
        string clip = await FfmpegClip.MakeAsync(_folder.File("a.mkv"), "320x240", 5, 10, "-pix_fmt", "yuv420p", "-c:v", "ffv1");
        byte[] expected = await FfmpegClip.RunAsync("-i", clip, "-f", "rawvideo", "-pix_fmt", "yuv420p", "pipe:1");

        List<Frame> frames = await ReadAllAsync(new CameraOptions { Source = clip, Speed = PlaybackSpeed.Fastest });

        Assert.True(frames.SelectMany(frame => frame.Pixels.ToArray()).SequenceEqual(expected));
    }

    [ToolFact("ffmpeg")]
    public async Task Sizes_become_240_or_480_rows_and_even_columns()
    {
        (string Given, FrameSize Expected)[] sizes =
        [
            ("160x120", new FrameSize(320, 240)),
            ("321x240", new FrameSize(320, 240)),
            ("640x360", new FrameSize(426, 240)),
            ("720x576", new FrameSize(600, 480)),
            ("1280x720", new FrameSize(854, 480)),
        ];
        foreach ((string given, FrameSize expected) in sizes)
        {
            string clip = await FfmpegClip.MakeAsync(_folder.File($"{given}.mkv"), given, 2, 10, "-c:v", "ffv1", "-pix_fmt", "yuv444p");

            List<Frame> frames = await ReadAllAsync(new CameraOptions { Source = clip, Speed = PlaybackSpeed.Fastest });

            Assert.All(frames, frame => Assert.Equal(expected, frame.Size));
            Assert.Equal(2, frames.Count);
        }
    }

    [ToolFact("ffmpeg")]
    public async Task N_pictures_give_n_frames_at_any_rate()
    {
        await FfmpegClip.MakeAsync(_folder.File("%05d.png"), "320x240", 200, 10);
        foreach (double rate in new[] { 1, 8, 10, 12.5, 24, 29.97 })
        {
            CameraOptions options = new()
            {
                Source = _folder.Path,
                Speed = PlaybackSpeed.Fastest,
                SequenceFramesPerSecond = rate,
                FramesPerSecond = rate,
            };

            List<Frame> frames = await ReadAllAsync(options);

            Assert.Equal(200, frames.Count);
            Assert.Equal(200, frames.Select(frame => Convert.ToBase64String(frame.Luma)).Distinct().Count());
        }
    }

    [ToolFact("ffmpeg")]
    public async Task A_sequence_may_begin_anywhere_and_lie_in_an_odd_folder()
    {
        string folder = Directory.CreateDirectory(_folder.File("100% [a] {b,c} *?")).FullName;
        await FfmpegClip.MakeAsync(_folder.File("%04d.png"), "320x240", 3, 10, "-start_number", "4711");
        foreach (string picture in Directory.GetFiles(_folder.Path, "*.png"))
        {
            File.Move(picture, Path.Combine(folder, Path.GetFileName(picture)));
        }

        Assert.Equal(3, (await ReadAllAsync(new CameraOptions { Source = folder + "/%04d.png", Speed = PlaybackSpeed.Fastest })).Count);
        Assert.Equal(3, (await ReadAllAsync(new CameraOptions { Source = folder, Speed = PlaybackSpeed.Fastest })).Count);
    }

    [ToolFact("ffmpeg")]
    public async Task A_folder_is_read_by_name_and_by_its_commonest_type_in_any_case()
    {
        await FfmpegClip.MakeAsync(_folder.File("%d.png"), "320x240", 3, 10);
        File.Move(_folder.File("1.png"), _folder.File("c.PNG"));
        File.Move(_folder.File("2.png"), _folder.File("a.png"));
        File.Move(_folder.File("3.png"), _folder.File("b.png"));
        await FfmpegClip.MakeAsync(_folder.File("z.jpg"), "320x240", 1, 10);
        await File.WriteAllTextAsync(_folder.File("notes.txt"), "notes");

        List<Frame> frames = await ReadAllAsync(new CameraOptions { Source = _folder.Path, Speed = PlaybackSpeed.Fastest });

        List<byte[]> expected = [];
        foreach (string name in new[] { "a.png", "b.png", "c.PNG" })
        {
            expected.Add(await FfmpegClip.RunAsync("-i", _folder.File(name), "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"));
        }

        Assert.Equal(expected, frames.Select(frame => frame.Luma.ToArray()));
    }

    [ToolFact("ffmpeg")]
    public async Task A_folder_of_any_picture_type_is_read_whole()
    {
        foreach (string type in new[] { "jpg", "jpeg", "png", "bmp", "tif", "tiff", "pgm" })
        {
            string folder = Directory.CreateDirectory(_folder.File(type)).FullName;
            await FfmpegClip.MakeAsync(
                $"{folder}/%03d.{type}", "320x240", 5, 10, "-pix_fmt",
                type switch { "jpg" or "jpeg" => "yuvj420p", "bmp" => "bgr24", _ => "gray" });

            List<Frame> frames = await ReadAllAsync(new CameraOptions { Source = folder, Speed = PlaybackSpeed.Fastest });

            Assert.True(frames.Count == 5, $"{frames.Count} frames of {type}");
        }
    }

    [ToolFact("ffmpeg")]
    public async Task A_program_that_writes_yuv4mpeg_is_read_as_it_is()
    {
        string[] command =
        [
            fixture.Ffmpeg.Path, "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=50x30:rate=5:duration=1",
            "-pix_fmt", "yuv420p", "-f", "yuv4mpegpipe", "-",
        ];

        List<Frame> frames = await ReadAllAsync(new CameraOptions { Command = command });

        Assert.Equal(5, frames.Count);
        Assert.Equal(new FrameSize(50, 30), frames[0].Size);
    }

    [ToolFact("ffmpeg")]
    public async Task A_program_that_writes_luma_only_gets_neutral_chroma()
    {
        string[] command =
        [
            fixture.Ffmpeg.Path, "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=50x30:rate=5:duration=1",
            "-pix_fmt", "gray", "-f", "yuv4mpegpipe", "-",
        ];

        List<Frame> frames = await ReadAllAsync(new CameraOptions { Command = command });

        Assert.Equal(5, frames.Count);
        Assert.All(frames, frame => Assert.Equal(-1, frame.ChromaU.IndexOfAnyExcept((byte)128)));
    }

    [ToolFact("ffmpeg")]
    public async Task An_unsupported_colourspace_is_named()
    {
        string[] command =
        [
            fixture.Ffmpeg.Path, "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=50x30",
            "-pix_fmt", "yuv444p", "-f", "yuv4mpegpipe", "-",
        ];

        CaptureException e = await Assert.ThrowsAsync<CaptureException>(() => ReadAllAsync(new CameraOptions { Command = command }));

        Assert.Equal(CaptureFailure.UnsupportedFormat, e.Reason);
        Assert.Contains("444", e.Message, StringComparison.Ordinal);
    }

    [ToolFact("ffmpeg")]
    public async Task What_cannot_be_read_says_why()
    {
        await File.WriteAllTextAsync(_folder.File("text.mp4"), "this is no video");
        await FfmpegClip.RunAsync("-f", "lavfi", "-i", "sine=duration=1", _folder.File("sound.wav"));
        Directory.CreateDirectory(_folder.File("empty"));
        await File.WriteAllTextAsync(_folder.File("password"), "secret");
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        string silentCamera = $"rtsp://{silent.LocalEndpoint}/x";
        string[] shortTimeout = ["-timeout", "500000"];

        (CameraOptions Options, string Reason)[] cases =
        [
            (new() { Source = _folder.File("none.mp4") }, CaptureFailure.NotFound),
            (new() { Source = _folder.File("none/%d.png") }, CaptureFailure.NotFound),
            (new() { Source = _folder.File("empty") }, CaptureFailure.NotFound),
            (new() { Source = "/dev/video99" }, CaptureFailure.NotFound),
            (new() { Source = _folder.File("text.mp4") }, CaptureFailure.UnsupportedFormat),
            (new() { Source = _folder.File("sound.wav") }, CaptureFailure.NoVideo),
            (new() { Source = "gopher://host/x" }, CaptureFailure.UnsupportedSource),
            (new() { Source = "rtsp://127.0.0.1:1/x" }, CaptureFailure.Refused),
            (new() { Source = "rtsp://nosuchhost.invalid/x" }, CaptureFailure.Unreachable),
            (new() { Source = silentCamera, InputOptions = shortTimeout }, CaptureFailure.NoAnswer),
            (new() { Source = silentCamera, Username = "me", PasswordFile = _folder.File("password"), InputOptions = shortTimeout },
                CaptureFailure.NoAnswer),
            (new() { Command = ["edgewatch-no-such-program"] }, CaptureFailure.ProgramNotFound),
            (new() { Command = ["sh", "-c", "edgewatch-no-such-program"] }, CaptureFailure.ProgramNotFound),
            (new() { Command = ["sh", "-c", "echo the sensor is too hot >&2; exit 3"] }, CaptureFailure.ProgramFailed),
            (new() { Command = ["true"] }, CaptureFailure.Ended),
            (new() { Command = ["echo", "hello"] }, CaptureFailure.Garbled),
            (new() { Source = "rtsp://h/x", PasswordFile = _folder.File("none") }, CaptureFailure.PasswordFile),
        ];
        foreach ((CameraOptions options, string reason) in cases)
        {
            CaptureException e = await Assert.ThrowsAsync<CaptureException>(() => ReadAllAsync(options));
            Assert.Equal(reason, e.Reason);
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task<List<Frame>> ReadAllAsync(CameraOptions options, TimeProvider? time = null)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        List<Frame> frames = [];
        await using VideoReader reader =
            await VideoReader.OpenAsync(options, fixture.Ffmpeg, time ?? TimeProvider.System, limit.Token);
        while (await reader.ReadAsync(limit.Token) is { } frame)
        {
            frames.Add(frame);
        }

        return frames;
    }
}
