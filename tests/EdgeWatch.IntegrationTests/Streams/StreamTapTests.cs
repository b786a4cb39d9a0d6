using System.Net.Sockets;
using System.Security.Cryptography;
using EdgeWatch.Capture;
using EdgeWatch.Capture.Decoding;
using EdgeWatch.Configuration;
using EdgeWatch.Core.Frames;
using EdgeWatch.Evidence;
using EdgeWatch.IntegrationTests.Capture;
using EdgeWatch.IntegrationTests.Evidence;
using EdgeWatch.Streams;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using FfmpegScript = EdgeWatch.IntegrationTests.Evidence.Ffmpeg;

namespace EdgeWatch.IntegrationTests.Streams;

/// <summary>The compressed stream beside the frames, by a real ffmpeg, from real sources, to real clips.</summary>
public sealed class StreamTapTests(CaptureFixture fixture) : IClassFixture<CaptureFixture>
{
    private static readonly long Second = SavedClips.Second;

    private readonly SavedClips _clips = new(fixture.Folder);

    [RtspFact]
    public async Task A_clip_of_an_RTSP_camera_is_what_the_camera_sent_packet_for_packet()
    {
        using RtspServer server = await RtspServer.StartAsync("viewer", "s3cret");
        string password = fixture.Folder.File("camera.password");
        await File.WriteAllTextAsync(password, "s3cret\n");
        StreamRing ring = SavedClips.Ring();
        string whole = fixture.Folder.File("whole.mp4");
        Task<byte[]> recording = FfmpegClip.RunAsync(
            "-rtsp_transport", "tcp", "-i", server.Url.Replace("//", "//viewer:s3cret@", StringComparison.Ordinal),
            "-t", "30", "-c", "copy", "-movflags", "frag_keyframe", whole);
        await using (CameraRun run = new(
            new CameraOptions { Source = server.Url, Username = "viewer", PasswordFile = password }, fixture.Ffmpeg, ring))
        {
            await run.OnlineAsync();
            await Eventually.Until("the recording", () => File.Exists(whole) && new FileInfo(whole).Length > 0, TimeSpan.FromSeconds(30));
            long from = TimeProvider.System.GetTimestamp() + (2 * Second);
            await Eventually.Until("six seconds", () => ring.Newest > from + (4 * Second), TimeSpan.FromSeconds(30));
            Packets clip = Packets.Of((await _clips.SaveAsync(ring, from, from + (4 * Second))).File);
            await recording;

            Assert.Equal(("h264", true), (clip.Codec, clip.BeginsWithKey));
            Assert.InRange(clip.Seconds, 3.5, 5.5);
            Assert.True(clip.IsPartOf(Packets.Of(whole)), "packet for packet as somebody else has recorded it");
            Assert.Equal(0, run.Camera.Restarts);
        }

        Assert.Empty(_clips.Log.Collector.GetSnapshot());
    }

    [ToolFact("ffmpeg", "ffprobe")]
    public async Task A_clip_of_motion_JPEG_is_what_the_camera_sent()
    {
        IReadOnlyList<byte[]> jpegs = await fixture.JpegsAsync();
        string sent = fixture.Folder.File("sent.mjpeg");
        await File.WriteAllBytesAsync(sent, [.. Enumerable.Repeat(jpegs, 20).SelectMany(round => round).SelectMany(jpeg => jpeg)]);
        foreach (MjpegDialect dialect in new[] { MjpegDialect.Textbook, MjpegDialect.NoLength })
        {
            await using MjpegServer server = new(jpegs, framesPerSecond: 10, dialect: dialect);
            StreamRing ring = SavedClips.Ring();
            await using CameraRun run = new(new CameraOptions { Source = server.Url }, fixture.Ffmpeg, ring);
            await run.OnlineAsync();
            long from = TimeProvider.System.GetTimestamp();
            await Eventually.Until("three seconds", () => ring.Newest > from + (3 * Second), TimeSpan.FromSeconds(30));

            (string file, _) = await _clips.SaveAsync(ring, from, from + (3 * Second));

            Packets clip = Packets.Of(file);
            Assert.Equal("mjpeg", clip.Codec);
            Assert.InRange(clip.Seconds, 2, 4);

            // Where the length is not told, the line break after a picture goes along.
            Assert.True(dialect is not MjpegDialect.Textbook || clip.IsPartOf(Packets.Of(sent)), "picture for picture");
        }
    }

    [ToolFact("ffmpeg", "ffprobe")]
    public async Task A_clip_of_a_recording_shows_the_moment_that_was_asked_for()
    {
        // A second of each brightness, 20, 40, … 220, with frames that depend on later ones.
        string source = fixture.Folder.File("steps.mp4");
        await FfmpegClip.RunAsync(
            "-f", "lavfi", "-i", "color=black:size=320x240:rate=10:duration=11,geq=lum='20*(1+floor(T))':cb=128:cr=128",
            "-c:v", "libx264", "-g", "10", "-bf", "2", "-pix_fmt", "yuv420p", source);
        StreamRing ring = SavedClips.Ring();
        await using CameraRun run = new(new CameraOptions { Source = source }, fixture.Ffmpeg, ring);
        await Eventually.Until("the middle", () => run.Kinds.Keys.Any(kind => kind.Luma is > 118 and < 122), TimeSpan.FromSeconds(40));
        long middle = TimeProvider.System.GetTimestamp();
        await Eventually.Until("the end", () => ring.Newest > middle + (3 * Second), TimeSpan.FromSeconds(30));

        (string clip, _) = await _clips.SaveAsync(ring, middle - Second, middle + Second);

        byte[] luma = await FfmpegClip.RunAsync("-i", clip, "-vf", "scale=1:1:flags=area", "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1");
        Assert.True(Packets.Of(clip).IsPartOf(Packets.Of(source)));
        Assert.Contains(luma, value => value is > 117 and < 123);
        Assert.All(luma, value => Assert.InRange(value, 77, 163));
    }

    [ToolFact("ffmpeg", "ffprobe")]
    public async Task A_recording_that_is_played_again_and_again_has_clips_in_every_round()
    {
        string source = await FfmpegClip.MakeAsync(
            fixture.Folder.File("round.mp4"), "320x240", 20, 10, "-c:v", "libx264", "-g", "10", "-bf", "2");
        StreamRing ring = SavedClips.Ring();
        await using CameraRun run = new(new CameraOptions { Source = source, Playback = Playback.Loop }, fixture.Ffmpeg, ring);
        await run.OnlineAsync();
        long thirdRound = TimeProvider.System.GetTimestamp() + (4 * Second);
        await Eventually.Until("three rounds", () => ring.Newest > thirdRound + (3 * Second), TimeSpan.FromSeconds(30));

        Packets clip = Packets.Of((await _clips.SaveAsync(ring, thirdRound, thirdRound + (3 * Second))).File);

        Assert.True(clip.BeginsWithKey);
        Assert.InRange(clip.Seconds, 2, 5);
        Assert.InRange(clip.Count, 20, 50);
        Assert.Equal(0, run.Camera.Restarts);
    }

    [ToolFact("ffmpeg")]
    public async Task The_still_of_a_frame_is_the_picture_that_it_was_made_of()
    {
        // In full range nothing of it has to be changed; frames depend on later ones, and each is another.
        string source = await FfmpegClip.MakeAsync(
            fixture.Folder.File("large.mp4"), "1280x720", 150, 25, "-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-bf", "2",
            "-vf", "scale=out_range=full", "-pix_fmt", "yuvj420p");
        StreamRing ring = SavedClips.Ring();
        using Frame seen = await FrameOfAsync(source, ring, afterFrames: 20);
        long from = seen.CapturedTimestamp - (2 * Second);
        using StreamCut cut = ring.Cut(from, seen.CapturedTimestamp + (Second / 2))!;
        FakeLogger<StillFinder> log = new();
        using StillFinder finder = new("ffmpeg", TimeProvider.System, log);

        using Frame? still = await finder.FindAsync(cut, from, seen, CancellationToken.None);

        Assert.True(still is not null, string.Join('\n', log.Collector.GetSnapshot().Select(line => line.Message)));
        int index = Array.IndexOf(await FramesAsync(source, null), Convert.ToHexString(SHA256.HashData(seen.Pixels.Span)));
        byte[] truth = await FfmpegClip.RunAsync(
            "-i", source, "-vf", $"select='eq(n,{index})'", "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "yuvj420p", "-");
        Assert.Equal(new FrameSize(1280, 720), still.Size);
        Assert.True(still.Pixels.Span.SequenceEqual(truth), $"frame {index} of the recording");
    }

    [ToolFact("ffmpeg")]
    public async Task A_still_that_cannot_be_had_is_told_of_once_and_nobody_waits_for_one_that_hangs()
    {
        StreamRing ring = SavedClips.Ring();
        ring.Begin([1]);
        ring.Add([1, 2, 3], new FragmentInfo(1, IsKey: true));
        using StreamCut cut = ring.Cut(0, long.MaxValue)!;
        using Frame seen = new FramePool(new FrameSize(32, 32)).Rent();
        FakeLogger<StillFinder> log = new();
        string broken = FfmpegScript.Script(fixture.Folder.Path, "cat > /dev/null; echo no decoder >&2; exit 1");
        using StillFinder finder = new(broken, TimeProvider.System, log);
        Assert.Null(await finder.FindAsync(cut, 0, seen, CancellationToken.None));
        Assert.Null(await finder.FindAsync(cut, 0, seen, CancellationToken.None));
        Assert.Contains("no decoder", Assert.Single(log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);

        string started = fixture.Folder.File($"started-{Guid.NewGuid():N}");
        string hanging = FfmpegScript.Script(fixture.Folder.Path, $"touch {started}; exec sleep 600");
        using StillFinder stuck = new(hanging, TimeProvider.System, log);
        using CancellationTokenSource stop = new();
        Task<Frame?> finding = stuck.FindAsync(cut, 0, seen, stop.Token);
        await Eventually.Until("ffmpeg runs", () => File.Exists(started), TimeSpan.FromSeconds(30));
        await stop.CancelAsync();
        Assert.Null(await finding);
        Assert.Single(log.Collector.GetSnapshot());
    }

    [ToolFact("ffmpeg")]
    public async Task The_frames_are_the_same_whoever_reads_the_stream()
    {
        string clip = await FfmpegClip.MakeAsync(fixture.Folder.File("same.mp4"), "640x480", 300, 25, "-b:v", "20M");
        string[] alone = await FramesAsync(clip, null);
        Assert.Equal(300, alone.Length);
        foreach (string kind in new[] { "all is well", "nobody reads", "nobody is there", "the reader goes away" })
        {
            using Reader tap = new(kind);
            Assert.Equal(alone, await FramesAsync(clip, tap.Address, alone.Length));
        }
    }

    [ToolFact("ffmpeg")]
    public async Task A_stream_that_makes_no_clip_gives_the_same_frames()
    {
        foreach ((string codec, string format) in new[] { ("ffvhuff", "mkv"), ("wmv2", "asf"), ("mpeg4", "avi") })
        {
            string clip = await FfmpegClip.MakeAsync(fixture.Folder.File($"{codec}.{format}"), "320x240", 100, 25, "-c:v", codec);
            using Reader tap = new("all is well");

            Assert.Equal(await FramesAsync(clip, null), await FramesAsync(clip, tap.Address));
        }
    }

    [ToolFact("ffmpeg")]
    public async Task The_installed_ffmpeg_can_pass_a_stream_on_and_one_that_cannot_says_so()
    {
        Assert.Null(await TapTrial.FaultOfAsync(fixture.Ffmpeg, TimeProvider.System));
        string old = FfmpegScript.Script(fixture.Folder.Path, "echo Unknown muxer fifo >&2; exit 1");
        Assert.Contains("fifo", await TapTrial.FaultOfAsync(new FfmpegTool(old, 4), TimeProvider.System), StringComparison.Ordinal);
    }

    [ToolFact("ffmpeg")]
    public async Task An_ffmpeg_that_did_not_answer_is_asked_again_three_times_at_most()
    {
        FakeTimeProvider time = new();
        string busy = fixture.Folder.File($"busy-{Guid.NewGuid():N}");
        FfmpegTool late = new(
            FfmpegScript.Script(
                fixture.Folder.Path, $"[ -e {busy} ] && exec {fixture.Ffmpeg.Path} \"$@\"; touch {busy}; exec sleep 600"), 5);
        Assert.Equal("no answer within 20 s", await WhileTimePassesAsync(late));
        Assert.Null(await TapTrial.FaultOfAsync(late, time));

        string tries = fixture.Folder.File($"tries-{Guid.NewGuid():N}");
        FfmpegTool stuck = new(FfmpegScript.Script(fixture.Folder.Path, $"echo >> {tries}; exec sleep 600"), 5);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal("no answer within 20 s", await WhileTimePassesAsync(stuck));
        }

        Assert.Equal(3, File.ReadLines(tries).Count());

        async Task<string?> WhileTimePassesAsync(FfmpegTool ffmpeg)
        {
            Task<string?> trial = TapTrial.FaultOfAsync(ffmpeg, time);
            while (!trial.IsCompleted)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
                time.Advance(TimeSpan.FromSeconds(1));
            }

            return await trial;
        }
    }

    [ToolFact("ffmpeg")]
    public async Task What_an_ffmpeg_says_is_told_though_it_ends_before_its_pictures_come()
    {
        // Whether the pipe breaks is a race that the trial mostly wins with one program, and never with all of these.
        IEnumerable<Task<string?>> trials = Enumerable.Range(0, 40).Select(_ =>
        {
            string old = FfmpegScript.Script(fixture.Folder.Path, "exec 0<&-; echo Unknown muxer fifo >&2; exit 1");
            return TapTrial.FaultOfAsync(new FfmpegTool(old, 4), TimeProvider.System);
        });

        Assert.All(await Task.WhenAll(trials), fault => Assert.Contains("fifo", fault, StringComparison.Ordinal));
    }

    [ToolFact("ffmpeg")]
    public async Task A_clip_that_cannot_be_made_is_told_of_once()
    {
        string broken = FfmpegScript.Script(fixture.Folder.Path, "cat > /dev/null; echo no muxer >&2; exit 1");
        StreamRing ring = SavedClips.Ring();
        ring.Begin([1]);
        ring.Add([1, 2, 3], new FragmentInfo(1, IsKey: true));
        string events = fixture.Folder.File($"events-{Guid.NewGuid():N}");
        using EventClips clips = new(TestRetention.Of(events), broken, TimeProvider.System, _clips.Log);
        for (int i = 0; i < 2; i++)
        {
            using StreamCut cut = ring.Cut(0, long.MaxValue)!;
            await clips.SaveAsync(SavedClips.EventId, cut, CancellationToken.None);
        }

        Assert.Empty(Directory.GetFiles(Path.Combine(events, SavedClips.EventId)));
        Assert.Contains("no muxer", Assert.Single(_clips.Log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    /// <summary>A frame of a recording that is played as a camera, while its stream goes on for a second.</summary>
    private async Task<Frame> FrameOfAsync(string source, StreamRing ring, int afterFrames)
    {
        using WaitingFrames waiting = new();
        using CancellationTokenSource stop = new();
        CameraOptions options = new() { Id = "yard", Source = source };
        CameraCapture camera = new(options, fixture.Ffmpeg, waiting, TimeProvider.System, new FakeLogger<CameraCapture>(), ring)
        {
            Decoding = new DecoderTrial(options.Decoder, options.DecoderDevice, File.Exists),
        };
        Task running = camera.RunAsync(stop.Token);
        Frame? wanted = null;
        while (wanted is null || ring.Newest < wanted.CapturedTimestamp + Second)
        {
            Frame? next = await waiting.TakeAsync(CancellationToken.None);
            if (wanted is null && afterFrames-- == 0)
            {
                wanted = next;
            }
            else
            {
                next!.Dispose();
            }
        }

        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return wanted;
    }

    /// <summary>A checksum of each frame that the analysis gets, up to so many: an ffmpeg whose stream nobody reads does not end.</summary>
    private async Task<string[]> FramesAsync(string source, string? tapAddress, int most = int.MaxValue)
    {
        CameraOptions options = new() { Source = source, Speed = PlaybackSpeed.Fastest, FramesPerSecond = 25 };
        CaptureCommand command = CaptureCommand.For(options, CaptureSource.Of(options), Credentials.None, fixture.Ffmpeg, tapAddress);
        await using CaptureProcess process = CaptureProcess.Start(command, TimeProvider.System);
        Yuv4MpegReader reader = new(process.Output);
        Assert.True(await reader.ReadHeaderAsync(CancellationToken.None));
        FramePool pool = new(reader.Header.Size);
        List<string> frames = [];
        while (frames.Count < most && await reader.ReadFrameAsync(pool, CancellationToken.None) is { } frame)
        {
            frames.Add(Convert.ToHexString(SHA256.HashData(frame.Pixels.Span)));
            frame.Dispose();
        }

        return [.. frames];
    }

    /// <summary>Who reads a stream, or does not.</summary>
    private sealed class Reader : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        private readonly Task _accepting;

        public Reader(string kind)
        {
            if (kind != "nobody is there")
            {
                _listener.Bind(new UnixDomainSocketEndPoint(_folder.File("s")));
                _listener.Listen(1);
            }

            _accepting = kind is "nobody is there" or "nobody reads" ? Task.CompletedTask : ReadAsync(kind == "the reader goes away");
        }

        public string Address => $"unix:{_folder.File("s")}";

        public void Dispose()
        {
            _listener.Dispose();
            _accepting.ContinueWith(_ => { }, TaskScheduler.Default).Wait(TimeSpan.FromSeconds(10));
            _folder.Dispose();
        }

        private async Task ReadAsync(bool goesAway)
        {
            using Socket connection = await _listener.AcceptAsync();
            byte[] buffer = new byte[100_000];
            while (await connection.ReceiveAsync(buffer) > 0 && !goesAway)
            {
            }
        }
    }
}
