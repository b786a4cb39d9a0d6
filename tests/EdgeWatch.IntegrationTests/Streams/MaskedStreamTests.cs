using EdgeWatch.Configuration.Retention;
using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Zones;
using EdgeWatch.Evidence;
using EdgeWatch.IntegrationTests.Capture;
using EdgeWatch.IntegrationTests.Evidence;
using EdgeWatch.Streams;
using EdgeWatch.TestKit;
using EdgeWatch.TestKit.Capture;
using EdgeWatch.TestKit.Daemon;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using FfmpegScript = EdgeWatch.IntegrationTests.Evidence.Ffmpeg;

namespace EdgeWatch.IntegrationTests.Streams;

/// <summary>
/// Everything under a mask is magenta in a stream that has no other colour: one tinted sample in a clip or a still is one that got out.
/// </summary>
public sealed class MaskedStreamTests : IDisposable
{
    private const string EventId = "01J00000000000000000000000";
    private const int FramesPerSecond = 10;
    private const int Frames = 30;

    private static readonly Polygon[] Masks = [.. PrivacyMaskTests.Masks.Select(points => new Polygon(points))];

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger<EventClips> _log = new();

    /// <summary>A clip is encoded for an event that is kept.</summary>
    public MaskedStreamTests() => Directory.CreateDirectory(Path.GetDirectoryName(Clip)!);

    private string Clip => _folder.File($"events/{EventId}/{EventClips.ClipName}");

    public void Dispose() => _folder.Dispose();

    [ToolFact("ffmpeg", "ffprobe")]
    public async Task No_colour_of_what_is_under_a_mask_gets_into_a_clip_whatever_the_camera_sends()
    {
        string[] lossless = ["-c:v", "libx264", "-qp", "0", "-bf", "2", "-g", "20"];
        (string Size, string Format, string[] Codec)[] cameras =
        [
            ("640x480", "yuv420p", lossless),
            ("854x482", "yuv420p", lossless),
            ("642x482", "yuv444p", lossless),
            ("1280x960", "yuv422p", lossless),
            ("1280x960", "yuvj422p", ["-c:v", "mjpeg", "-q:v", "1"]),
        ];
        foreach ((string size, string format, string[] codec) in cameras)
        {
            string sent = await SendAsync(size, format, codec);
            Assert.True(PrivacyMaskTests.Tinted(ChromaOf(sent)) > 1000, "without a mask the colour is to be seen");

            using StreamCut cut = await CutAsync(sent);
            await SaveAsync(cut, "ffmpeg");

            Assert.True(File.Exists(Clip), Told());
            int tinted = PrivacyMaskTests.Tinted(ChromaOf(Clip));
            Assert.True(tinted == 0, $"{size}, {format}: {tinted} chroma samples are tinted");
            Assert.True(LumaOf(Clip).Count(luma => luma > 60) > Frames * 10_000, "and what is under none is to be seen");
            string probed = FfmpegScript.Probe(Clip, "stream=codec_name,nb_read_frames,avg_frame_rate:format=duration");
            Assert.Contains("codec_name=h264", probed, StringComparison.Ordinal);
            Assert.Contains($"nb_read_frames={Frames}", probed, StringComparison.Ordinal);
            Assert.Contains("duration=3.0", probed, StringComparison.Ordinal);
            Assert.Equal([EventClips.ClipName], Directory.GetFiles(Path.GetDirectoryName(Clip)!).Select(file => Path.GetFileName(file)));
        }
    }

    [ToolFact("ffmpeg")]
    public async Task Nor_into_a_still()
    {
        string sent = await SendAsync("1280x960", "yuv420p", ["-c:v", "libx264", "-qp", "0", "-bf", "2", "-g", "20"]);
        using StreamCut cut = await CutAsync(sent);
        using Frame seen = await SeenAsync(sent, index: 12, new FrameSize(640, 480));
        FakeLogger<StillFinder> log = new();
        using StillFinder finder = new("ffmpeg", TimeProvider.System, log);

        using Frame? still = await finder.FindAsync(cut, cut.From, seen, CancellationToken.None);

        Assert.True(still is not null, string.Join('\n', log.Collector.GetSnapshot().Select(line => line.Message)));
        Assert.Equal(new FrameSize(1280, 960), still.Size);
        Assert.Equal(0, PrivacyMaskTests.Tinted([.. still.ChromaU, .. still.ChromaV]));
        byte[] truth = await FfmpegClip.RunAsync(
            "-i", sent, "-vf", "select='eq(n,12)',scale=out_range=full", "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "yuvj420p", "-");
        int rowsBetweenTheMasks = 960 * 11 / 16;
        Assert.True(still.Luma.Slice(rowsBetweenTheMasks * 1280, 1280).SequenceEqual(truth.AsSpan(rowsBetweenTheMasks * 1280, 1280)));
    }

    [ToolFact("ffmpeg")]
    public async Task A_clip_that_cannot_be_encoded_leaves_nothing_and_is_told_of_once()
    {
        string sent = await SendAsync("320x240", "yuv420p", ["-c:v", "libx264"]);
        string broken = FfmpegScript.Script(
            _folder.Path, "case \"$*\" in *rawvideo*) cat > /dev/null; echo no encoder >&2; exit 1;; *) exec ffmpeg \"$@\";; esac");
        using EventClips clips = new(TestRetention.Of(_folder.File("events")), broken, _time, _log);
        for (int i = 0; i < 2; i++)
        {
            using StreamCut cut = await CutAsync(sent);
            await clips.SaveAsync(EventId, cut, CancellationToken.None);
        }

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Clip)!));
        Assert.Contains("no encoder", Assert.Single(_log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    /// <summary>It was told without its clip, which was waiting for others.</summary>
    [ToolFact("ffmpeg")]
    public async Task An_event_that_is_over_stays_over_when_its_clip_fails_and_goes_when_it_is_too_old()
    {
        string sent = await SendAsync("320x240", "yuv420p", ["-c:v", "libx264"]);
        using StreamCut cut = await CutAsync(sent);
        string broken = FfmpegScript.Script(_folder.Path, "case \"$*\" in *rawvideo*) exit 1;; *) exec ffmpeg \"$@\";; esac");
        EventRetention retention = new(
            _folder.File("events"), () => new RetentionOptions(), _time, NullLogger<EventRetention>.Instance);
        string id = Core.Events.EventId.Create(_time.GetUtcNow());
        retention.MakeRoom(id, 1);
        retention.Finish(id);
        using EventClips clips = new(retention, broken, _time, _log);

        Assert.False(await clips.SaveAsync(id, cut, CancellationToken.None));
        _time.Advance(new RetentionOptions().KeepFor + TimeSpan.FromDays(1));
        retention.Look();

        Assert.DoesNotContain(id, retention.EventIds());
    }

    [ToolFact("ffmpeg")]
    public async Task An_event_that_went_while_its_clip_waited_does_not_come_back_with_nothing_else()
    {
        string sent = await SendAsync("320x240", "yuv420p", ["-c:v", "libx264"]);
        using StreamCut cut = await CutAsync(sent);
        EventFolders.Remove(_folder.File("events"), EventId);

        await SaveAsync(cut, "ffmpeg");

        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("events")));
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    [MountFact]
    public async Task On_a_full_disk_there_is_no_half_clip()
    {
        string events = _folder.File("events");
        using SmallDisk disk = new(events, kilobytes: 200);
        Directory.CreateDirectory(Path.GetDirectoryName(Clip)!);
        string sent = await SendAsync("1280x960", "yuv420p", ["-c:v", "libx264", "-qp", "0"]);
        using StreamCut cut = await CutAsync(sent);

        await SaveAsync(cut, "ffmpeg");

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Clip)!));
        Assert.Contains("No space left", Assert.Single(_log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [ToolFact("ffmpeg")]
    public async Task What_is_given_up_leaves_nothing_and_is_no_fault()
    {
        string started = _folder.File("started");
        string hanging = FfmpegScript.Script(
            _folder.Path, $"case \"$*\" in *rawvideo*) touch {started}; exec sleep 600;; *) exec ffmpeg \"$@\";; esac");
        string sent = await SendAsync("320x240", "yuv420p", ["-c:v", "libx264"]);
        using StreamCut cut = await CutAsync(sent);
        using EventClips clips = new(TestRetention.Of(_folder.File("events")), hanging, _time, _log);
        using CancellationTokenSource stop = new();

        Task saving = clips.SaveAsync(EventId, cut, stop.Token);
        await Eventually.Until("the encoder runs", () => File.Exists(started), TimeSpan.FromSeconds(30));
        await stop.CancelAsync();
        await saving;

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Clip)!));
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    /// <summary>The encoder notes when it begins and ends: with two at once two would begin before one has ended.</summary>
    [ToolFact("ffmpeg")]
    public async Task One_clip_is_encoded_at_a_time()
    {
        string notes = _folder.File("notes");
        string noting = FfmpegScript.Script(
            _folder.Path,
            $"case \"$*\" in *rawvideo*) echo + >> {notes}; ffmpeg \"$@\"; r=$?; echo - >> {notes}; exit $r;; esac; exec ffmpeg \"$@\"");
        string sent = await SendAsync("320x240", "yuv420p", ["-c:v", "libx264"]);
        using EventClips clips = new(TestRetention.Of(_folder.File("events")), noting, _time, _log);
        StreamCut[] cuts = [await CutAsync(sent), await CutAsync(sent), await CutAsync(sent)];

        await Task.WhenAll(cuts.Select((cut, i) =>
        {
            string id = $"{EventId[..^1]}{i}";
            Directory.CreateDirectory(_folder.File($"events/{id}"));
            return clips.SaveAsync(id, cut, CancellationToken.None);
        }));

        Array.ForEach(cuts, cut => cut.Dispose());
        Assert.Equal(["+", "-", "+", "-", "+", "-"], await File.ReadAllLinesAsync(notes));
        Assert.Equal(3, Directory.GetFiles(_folder.File("events"), EventClips.ClipName, SearchOption.AllDirectories).Length);
    }

    private static byte[] ChromaOf(string video)
    {
        byte[] both = FfmpegScript.Run(
            "ffmpeg", "-v", "error", "-i", video, "-filter_complex", "extractplanes=u+v[u][v];[u][v]vstack", "-f", "rawvideo",
            "-pix_fmt", "gray", "pipe:1");
        Assert.NotEmpty(both);
        return both;
    }

    private static byte[] LumaOf(string video) => FfmpegScript.Run(
        "ffmpeg", "-v", "error", "-i", video, "-vf", "extractplanes=y", "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1");

    /// <summary>A frame as the analysis has it: smaller, and with the masks in black.</summary>
    private static async Task<Frame> SeenAsync(string video, int index, FrameSize size)
    {
        byte[] pixels = await FfmpegClip.RunAsync(
            "-i", video, "-vf", $"select='eq(n,{index})',scale={size.Width}:{size.Height}", "-frames:v", "1", "-f", "rawvideo",
            "-pix_fmt", "yuv420p", "-");
        Frame frame = new FramePool(size).Rent();
        pixels.CopyTo(frame.Pixels);
        new PictureMask(Masks, size).BlackOut(frame);
        return frame;
    }

    /// <summary>Grey and moving, but for what the masks cover.</summary>
    private async Task<string> SendAsync(string size, string format, string[] codec)
    {
        string path = _folder.File($"{size}-{format}-{codec[1]}.mov");
        await FfmpegClip.RunAsync([
            "-f", "lavfi", "-i", $"testsrc2=size={size}:rate={FramesPerSecond},hue=s=0,format={format},{PrivacyMaskTests.Boxes}",
            "-frames:v", $"{Frames}", .. codec, "-pix_fmt", format, path,
        ]);
        return path;
    }

    /// <summary>All of a recording, as if a camera had sent it.</summary>
    private async Task<StreamCut> CutAsync(string video)
    {
        using MemoryStream fragments = new(await FfmpegClip.RunAsync(
            "-i", video, "-c", "copy", "-f", "mov", "-movflags", "empty_moov+default_base_moof+frag_every_frame", "pipe:1"));
        StreamRing ring = new(new StreamWish(64 * 1024 * 1024, TimeSpan.FromMinutes(1)), _time) { Masks = Masks };
        FragmentReader reader = new(fragments);
        ring.Begin((await reader.ReadHeaderAsync(CancellationToken.None))!);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            _time.Advance(TimeSpan.FromSeconds(1.0 / FramesPerSecond));
            ring.Add(reader.Fragment, reader.Info);
        }

        return ring.Cut(0, long.MaxValue)!;
    }

    private async Task SaveAsync(StreamCut cut, string ffmpeg)
    {
        using EventClips clips = new(TestRetention.Of(_folder.File("events")), ffmpeg, _time, _log);
        await clips.SaveAsync(EventId, cut, CancellationToken.None);
    }

    private string Told() => string.Join('\n', _log.Collector.GetSnapshot().Select(line => line.Message));
}
